/** For tests: two months of a clinic's ledger, with bulk statements, late arrivals and a value that nobody may find. */
import fc from "fast-check";
import { anEventId } from "../../event/builders.ts";
import { type ActorKind, type Attribution, type Event, type Field, instant } from "../../event/index.ts";
import { aSource } from "../../ledger/builders.ts";
import { treesOf } from "../language/builders.ts";
import { type Condition, is, type Tree } from "../language/index.ts";

export const otherSource = "0190f7d2-6f1e-7000-8000-00000000d002";
export const ownSource = "0190f7d2-6f1e-7000-8000-00000000d003";
/** It stands in concealed, hashed and omitted fields alone. */
export const canary = "xylophone-7731";
/** The first event happens then, the last about 60 days later: over the end of daylight saving in Europe and America. */
export const firstTime = Date.UTC(2026, 8, 20, 21, 17);
export const aNow = "2026-11-20T12:00:00.000000Z";

interface Somebody {
  id: string;
  name?: string;
  kind: ActorKind;
  attribution: Attribution;
}

const people: Somebody[] = [
  { id: "dana.lee@example.com", name: "Dana Lee", kind: "human", attribution: "claimed" },
  { id: "joao@example.com", name: "João Sá", kind: "human", attribution: "verified" },
  { id: "billing-agent", name: "Dana’s agent", kind: "agent", attribution: "claimed" },
  { id: "nightly-job", kind: "service", attribution: "verified" },
  ...Array.from(
    { length: 12 },
    (_, n): Somebody => ({ id: `clerk-${n}`, name: `Clerk ${n}`, kind: "human", attribution: "claimed" }),
  ),
  { id: "app_rw", kind: "unknown", attribution: "none" },
];

