/** Whatever happens to a record, recorded or not: each state comes back exactly, and what was not recorded is noticed where it shows. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SeenEvent, SeenField } from "./seen.ts";
import { betweenImages, type Image, idBefore, imageAfter, imageBefore, unexplainedBetween } from "./versions.ts";

type Row = Record<string, string | null>;
interface Step {
  /** The row from here on; null: there is none. */
  row: Row | null;
  recorded: boolean;
}

const value = fc.constantFrom("a", "b", "", null);
const row = fc.record({ id: fc.constant("7"), plan: value, notes: value, tags: value });
const step: fc.Arbitrary<Step> = fc.record({
  row: fc.oneof({ weight: 4, arbitrary: row }, { weight: 1, arbitrary: fc.constant(null) }),
  recorded: fc.boolean(),
});

const seen = (text: string | null) => ({ state: "shown", value: text }) as const;

/** The change that a capture of whole rows records of a step. */
function changeOf(before: Row | null, after: Row | null): NonNullable<SeenEvent["change"]> | undefined {
  if (!before && !after) return undefined;
  const operation = before ? (after ? "update" : "delete") : "insert";
  const fields = Object.keys(before ?? after ?? {}).map((name): SeenField => {
    const field = { name, type: "text", mode: "keep" } as const;
    const [then, now] = [before?.[name] ?? null, after?.[name] ?? null];
    if (operation === "insert") return { ...field, after: seen(now) };
    if (operation === "delete") return { ...field, before: seen(then) };
    if (then === now) return { ...field, changed: false, value: seen(now) };
    return { ...field, changed: true, before: seen(then), after: seen(now) };
  });
  return { operation, fields };
}

const rowOf = (image: Image | undefined) =>
  image ? Object.fromEntries(image.map(({ name, seen }) => [name, seen.state === "shown" ? seen.value : seen])) : null;

test("random histories come back state by state, and every difference that nobody recorded is told, and no other", () => {
  let told = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      let now: Row | null = null;
      let left: Row | null | undefined; // as the last recorded version left it
      let last: SeenEvent["change"];
      for (const { row, recorded } of steps) {
        const change = recorded ? changeOf(now, row) : undefined;
        const found = now;
        now = row;
        if (!change) continue;
        expect(rowOf(imageAfter({ change }))).toEqual(row);
        expect(rowOf(imageBefore({ change }))).toEqual(found);
        if (last && left !== undefined) {
          const unexplained = unexplainedBetween(imageAfter({ change: last }), imageBefore({ change }));
          const differ = left && found ? Object.keys(found).filter((name) => found[name] !== left?.[name]) : [];
          const existence = !left && found ? "returned" : left && !found ? "vanished" : undefined;
          if (differ.length > 0 || existence) told++;
          expect(unexplained).toEqual(
            differ.length > 0 || existence ? { fields: differ, ...(existence && { existence }) } : undefined,
          );
          const between = betweenImages(imageAfter({ change: last }), imageAfter({ change }));
          expect(rowOf(between && imageAfter({ change: between }))).toEqual(row);
          expect(rowOf(between && imageBefore({ change: between }))).toEqual(left);
          for (const field of between?.operation === "update" ? between.fields : [])
            expect(field.changed).toBe(left?.[field.name] !== row?.[field.name]);
        }
        left = row;
        last = change;
      }
    }),
    { numRuns: 500 },
  );
  expect(told).toBeGreaterThan(200);
});

test("what may not be seen is not compared: hidden, erased and omitted values differ only where somebody knows", () => {
  const held = (state: "hidden" | "erased" | "omitted"): Image => [
    { name: "ssn", type: "text", mode: "conceal", seen: { state } },
  ];
  const shown: Image = [{ name: "ssn", type: "text", mode: "conceal", seen: seen("078") }];
  for (const state of ["hidden", "erased", "omitted"] as const) {
    expect(unexplainedBetween(held(state), shown)).toBeUndefined();
    expect(unexplainedBetween(held(state), held(state))).toBeUndefined();
  }
  expect(betweenImages(held("hidden"), held("hidden"))?.fields[0]?.changed).toBe(false);
  expect(betweenImages(held("hidden"), held("hidden"), new Set(["ssn"]))?.fields[0]?.changed).toBe(true);
  const hashed = (hash: string): Image => [
    { name: "ssn", type: "text", mode: "hash", seen: { state: "hashed", hash } },
  ];
  expect(unexplainedBetween(hashed("x"), hashed("y"))?.fields).toEqual(["ssn"]);
  expect(unexplainedBetween(hashed("x"), hashed("x"))).toBeUndefined();
});

test("a record whose key changed says what it was called before, of one column and of several", () => {
  const event = (id: string, before: Row, after: Row) => ({
    target: { type: "customers", id },
    change: changeOf(before, after),
  });
  expect(idBefore(event("8", { id: "7", plan: "a" }, { id: "8", plan: "a" }))).toBe("7");
  expect(idBefore(event("8", { id: "8", plan: "a" }, { id: "8", plan: "8" }))).toBeUndefined();
  const pair = (place: string) => ({ sku: "A,1", place });
  expect(idBefore(event('["A,1","bonn"]', pair("berlin"), pair("bonn")))).toBe('["A,1","berlin"]');
  expect(idBefore({ target: { type: "customers", id: "8" }, change: changeOf(null, { id: "8" }) })).toBeUndefined();
});
