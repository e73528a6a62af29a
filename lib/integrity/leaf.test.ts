import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aLedger, aMongoUpdate, anEvent, anUpdate, arbitraryEvent, aTime, counterRandom } from "../event/builders.ts";
import { type Event, Fault, type Field, type Seen, type SeenField } from "../event/index.ts";
import {
  type Binding,
  b64url,
  bindingHolds,
  bindingOf,
  canonicalBytes,
  type Disclosure,
  hmacSha256,
  type Leaf,
  makeLeaf,
  readLeaf,
  seeEvent,
  textOf,
  utf8,
} from "./index.ts";

const hashKey = utf8("a key for tests");
const seal = () => ({ ledger: aLedger, recordedAt: aTime(60), random: counterRandom(3), hashKey });
const byPath = (disclosures: Disclosure[]) => new Map(disclosures.map((disclosure) => [disclosure.path, disclosure]));
const invalid = expect.objectContaining({ name: "Fault", code: "invalid" });

/** What a reader should see of a field as the source reported it, all values at hand and revealed. */
function expectedField(field: Field, seen: SeenField): void {
  expect([seen.name, seen.type, seen.mode, seen.changed]).toEqual([field.name, field.type, field.mode, field.changed]);
  for (const side of ["before", "after", "value"] as const) {
    const shown = seen[side];
    if (field.mode === "omit") expect(shown === undefined || shown.state === "omitted").toBe(true);
    else if (field[side] === undefined) expect(shown).toBeUndefined();
    else if (field.mode !== "hash") expect(shown).toEqual({ state: "shown", value: field[side] });
    else expect(shown?.state).toBe(field[side] === null ? "shown" : "hashed");
  }
}

function expectFields(fields: Field[] = [], seen: SeenField[] = []): void {
  expect(seen).toHaveLength(fields.length);
  for (const [i, field] of fields.entries()) expectedField(field, seen[i] as SeenField);
}

describe("leaves", () => {
  test("are read back: what goes in is what a reader with everything sees", () => {
    fc.assert(
      fc.property(arbitraryEvent, (event) => {
        const { bytes, disclosures } = makeLeaf(event, seal());
        expect(bytes.length).toBeLessThanOrEqual(65_536);
        const leaf = readLeaf(bytes);
        expect([leaf.ledger, leaf.recordedAt]).toEqual([aLedger, aTime(60)]);
        const seen = seeEvent(leaf, byPath(disclosures), { reveal: true });
        const plain = (event: object) =>
          JSON.stringify({ ...event, change: 0, statement: 0, agent: 0, correlation: 0, data: 0, origin: 0 });
        expect(JSON.parse(plain(seen))).toEqual(JSON.parse(plain(event)));
        expect(seen.origin ?? {}).toEqual(event.origin ?? {});
        expectFields(event.change?.fields, seen.change?.fields);
        expectFields(event.data, seen.data);
        const shown = (side: Seen | undefined) => (side?.state === "shown" ? side.value : undefined);
        expect(shown(seen.statement?.exact)).toBe(event.statement?.exact);
        expect(shown(seen.statement?.error)).toBe(event.statement?.error);
        expect(shown(seen.correlation?.reason)).toBe(event.correlation?.reason);
        expect(shown(seen.agent?.reasoning)).toBe(event.agent?.reasoning);
        for (const { salt } of disclosures) expect(textOf(bytes)).not.toContain(salt);
      }),
      { numRuns: 60 },
    );
  });

  test("of MongoDB keep types, order and exact numbers", () => {
    const event = aMongoUpdate();
    const { bytes, disclosures } = makeLeaf(event, seal());
    const seen = seeEvent(readLeaf(bytes), byPath(disclosures));
    expectFields(event.change?.fields, seen.change?.fields);
  });

  test("show each mode as it is: hidden, erased, hashed, omitted", () => {
    const fields: Field[] = [
      { name: "note", type: "text", mode: "erasable", changed: true, before: "old text", after: "new text" },
      { name: "iban", type: "text", mode: "conceal", changed: false, value: "DE02" },
      { name: "email", type: "text", mode: "hash", changed: true, before: "x", after: null },
      { name: "password", type: "text", mode: "omit", changed: true, before: "dropped on the way", after: "too" },
    ];
    const { bytes, disclosures } = makeLeaf(anUpdate({ fields }), seal());
    const leaf = readLeaf(bytes);
    const see = (...args: [Map<string, Disclosure>, { reveal?: true | Set<string> }?]) =>
      seeEvent(leaf, ...args).change?.fields.map(({ before, after, value }) => [before, after, value]);
    const hash = b64url(hmacSha256(hashKey, utf8("email\0x")));
    const rest = [
      [{ state: "hashed", hash }, { state: "shown", value: null }, undefined],
      [{ state: "omitted" }, { state: "omitted" }, undefined],
    ];
    const note = [{ state: "shown", value: "old text" }, { state: "shown", value: "new text" }, undefined];
    expect(see(byPath(disclosures))).toEqual([note, [undefined, undefined, { state: "hidden" }], ...rest]);
    const path = "/event/change/fields/1/value";
    expect(see(byPath(disclosures), { reveal: new Set([path]) })?.[1]?.[2]).toEqual({ state: "shown", value: "DE02" });
    expect(see(byPath(disclosures), { reveal: new Set(["/event/change/fields/0/value"]) })?.[1]?.[2]).toEqual({
      state: "hidden",
    });
    const erased = [{ state: "erased" }, { state: "erased" }, undefined];
    expect(see(new Map(), { reveal: true })).toEqual([erased, [undefined, undefined, { state: "erased" }], ...rest]);
    for (const secret of ["old text", "new text", "DE02", "dropped"]) expect(textOf(bytes)).not.toContain(secret);
    expect(disclosures).toHaveLength(3);
  });

  test("a disclosure that is not the one bound is never shown", () => {
    const { bytes, disclosures } = makeLeaf(aMongoUpdate({ correlation: { reason: "because" } }), seal());
    for (const disclosure of disclosures) {
      for (const changed of [
        { ...disclosure, value: "something else" },
        { ...disclosure, type: "other" },
        { ...disclosure, salt: b64url(new Uint8Array(16)) },
      ]) {
        const others = byPath(disclosures).set(disclosure.path, changed);
        expect(() => seeEvent(readLeaf(bytes), others)).toThrow(expect.objectContaining({ code: "conflict" }));
      }
    }
  });

  test("commitments bind salt, path, type, value and length", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 10 });
    const disclosure = fc.record({
      salt: text,
      path: text,
      type: text,
      value: fc.oneof(text, fc.boolean(), fc.constant(null)),
      mode: fc.constant("keep" as const),
    });
    fc.assert(
      fc.property(disclosure, disclosure, (one, other) => {
        const binding = bindingOf(one);
        expect(bindingHolds(one, binding)).toBe(true);
        for (const name of ["salt", "path", "type", "value"] as const) {
          if (one[name] !== other[name]) expect(bindingHolds({ ...one, [name]: other[name] }, binding)).toBe(false);
        }
        expect(bindingHolds(one, { ...binding, length: "99999" })).toBe(false);
      }),
    );
  });
});