/** The same number for the same place: a counter through a mixing function. */
function drawn(n: number, of: number): number {
  let mixed = Math.imul(n ^ 0x9e3779b9, 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return ((mixed ^ (mixed >>> 13)) >>> 0) % of;
}

const pick = <T>(n: number, list: readonly T[]): T => list[drawn(n, list.length)] as T;

const field = (name: string, mode: Field["mode"], after: string, type = "text"): Field => ({
  name,
  type,
  mode,
  ...(mode !== "omit" && { before: mode === "keep" ? "0" : mode === "erasable" ? "before" : canary, after }),
  changed: true,
});

const fieldsOf = (n: number): Field[] => [
  field("amount", "keep", String(drawn(n, 900)), "integer"),
  field("note", "erasable", pick(n, ["paid", "call back", "Acme Corp"])),
  field("iban", "conceal", canary),
  field("pin", "hash", canary),
  field("secret", "omit", canary),
];

/** In the order in which they were recorded. */
export function clinicEvents(count: number): Event[] {
  const events: Event[] = [];
  for (let group = 0; events.length < count; group++) {
    const rows = drawn(group + 5, 40) === 0 ? 3 + drawn(group, 30) : 0;
    const { own, ...shared } = sharedBy(group, events.length / count);
    if (rows === 0) events.push({ ...shared, ...own, id: anEventId(events.length) });
    else events.push(...bulkOf(shared, rows, events.length, group));
  }
  return events.slice(0, count);
}

/** A statement and its rows share all but category, decision and record. */
function bulkOf(shared: Omit<Event, "id">, rows: number, first: number, group: number): Event[] {
  const statement = `0190f7d2-6f1e-7000-9000-${first.toString(16).padStart(12, "0")}`;
  const record = {
    ...shared,
    type: "invoices.updated",
    source: { id: aSource, kind: "postgres" as const, name: "billing" },
  };
  const decision = group % 3 === 0 ? { decision: { outcome: "approved" as const } } : {};
  const whole: Event = {
    ...record,
    ...decision,
    id: anEventId(first),
    category: "statement",
    target: { type: "invoices" },
    statement: { id: statement, rows: String(rows), text: "update invoices set amount = ?" },
  };
  const parts = Array.from(
    { length: rows },
    (_, n): Event => ({
      ...record,
      id: anEventId(first + n + 1),
      category: "record",
      target: { type: "invoices", id: `I-${drawn(first + n, 400)}` },
      change: { operation: "update", fields: fieldsOf(first + n) },
      statement: { partOf: statement },
    }),
  );
  return [whole, ...parts];
}

function sharedBy(group: number, share: number): Omit<Event, "id"> & { own: Partial<Event> } {
  const late = drawn(group, 90) === 0 ? -20 * 86_400_000 : drawn(group, 97) === 0 ? 3_600_000 : 0;
  const whole = drawn(group, 11) === 0 ? 3_600_000 : 1; // some on the hour
  const ms = Math.max(firstTime, Math.floor((firstTime + share * 60 * 86_400_000 + late) / whole) * whole);
  const { kind, id, name, attribution } = pick(group + 3, people);
  const changes = drawn(group + 1, 4) > 0;
  const source = changes
    ? { id: aSource, kind: "postgres" as const, name: "billing" }
    : pick(group, [
        { id: otherSource, kind: "http" as const, name: "Portal" },
        { id: ownSource, kind: "vouch" as const, name: "Vouch" },
      ]);
  const table = pick(group + 2, ["customers", "customers", "invoices", "payments"]);
  return {
    type: changes
      ? `${table}.${pick(group, ["created", "updated", "updated", "deleted"])}`
      : pick(group, ["user.signed_in", "user.signed_out", "record.opened"]),
    category: changes ? "record" : drawn(group, 3) === 0 ? "sensitive_read" : "authentication",
    occurredAt: instant(BigInt(ms) * 1_000n + BigInt(whole === 1 ? drawn(group, 1_000) : 0)),
    source,
    actor: { kind, id, ...(name && { name }), attribution },
    retention: "standard",
    ...(changes && {
      origin: {
        channel: pick(group, ["ui", "api", "direct_sql"] as const),
        application: pick(group, ["psql", "clinic 4.2"]),
      },
    }),
    ...(drawn(group, 3) > 0 && { correlation: { ticket: `CHG-${drawn(group, 60)}` } }),
    own: {
      target: { type: changes ? table : "account", id: `C-${drawn(group, 500)}` },
      ...(changes && { change: { operation: "update", fields: fieldsOf(group) } }),
      ...(drawn(group, 17) === 0 && { decision: { outcome: pick(group, ["denied", "approved"] as const) } }),
    },
  };
}

const some = fc.constantFrom;
const asked = (name: Condition["field"], ...values: string[]) => some(...values).map((value) => is(name, value));

const columns = [
  asked("actor", "dana.lee@example.com", "JOAO@example.com", "nightly-job", "clerk-3", "dana", "clerk"),
  asked("kind", "human", "agent", "unknown"),
  asked("attribution", "verified", "claimed"),
  asked("action", "updated", "created", "signed_in"),
  asked("category", "record", "statement", "authentication"),
  asked("record", "customers", "INVOICES", "account"),
  asked("source", aSource, otherSource),
  asked("origin", "ui", "direct_sql"),
  asked("decision", "approved", "denied"),
  asked("ticket", "none"),
] as const;
const times = [
  asked("after", "2026-10-01", "2026-10-25T01:20", "7d", "36h", "5h"),
  asked("before", "2026-10-25", "2026-11-01T05:45", "2026-11-14T23:05:00Z"),
  asked("on", "2026-10-25", "2026-11-01", "2026-10", "2026-11-12"),
] as const;
const others = [
  asked("text", "acme", "paid"),
  asked("field", "amount", "iban"),
  asked("ticket", "chg-7"),
  asked("id", "I-12", "C-40"),
  asked("became", "paid"),
] as const;

/** Queries that rollups can answer, most of them; with times beside the rest. */
export const rolledTree: fc.Arbitrary<Tree> = fc
  .tuple(
    treesOf(fc.oneof(...columns)),
    fc.array(fc.oneof(...times), { maxLength: 2 }),
    fc.option(some("shown", "only"), { freq: 4 }),
  )
  .map(([tree, bounds, own]) => ({ all: [tree, ...bounds, ...(own ? [is("own", own)] : [])] }));

/** Queries that ask of more than rollups know. */
export const foundTree: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.oneof(...others),
    fc.array(fc.oneof(...columns), { maxLength: 2 }),
    fc.array(fc.oneof(...times), { maxLength: 1 }),
  )
  .map(([first, more, bounds]) => ({ all: [first, ...more, ...bounds] }));
