/** For tests: events of which random queries find some, and the lines of a list as they are defined. */
import fc from "fast-check";
import { anEventId } from "../../event/builders.ts";
import {
  actorKinds,
  attributions,
  type Category,
  channels,
  type Event,
  type Field,
  instant,
  type Operation,
} from "../../event/index.ts";
import { aSource } from "../../ledger/builders.ts";
import { treesOf } from "../language/builders.ts";
import { type Condition, matches, type Tree, withOwn } from "../language/index.ts";
import { isOneByOne, isShared } from "./demand.ts";
import type { Moment } from "./found.ts";

/** Another source than `aSource`. */
export const otherSource = "0190f7d2-6f1e-7000-8000-00000000d002";
/** 2026-11-18T00:00:00Z, in microseconds. */
export const firstDay = 1_794_960_000_000_000n;
export const aMoment: Moment = { zone: "Europe/Berlin", now: "2026-11-20T12:00:00.000000Z" };

const some = fc.constantFrom;
const words = [
  "Acme Corp",
  "café",
  "CAFE",
  "５０００",
  "o'neil; drop table x --",
  "line\nbreak",
  "a\0b",
  "शब्द",
  "100%_",
  "inv-2041",
];
const people = ["dana.lee@example.com", "DANA.LEE@example.com", "joão", "bot/1", "o'neil"];
const tables = ["customers", "Customers", "invoices"];
const fieldNames = ["tier", "credit_limit", "due", "__proto__", "a.b"];

const statementIds = Array.from({ length: 6 }, (_, n) => `0190f7d2-6f1e-7000-8000-0000000000a${n}`);

function valuesOf(name: string): fc.Arbitrary<string | null> {
  if (name === "credit_limit") return some("5000", "5000.00", "10000.5", "-3", "1e5", "99999999999999999999.01", null);
  if (name === "due") return some("2026-11-19", "2026-11-19T23:30:00Z", "2026-12-01", null);
  return some("gold", "Gold", "basic", ...words, "", null);
}

const typeOf = (name: string) => (name === "credit_limit" ? "numeric(12,2)" : name === "due" ? "date" : "text");

const field = (operation: Operation): fc.Arbitrary<Field> =>
  some(...fieldNames).chain((name) =>
    fc
      .tuple(
        valuesOf(name),
        valuesOf(name),
        some("keep", "keep", "erasable", "conceal", "hash") as fc.Arbitrary<Field["mode"]>,
        fc.boolean(),
      )
      .map(([before, after, mode, changed]): Field => {
        const field = { name, type: typeOf(name), mode };
        if (operation === "insert") return { ...field, after };
        if (operation === "delete") return { ...field, before };
        return changed ? { ...field, changed, before, after } : { ...field, changed, value: after };
      }),
  );

const change = some<Operation>("insert", "update", "delete").chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    fields: fc.uniqueArray(field(operation), { maxLength: 3, selector: ({ name }) => name }),
  }),
);

const person = fc.record({
  id: some(...people),
  name: fc.option(some("Dana Lee", "João Sá", "Bot"), { nil: undefined }),
  attribution: some(...attributions),
});

/** Events that share names, words, statements and microseconds with one another. `n` numbers them. */
const event: fc.Arbitrary<Event> = fc
  .record({
    type: some("customers.created", "customers.updated", "user.login_failed", "invoices.deleted", "x.failed"),
    category: some<Category>("record", "statement", "authentication"),
    at: fc.oneof(fc.nat(40), fc.nat(259_200)),
    micro: fc.nat(1),
    source: some(
      { id: aSource, kind: "postgres" as const, name: "billing" },
      { id: otherSource, kind: "http" as const, name: "Café" },
      { id: otherSource, kind: "vouch" as const, name: "Vouch" },
    ),
    actor: fc.record({ kind: some(...actorKinds), person, behalf: fc.option(person, { nil: undefined }) }),
    origin: fc.option(
      fc.record({
        channel: some(...channels),
        login: some("app_rw", "App_RW"),
        address: some("10.0.0.7"),
        application: some("psql"),
      }),
      { nil: undefined },
    ),
    target: fc.option(
      fc.record({
        type: some(...tables),
        id: fc.option(some("1", "10482", "ABC-1", "abc-1"), { nil: undefined }),
        system: some("billing"),
      }),
      { nil: undefined },
    ),
    change: fc.option(change, { nil: undefined }),
    statement: fc.option(
      fc.oneof(
        fc.record({ partOf: some(...statementIds) }),
        fc.record({
          id: some(...statementIds),
          rows: some("1", "2", "250"),
          text: some("update customers set tier = ?", "delete from x"),
        }),
      ),
      { nil: undefined },
    ),
    decision: fc.option(
      fc.record({
        outcome: some("allowed" as const, "denied" as const, "approved" as const),
        request: some("214"),
        approvers: fc.array(fc.record({ id: some(...people), at: fc.constant("2026-11-20T07:00:00.000000Z") }), {
          maxLength: 2,
        }),
      }),
      { nil: undefined },
    ),
    correlation: fc.option(
      fc.record({
        ticket: fc.option(some("CHG-1", "none"), { nil: undefined }),
        transaction: some("7741", "7742"),
        session: some("4f2a"),
      }),
      { nil: undefined },
    ),
  })
  .map(({ at, micro, actor: { kind, person, behalf }, ...rest }) => ({
    ...rest,
    id: anEventId(0),
    occurredAt: instant(firstDay + BigInt(at) * 1_000_000n + BigInt(micro)),
    actor: { kind, ...person, ...(behalf && { onBehalfOf: behalf }) },
    retention: "standard",
  }));