describe("long leaves", () => {
  const wide = (count: number, length: number): Field[] =>
    Array.from({ length: count }, (_, i) => ({
      name: `f${i}`,
      type: "text",
      mode: "keep",
      changed: false,
      value: "x".repeat(length + i),
    }));
  const fieldsOf = (bytes: Uint8Array) => readLeaf(bytes).event.change?.fields as { value: string | Binding }[];

  test("kept values of more than 4,096 bytes stand beside, with their length", () => {
    const { bytes, disclosures } = makeLeaf(anUpdate({ fields: wide(2, 4096) }), seal());
    expect(fieldsOf(bytes)[0]?.value).toBe("x".repeat(4096));
    expect(fieldsOf(bytes)[1]?.value).toEqual({ sha256: expect.any(String), length: "4097" });
    expect(disclosures).toMatchObject([{ mode: "keep", path: "/event/change/fields/1/value" }]);
  });

  test("the largest kept values are bound first, and no more than needed", () => {
    const { bytes, disclosures } = makeLeaf(anUpdate({ fields: wide(30, 4000) }), seal());
    const bound = fieldsOf(bytes).map(({ value }) => typeof value !== "string");
    expect(bound).toEqual(bound.map((_, i) => i >= 30 - disclosures.length));
    expect(bytes.length).toBeGreaterThan(61_000);
  });

  test("then the list of fields is bound, and is seen as before", () => {
    const fields = [
      ...wide(900, 1),
      { name: "note", type: "text", mode: "conceal", changed: true, before: "a", after: "b" } as Field,
    ];
    const { bytes, disclosures } = makeLeaf(anUpdate({ fields }), seal());
    expect(fieldsOf(bytes)).toEqual({ sha256: expect.any(String) });
    const seen = seeEvent(readLeaf(bytes), byPath(disclosures), { reveal: true });
    expectFields(fields, seen.change?.fields);
    const withoutList = byPath(disclosures.filter(({ type }) => type !== "fields"));
    expect(seeEvent(readLeaf(bytes), withoutList).change?.fields).toMatchObject([{ value: { state: "erased" } }]);
  });

  test("and what is too long even so is refused", () => {
    const event = anUpdate({}, { statement: { id: "s", text: "x".repeat(70_000) } });
    expect(() => makeLeaf(event, seal())).toThrow(/at most 65536 bytes; it has \d+/);
    expect(() => readLeaf(canonicalBytes("x".repeat(70_000)))).toThrow("at most 65536");
  });
});

