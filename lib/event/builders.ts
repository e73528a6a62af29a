/**
 * Builders of events for tests, and fast-check arbitraries of everything the vocabulary allows. Deterministic: the same
 * call gives the same event.
 */
import fc from "fast-check";
import {
  actorKinds,
  attributions,
  categories,
  channels,
  type Event,
  type Field,
  type Member,
  modes,
  type Operation,
  operations,
  sourceKinds,
  type Value,
} from "./event.ts";

/** The ledger of tests. */
export const aLedger = "0190f7d2-6f1e-7000-8000-000000000001";

/** “Random” bytes that are the same every time: a counter through a small mixing function (splitmix32). */
export function counterRandom(seed = 1): (n: number) => Uint8Array {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) & 0xff;
  };
  return (n) => Uint8Array.from({ length: n }, next);
}

/** A time as events write it: `seconds` and `microseconds` after 2026-11-20T07:00:00Z. */
export function aTime(seconds = 0, microseconds = 0): string {
  const whole = new Date(Date.UTC(2026, 10, 20, 7) + seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${microseconds.toString().padStart(6, "0")}Z`;
}

/** The `n`th event id of tests: a UUID of version 7. */
export function anEventId(n = 0): string {
  return `0190f7d2-6f1e-7000-8000-${n.toString(16).padStart(12, "0")}`;
}

/** A sign-in, with `overrides` in place of its members. */
export function anEvent(overrides: Partial<Event> = {}): Event {
  return {
    id: anEventId(),
    type: "user.login",
    category: "authentication",
    occurredAt: aTime(),
    source: { id: "src-1", kind: "http", name: "Harbor Clinic Pay" },
    actor: { kind: "human", id: "amara.okafor", name: "Amara Okafor", attribution: "verified" },
    retention: "standard",
    ...overrides,
  };
}

const twoFields: Field[] = [
  { name: "id", type: "bigint", mode: "keep", changed: false, value: "4711" },
  { name: "amount", type: "numeric(12,2)", mode: "keep", changed: true, before: "120.00", after: "1200.00" },
];

/** An update of one PostgreSQL record. */
export function anUpdate(
  given: { table?: string; id?: string; fields?: Field[] } = {},
  overrides: Partial<Event> = {},
): Event {
  const { table = "invoice", id = "4711", fields = twoFields } = given;
  return anEvent({
    type: `${table}.updated`,
    category: "record",
    source: { id: "pg-main", kind: "postgres", name: "billing", position: "0/16B3748" },
    origin: { channel: "direct_sql", login: "billing_app", application: "psql", address: "10.0.0.7" },
    target: { system: "billing", schema: "public", type: table, id },
    change: { operation: "update", fields },
    ...overrides,
  });
}

/** An update of a MongoDB document: ObjectId, int64, Decimal128, a date, an array and a nested document. */
export function aMongoUpdate(overrides: Partial<Event> = {}): Event {
  const lines: Member[] = [
    {
      type: "document",
      value: [
        { name: "sku", type: "string", value: "MRI-1" },
        { name: "price", type: "decimal128", value: "1E+3" },
      ],
    },
    { type: "null", value: null },
  ];
  const address: Member[] = [
    { name: "street", type: "string", value: "Kaistraße 1" },
    { name: "confirmed", type: "bool", value: true },
    {
      name: "geo",
      type: "array",
      value: [
        { type: "double", value: "53.5" },
        { type: "double", value: "-0" },
      ],
    },
  ];
  return anEvent({
    type: "payments.updated",
    category: "record",
    source: { id: "mongo-1", kind: "mongodb", name: "payments", position: "82673F0A00000001" },
    target: { system: "clinic", type: "payments", id: "65f0c0ffee0123456789abcd" },
    change: {
      operation: "update",
      fields: [
        { name: "_id", type: "objectId", mode: "keep", changed: false, value: "65f0c0ffee0123456789abcd" },
        {
          name: "total",
          type: "decimal128",
          mode: "keep",
          changed: true,
          before: "9999999999999999.99",
          after: "1.00",
        },
        {
          name: "reference",
          type: "array",
          typeBefore: "string",
          mode: "erasable",
          changed: true,
          before: "A-1",
          after: [{ type: "string", value: "A-1" }],
        },
        {
          name: "sequence",
          type: "int64",
          mode: "keep",
          changed: true,
          before: "9007199254740993",
          after: "9223372036854775807",
        },
        { name: "paidAt", type: "date", mode: "keep", changed: true, after: "2026-11-20T06:59:59.123000Z" },
        { name: "lines", type: "array", mode: "keep", changed: false, value: lines },
        { name: "address", type: "document", mode: "erasable", changed: true, before: [], after: address },
      ],
    },
    ...overrides,
  });
}

/** Text with everything that is hard to write: emoji, right to left, controls, quotes, the last code points. */
const someText = fc.oneof(fc.string({ unit: "grapheme", maxLength: 24 }), fc.string({ unit: "binary", maxLength: 12 }));
const name = fc.oneof(fc.constantFrom("id", "amount", "note", "__proto__", "über"), someText);

/** A field's type with a value of it. */
export const arbitraryTyped: fc.Arbitrary<{ type: string; value: Value }> = fc.letrec<{
  typed: { type: string; value: Value };
}>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({
      type: fc.constantFrom("text", "numeric(12,2)", "string", "objectId", "int64", "null"),
      value: fc.oneof(someText, fc.boolean(), fc.constant(null), fc.string({ minLength: 1400, maxLength: 6000 })),
    }),
    fc.record({ type: fc.constant("array"), value: fc.array(tie("typed"), { maxLength: 4 }) }),
    fc.record({
      type: fc.constant("document"),
      value: fc.array(
        fc.tuple(name, tie("typed")).map(([name, typed]) => ({ name, ...typed })),
        { maxLength: 4 },
      ),
    }),
  ),
})).typed;

export const arbitraryValue: fc.Arbitrary<Value> = arbitraryTyped.map(({ value }) => value);

/** A field with the sides that `operation` asks for. */
export function arbitraryField(operation: Operation | "data"): fc.Arbitrary<Field> {
  return fc.tuple(name, arbitraryTyped, arbitraryValue, fc.constantFrom(...modes), fc.boolean()).map((drawn) => {
    const [name, { type, value }, other, mode, changed] = drawn;
    const before = Array.isArray(other) ? null : other; // a list needs a type of its own
    const field: Field = { name, type, mode };
    if (operation === "update") field.changed = changed;
    if (mode === "omit") return field;
    if (operation === "insert") return { ...field, after: value };
    if (operation === "delete") return { ...field, before: value };
    return operation === "update" && changed ? { ...field, before, after: value } : { ...field, value };
  });
}

const optional = { requiredKeys: [] as [] };
const time = fc.tuple(fc.nat(10_000_000), fc.nat(999_999)).map(([seconds, micros]) => aTime(seconds, micros));
const eventId = fc.nat().map(anEventId);
const decimal = fc.bigInt({ min: 0n, max: 1n << 70n }).map(String);
const id = fc.string({ minLength: 1, maxLength: 12 });
const principal = { id: someText, name: someText, attribution: fc.constantFrom(...attributions) };
const change = fc.constantFrom(...operations).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    fields: fc.array(arbitraryField(operation), { maxLength: operation === "truncate" ? 0 : 6 }),
  }),
);
const statement = fc.oneof(
  fc.record({ partOf: id }),
  fc.record({ id, exact: someText, exactMode: fc.constant("conceal" as const) }),
  fc.record({ id, text: someText, exactMode: fc.constant("omit" as const) }),
  fc.record(
    {
      id,
      text: someText,
      exact: someText,
      tables: fc.array(someText, { maxLength: 3 }),
      rows: decimal,
      duration: decimal,
      error: someText,
    },
    { requiredKeys: ["id"] },
  ),
);
const decision = fc.record(
  {
    outcome: fc.constantFrom("allowed" as const, "denied" as const, "approved" as const),
    rule: someText,
    policy: someText,
    request: someText,
    approvers: fc.array(
      fc.record({ id: someText, name: someText, at: time, reason: someText }, { requiredKeys: ["id", "at"] }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ["outcome"] },
);

/** Any event that docs/format.md §2 allows and whose leaf is within the limit. */
export const arbitraryEvent: fc.Arbitrary<Event> = fc.record(
  {
    id: eventId,
    type: fc.constantFrom("invoice.updated", "user.login_failed", "straße.created"),
    category: fc.constantFrom(...categories),
    occurredAt: time,
    source: fc.record(
      { id: someText, kind: fc.constantFrom(...sourceKinds), name: someText, position: someText },
      { requiredKeys: ["id", "kind", "name"] },
    ),
    actor: fc.record(
      {
        kind: fc.constantFrom(...actorKinds),
        ...principal,
        onBehalfOf: fc.record(
          { kind: fc.constantFrom(...actorKinds), ...principal },
          { requiredKeys: ["id", "attribution"] },
        ),
      },
      { requiredKeys: ["kind", "id", "attribution"] },
    ),
    origin: fc.record(
      { channel: fc.constantFrom(...channels), login: someText, role: someText, address: someText, server: someText },
      optional,
    ),
    target: fc.record({ system: someText, schema: someText, type: someText, id: someText }, { requiredKeys: ["type"] }),
    change,
    statement,
    decision,
    agent: fc.record({ model: someText, run: someText, prompt: someText, reasoning: someText }, optional),
    correlation: fc.record({ transaction: someText, session: someText, ticket: someText, reason: someText }, optional),
    retention: id,
    data: fc.array(arbitraryField("data"), { maxLength: 3 }),
  },
  { requiredKeys: ["id", "type", "category", "occurredAt", "source", "actor", "retention"] },
);