/** The same events for the same seed. */
export function variousEvents(count: number, seed: number): Event[] {
  const events = fc.sample(event, { seed, numRuns: count });
  return events.map((one, n) => JSON.parse(JSON.stringify({ ...one, id: anEventId(n) })) as Event);
}

const asked = (field: Condition["field"], ...values: string[]): fc.Arbitrary<Condition> =>
  some(...values).map((value) => ({ field, operator: "is" as const, value }));
const operator = some<Condition["operator"]>("is", "over", "least", "under", "most");
const compared = (field: Condition["field"], values: string[], of?: string): fc.Arbitrary<Condition> =>
  fc.record({ field: fc.constant(field), operator, value: some(...values), ...(of && { of: fc.constant(of) }) });
const dates = ["2026-11-19", "2026-11-19T23:30", "2026-11", "yesterday", "2026-12-01T00:00Z"];

/** Trees whose conditions find some of `variousEvents`. */
export const findingTree: fc.Arbitrary<Tree> = treesOf(
  fc.oneof(
    asked("actor", "dana", "Dana Lee", "dana.lee@example.com", "JOAO", "bot", "1"),
    asked("behalf", "dana", "sa"),
    asked("approver", "o'neil", "dana"),
    asked("kind", ...actorKinds),
    asked("attribution", ...attributions),
    asked("action", "created", "failed", "login_failed"),
    asked("event", "customers.updated", "X.FAILED"),
    asked("category", "record", "statement"),
    asked("record", "customers", "INVOICES"),
    asked("id", "1", "10482", "Abc-1"),
    asked("field", "tier", "CREDIT_LIMIT", "__proto__"),
    asked("text", "café", "acme", "drop table", "gold", "b", "शब्द", "100"),
    asked("statement", "update customers", "delete", ...statementIds),
    asked("source", "billing", "cafe", otherSource),
    asked("system", "billing"),
    asked("origin", ...channels),
    asked("login", "app_rw"),
    asked("address", "10.0.0.7"),
    asked("decision", "allowed", "denied"),
    asked("request", "214"),
    asked("ticket", "none", "chg-1"),
    asked("transaction", "7741"),
    asked("session", "4f2a"),
    asked("after", "2026-11-19", "2026-11-18T00:00:20Z", "1d", "36h"),
    asked("before", "2026-11-18", "2026-11-18T00:00:20Z", "2d"),
    asked("on", "yesterday", "2026-11-18", "2026-11"),
    asked("became", "gold", "5000", "café"),
    asked("was", "gold", "5000.00"),
    asked("became", "５０００").map((condition) => ({ ...condition, of: "tier" })),
    compared("rows", ["1", "2", "200"]),
    compared("entry", ["0", "3", "150", "299"]),
    compared("became", ["5000", "10000", "-3", "99999999999999999999"], "credit_limit"),
    compared("was", ["5000", "10000"], "credit_limit"),
    compared("became", dates, "due"),
    compared("was", dates, "due"),
  ),
);

/** What a list is made of. */
export interface NaiveEntry {
  index: number;
  occurredAt: string;
  partOf: string | null;
  statement: string | null;
}

/** Entries that are found, by a filter in memory. */
export function naiveEntries(events: Event[], tree: Tree, moment: Moment): number[] {
  return events.flatMap((event, index) => (matches(tree, event, { index: BigInt(index), ...moment }) ? [index] : []));
}

/**
 * Lines, newest first: every entry that is no row of a statement, and the first row that is found of each statement whose own entry,
 * the last one before it, is not found. What is true of a statement and its rows alike is asked of the statement alone.
 */
export function naiveLines(entries: NaiveEntry[], found: number[], tree: Tree): NaiveEntry[] {
  const shared = isShared(withOwn(tree));
  const all = new Set(found);
  const passed = new Set<string>();
  const isLine = ({ index, partOf }: NaiveEntry) => {
    if (partOf === null || isOneByOne(tree)) return true;
    if (shared || passed.has(partOf)) return false;
    passed.add(partOf);
    const own = entries.findLast((entry) => entry.index < index && entry.statement === partOf && entry.partOf === null);
    return own === undefined || !all.has(own.index);
  };
  return found
    .flatMap((index) => entries[index] ?? [])
    .filter(isLine)
    .sort((a, b) => (a.occurredAt === b.occurredAt ? b.index - a.index : a.occurredAt < b.occurredAt ? 1 : -1));
}

export function naiveEntry({ occurredAt, statement }: Event, index: number): NaiveEntry {
  return { index, occurredAt, partOf: statement?.partOf ?? null, statement: statement?.id ?? null };
}