describe("what is not a leaf", () => {
  const good = readLeaf(makeLeaf(anUpdate({}, { correlation: { reason: "r" } }), seal()).bytes);
  const changed = (change: (leaf: Leaf) => unknown) => {
    const copy = structuredClone(good);
    change(copy);
    return canonicalBytes(copy);
  };
  const field = (field: object) =>
    changed(({ event }) => Object.assign(event.change?.fields as object[], { 0: field }));

  test.each<[string, Uint8Array]>([
    ["another format", changed((leaf) => Object.assign(leaf, { format: "vouch/2" }))],
    ["an unknown member", changed((leaf) => Object.assign(leaf.event, { extra: "" }))],
    ["an unknown category", changed((leaf) => Object.assign(leaf.event, { category: "other" }))],
    ["a null member", changed((leaf) => Object.assign(leaf.event, { target: null }))],
    ["a missing member", changed((leaf) => Object.assign(leaf.event, { retention: undefined }))],
    ["a time without microseconds", changed((leaf) => Object.assign(leaf, { recordedAt: "2026-11-20T07:03:25.123Z" }))],
    [
      "an id of another version",
      changed((leaf) => Object.assign(leaf.event, { id: "0190f7d2-6f1e-4000-8000-000000000001" })),
    ],
    ["a raw reason", changed((leaf) => Object.assign(leaf.event, { correlation: { reason: "r" } }))],
    ["a short nonce", changed((leaf) => Object.assign(leaf, { nonce: "AAAA" }))],
    ["an erasable raw value", field({ name: "a", type: "text", mode: "erasable", changed: false, value: "raw" })],
    [
      "an erasable binding with length",
      field({
        name: "a",
        type: "text",
        mode: "erasable",
        changed: false,
        value: { sha256: "A".repeat(43), length: "1" },
      }),
    ],
    [
      "a kept binding without length",
      field({ name: "a", type: "text", mode: "keep", changed: false, value: { sha256: "A".repeat(43) } }),
    ],
    ["an omitted value", field({ name: "a", type: "text", mode: "omit", changed: false, value: "x" })],
    ["an update without changed", field({ name: "a", type: "text", mode: "keep", value: "x" })],
    ["no side", field({ name: "a", type: "text", mode: "keep", changed: true })],
    ["both kinds of sides", field({ name: "a", type: "text", mode: "keep", changed: true, before: "x", value: "x" })],
    ["a list of a scalar type", field({ name: "a", type: "text", mode: "keep", changed: false, value: [] })],
    [
      "an array member with a name",
      field({ name: "a", type: "array", mode: "keep", changed: false, value: [{ name: "", type: "text", value: "" }] }),
    ],
  ])("%s is refused", (_, bytes) => {
    expect(() => readLeaf(bytes)).toThrow(invalid);
  });

  test("an event that does not have the shape is refused before it is written", () => {
    const bad: unknown[] = [
      anEvent({ id: "1" }),
      anEvent({ occurredAt: "2026-11-20" }),
      anEvent({ type: "login" }),
      anEvent({ statement: { partOf: "s", text: "both" } }),
      anEvent({ data: [{ name: "n", type: "int", mode: "keep", value: 5 as unknown as string }] }),
      anEvent({ data: [{ name: "n", type: "int", mode: "erasable", value: 5 as unknown as string }] }),
      anEvent({ data: [{ name: "n", type: "text", mode: "hash", value: "\ud800" }] }),
      anEvent({ correlation: { reason: "half \udc00" } }),
      { ...anEvent(), surprise: "x" },
    ];
    for (const event of bad) expect(() => makeLeaf(event as Event, seal())).toThrow(invalid);
  });

  test("any bytes are refused with a Fault and nothing else", () => {
    const bytes = canonicalBytes(good);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const mutated = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ by : byte));
        try {
          expect(canonicalBytes(readLeaf(mutated))).toEqual(mutated);
        } catch (fault) {
          expect(fault).toBeInstanceOf(Fault);
        }
      }),
    );
  });
});
