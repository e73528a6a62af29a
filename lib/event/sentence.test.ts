import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actorKinds, attributions, categories, modes, operations } from "./event.ts";
import { grouped, itemsOf, readValue, recordName, words } from "./reading.ts";
import type { SeenEntry, SeenEvent, SeenField, Value } from "./seen.ts";
import { plainSentence, sentenceOf, subjectName } from "./sentence.ts";

const dana = { kind: "human", id: "dana", name: "Dana Lee", attribution: "verified" } as const;

function entry(event: Partial<SeenEvent>): SeenEntry {
  return {
    ledger: "0198c5a0-0000-7000-8000-000000000000",
    index: "12",
    recordedAt: "2026-06-18T14:28:07.245906Z",
    proof: { state: "signed" },
    event: {
      id: "0198c5a0-0000-7000-8000-000000000001",
      type: "customers.updated",
      category: "record",
      occurredAt: "2026-06-18T14:28:07.214906Z",
      source: { id: "s", kind: "postgres", name: "billing" },
      actor: dana,
      retention: "standard",
      ...event,
    },
  };
}

const changed = (name: string, type: string, before: string | null, after: string | null): SeenField => ({
  name,
  type,
  mode: "keep",
  changed: true,
  before: { state: "shown", value: before },
  after: { state: "shown", value: after },
});
const update = (fields: SeenField[]) =>
  entry({ target: { type: "customers", id: "10482" }, change: { operation: "update", fields } });

describe("a sentence", () => {
  it("names actor, field, both values and record", () => {
    const one = update([changed("credit_limit", "numeric(12,2)", "5000", "50000")]);
    expect(plainSentence(one)).toBe("Dana Lee changed credit limit from 5,000 to 50,000 on customers 10482");
    expect(sentenceOf(one).map(({ kind }) => kind)).toEqual([
      "actor",
      "text",
      "text",
      "field",
      "text",
      "old",
      "text",
      "new",
      "text",
      "record",
    ]);
  });

  it.each([
    [
      "two changed fields",
      update([changed("plan", "text", "Gold", "Basic"), changed("note", "text", "", "x")]),
      "Dana Lee changed plan from Gold to Basic and 1 more field on customers 10482",
    ],
    [
      "a value that was missing",
      update([changed("next_review", "date", null, "2026-09-30")]),
      "Dana Lee changed next review from no value to 30 Sep 2026 on customers 10482",
    ],
    [
      "a text too long to quote",
      update([changed("note", "text", "x".repeat(80), "y")]),
      "Dana Lee changed note on customers 10482",
    ],
    [
      "a hidden value",
      update([
        {
          name: "bank_account",
          type: "text",
          mode: "conceal",
          changed: true,
          before: { state: "hidden" },
          after: { state: "hidden" },
        },
      ]),
      "Dana Lee changed bank account on customers 10482",
    ],
    [
      "a creation",
      entry({
        type: "customers.created",
        target: { type: "customers", id: "7" },
        change: { operation: "insert", fields: [] },
      }),
      "Dana Lee created customers 7",
    ],
    [
      "a record without a key",
      entry({ target: { type: "audit_notes" }, change: { operation: "delete", fields: [] } }),
      "Dana Lee deleted a row of audit notes",
    ],
    [
      "an emptied table",
      entry({ target: { type: "pgbench_history" }, change: { operation: "truncate", fields: [] } }),
      "Dana Lee emptied the table pgbench history",
    ],
    [
      "a bulk statement",
      entry({
        type: "statement.executed",
        category: "statement",
        statement: {
          id: "s1",
          text: "update pgbench_accounts set abalance = ?",
          tables: ["public.pgbench_accounts"],
          rows: "48",
        },
      }),
      "Dana Lee changed 48 rows in pgbench accounts with one statement",
    ],
    [
      "a bulk deletion",
      entry({
        type: "customers.deleted",
        category: "statement",
        target: { type: "customers" },
        statement: { id: "s1", rows: "20000" },
      }),
      "Dana Lee deleted 20,000 rows from customers with one statement",
    ],
    [
      "a refused statement",
      entry({
        type: "statement.denied",
        category: "statement",
        decision: { outcome: "denied" },
        statement: { id: "s1", text: "UPDATE customers SET status = ?", tables: ["customers"], rows: "3912" },
      }),
      "Dana Lee tried to change 3,912 rows in customers and was refused",
    ],
    [
      "a failed change",
      entry({
        target: { type: "customers", id: "7" },
        change: { operation: "delete", fields: [] },
        statement: { error: { state: "hidden" } },
      }),
      "Dana Lee tried to delete customers 7 and it failed",
    ],
    ["a sign-in", entry({ type: "user.signed_in", category: "authentication" }), "Dana Lee signed in"],
    [
      "a failed sign-in",
      entry({ type: "user.login_failed", category: "authentication" }),
      "Dana Lee failed to sign in",
    ],
    ["a search", entry({ type: "event.searched", category: "sensitive_read" }), "Dana Lee searched events"],
    [
      "an opened entry",
      entry({ type: "entry.opened", category: "sensitive_read", target: { type: "entry", id: "12400" } }),
      "Dana Lee opened entry 12,400",
    ],
    [
      "a login nobody is registered for",
      entry({
        actor: { kind: "unknown", id: "bench", attribution: "verified" },
        origin: { login: "bench" },
        target: { type: "customers", id: "7" },
        change: { operation: "delete", fields: [] },
      }),
      "Unknown login deleted customers 7",
    ],
    [
      "a refused view",
      entry({
        type: "access.denied",
        category: "permission",
        target: { type: "entry", id: "12" },
        decision: { outcome: "denied", rule: "entry.open" },
      }),
      "Dana Lee tried to open entry 12 and was refused",
    ],
    [
      "a refused search",
      entry({ type: "access.denied", category: "permission", decision: { outcome: "denied", rule: "events.search" } }),
      "Dana Lee tried to search events and was refused",
    ],
    [
      "an emptied table as PostgreSQL tells it",
      entry({
        type: "pgbench_history.truncated",
        category: "statement",
        target: { type: "pgbench_history" },
        statement: { text: "TRUNCATE pgbench_history" },
      }),
      "Dana Lee emptied the table pgbench history",
    ],
    [
      "an emptied table whose rows were counted",
      entry({
        type: "orders.truncated",
        category: "statement",
        target: { type: "orders" },
        statement: { text: "TRUNCATE orders", rows: "12400" },
      }),
      "Dana Lee emptied the table orders, which held 12,400 rows",
    ],
    [
      "a table that was altered",
      entry({ type: "table.altered", category: "statement", target: { type: "table", id: "public.orders" } }),
      "Dana Lee altered table public.orders",
    ],
    [
      "a table that was made",
      entry({ type: "table.created", category: "statement", target: { type: "table", id: "public.orders" } }),
      "Dana Lee created table public.orders",
    ],
    [
      "privileges that were granted",
      entry({ type: "privilege.granted", category: "permission", target: { type: "table" } }),
      "Dana Lee granted privileges on a table",
    ],
    [
      "a change that was let through unrecorded",
      entry({ type: "change.missed", category: "coverage", target: { type: "orders" } }),
      "Dana Lee made a change to orders that could not be recorded",
    ],
    [
      "one change of a record without a key",
      entry({ target: { type: "log" }, change: { operation: "insert", fields: [] }, statement: { rows: "1" } }),
      "Dana Lee created a row of log",
    ],
    [
      "an unknown type with a past verb",
      entry({ type: "invoice.approved", target: { type: "invoice", id: "17" } }),
      "Dana Lee approved invoice 17",
    ],
    ["an unknown type without one", entry({ type: "export.ready" }), "Dana Lee did “export ready”"],
    [
      "an actor nobody knows",
      entry({ actor: { kind: "unknown", id: "report_ro", attribution: "none" }, type: "user.signed_in" }),
      "Unknown actor signed in",
    ],
  ])("says %s", (_, given, said) => {
    expect(plainSentence(given as SeenEntry)).toBe(said);
  });

  const data = (fields: Record<string, SeenField["value"]>): SeenField[] =>
    Object.entries(fields).map(([name, value]) => ({ name, type: "text", mode: "keep", value }));
  const shown = (value: Value) => ({ state: "shown", value }) as const;
  const vouch = { id: "s", kind: "vouch", name: "Vouch" } as const;
  const id = "0190f7d2-6f1e-7000-8000-0000000000aa";
  const twoTables = [
    { name: "public.customers", type: "document", value: [] },
    { name: "public.orders", type: "document", value: [] },
  ];
  const root = { kind: "human", id: "root", attribution: "claimed" } as const;
  const worker = { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" } as const;
  const source = { target: { system: "vouch", type: "source", id }, source: vouch };
  const person = { target: { system: "vouch", type: "person", id }, source: vouch };

  it.each<[string, Partial<SeenEvent>, string]>([
    [
      "a protected source",
      {
        type: "source.protected",
        actor: root,
        ...source,
        data: data({ source: shown("billing"), tables: shown(twoTables) }),
      },
      "root protected billing, 2 tables",
    ],
    [
      "an unprotected source",
      {
        type: "source.unprotected",
        actor: root,
        ...source,
        data: data({ source: shown("billing"), discarded: shown("false") }),
      },
      "root stopped protecting billing",
    ],
    [
      "an unprotected source with what was given up",
      {
        type: "source.unprotected",
        actor: root,
        ...source,
        data: data({ source: shown("billing"), discarded: shown(true) }),
      },
      "root stopped protecting billing and gave up what still waited there",
    ],
    [
      "a stopped source",
      {
        type: "source.stopped",
        actor: worker,
        ...source,
        data: data({ source: shown("billing"), reason: shown("It went back.") }),
      },
      "Vouch stopped reading billing",
    ],
    [
      "a source without its name",
      { type: "source.stopped", actor: worker, ...source },
      "Vouch stopped reading a source",
    ],
    [
      "an event that no entry holds",
      { type: "event.refused", actor: worker, data: data({ reason: shown("Too long."), event: { state: "hidden" } }) },
      "Vouch could not make an entry of an event from billing",
    ],
    [
      "the first account",
      { type: "person.created", ...person, data: data({ name: shown("Dana Lee"), role: shown("administrator") }) },
      "Dana Lee created an account with the role administrator",
    ],
    [
      "somebody else's account",
      { type: "person.created", ...person, data: data({ name: shown("Zoë Park"), role: shown("auditor") }) },
      "Dana Lee created the account of Zoë Park with the role auditor",
    ],
    [
      "an account whose name was erased",
      { type: "person.created", ...person, data: data({ name: { state: "erased" } }) },
      "Dana Lee created an account",
    ],
    [
      "ended sessions",
      { type: "session.revoked", ...person, data: data({ sessions: shown("2") }) },
      "Dana Lee ended 2 sessions of an account",
    ],
    [
      "a refused end of sessions",
      { type: "access.denied", ...person, decision: { outcome: "denied", rule: "session.revoke" } },
      "Dana Lee tried to end the sessions of another account and was refused",
    ],
    [
      "an entry that was changed behind our back",
      { type: "entry.unreadable", actor: { kind: "unknown", id: "unknown", attribution: "none" }, source: vouch },
      "Entry 12 cannot be read: what is stored is not what was recorded",
    ],
  ])("of Vouch's own says %s, without an id", (_, event, said) => {
    const given = entry({ category: "configuration", ...event });
    expect(plainSentence(given)).toBe(said);
    expect(subjectName(given.event) ?? "").not.toContain(id);
  });

  it("never prints undefined, null or [object, and never ends up empty", () => {
    const name = fc.constantFrom("customers", "credit_limit", "", "a", "数量", "x.y", "createdAt");
    const value = fc.oneof(
      fc.constantFrom("", "5000", "t", "{a,b}", "مرحبا", "👩‍💻"),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom([], [{ type: "array", value: [] }], [{ name: "a", type: "int64", value: "1" }]),
    );
    const side = fc.option(
      fc.oneof(
        value.map((shown) => ({ state: "shown", value: shown })),
        fc.constantFrom(
          { state: "hidden" },
          { state: "erased" },
          { state: "hashed", hash: "aa" },
          { state: "omitted" },
        ),
      ),
      { nil: undefined },
    );
    const field = fc.record({
      name,
      type: fc.constantFrom("text", "numeric(12,2)", "bool", "text[]", "date", "document"),
      mode: fc.constantFrom(...modes),
      changed: fc.option(fc.boolean(), { nil: undefined }),
      before: side,
      after: side,
      value: side,
    });
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const event = fc.record({
      type: fc.constantFrom(
        "",
        "x",
        ".",
        "a.b.c",
        "user.login",
        "source.protected",
        "person.created",
        "session.revoked",
        "event.refused",
        "entry.opened",
        "statement.executed",
        "customers.updated",
        "job.ready",
        "job.failed",
        "user.signed_in",
        "role.granted",
        "decision.made",
        "key.created",
        "key.refused",
        "source.shed",
      ),
      category: fc.constantFrom(...categories),
      actor: fc.record({
        kind: fc.constantFrom(...actorKinds),
        id: fc.constantFrom("", "u1"),
        name: optional(fc.constantFrom("", "Zoë")),
        attribution: fc.constantFrom(...attributions),
      }),
      target: optional(fc.record({ type: name, id: optional(fc.constantFrom("", "1", '["a","b"]', "[oops")) })),
      change: optional(
        fc.record({ operation: fc.constantFrom(...operations), fields: fc.array(field, { maxLength: 4 }) }),
      ),
      statement: optional(
        fc.record({
          id: optional(fc.constant("s")),
          text: optional(fc.constantFrom("", "select ?", "DELETE FROM t")),
          tables: optional(fc.constantFrom([], ["a.b"])),
          rows: optional(fc.constantFrom("0", "1", "20000")),
          partOf: optional(fc.constant("s")),
          error: optional(fc.constant({ state: "hidden" })),
        }),
      ),
      decision: optional(fc.record({ outcome: fc.constantFrom("allowed", "denied", "approved") })),
    });
    fc.assert(
      fc.property(event, (given) => {
        const said = plainSentence(entry(given as Partial<SeenEvent>));
        expect(said).not.toMatch(/undefined|null|\[object|NaN/);
        expect(said).toMatch(/^\S+.* \S/u);
      }),
      { numRuns: 400 },
    );
  });
});

describe("values", () => {
  it("groups thousands of quantities alone", () => {
    expect(readValue("1234567.50", "numeric(12,2)", "amount").text).toBe("1,234,567.50");
    expect(readValue("10482", "integer", "customer_id").text).toBe("10482");
    expect(readValue("10482", "text", "amount").text).toBe("10482");
    expect(grouped("-1000")).toBe("-1,000");
    expect(grouped("NaN")).toBe("NaN");
  });

  it("tells a missing value from an empty one", () => {
    expect(readValue(null, "text")).toEqual({ text: "No value", empty: true });
    expect(readValue("", "text")).toEqual({ text: "Empty text", empty: true });
  });

  it("reads times, booleans and lists", () => {
    expect(readValue("2026-09-30 14:28:07.2149+00", "timestamp with time zone").text).toBe(
      "30 Sep 2026, 14:28:07.2149 UTC",
    );
    expect(readValue("infinity", "date").text).toBe("infinity");
    expect(readValue("t", "boolean").text).toBe("Yes");
    expect(itemsOf('{Net 60,"a, \\"b\\"",NULL}', "text[]")).toEqual(["Net 60", 'a, "b"', "No value"]);
    expect(itemsOf("{{1,2},{3,4}}", "integer[]")).toBeUndefined();
  });
});

describe("names", () => {
  it("are read as words", () => {
    expect(words("credit_limit")).toBe("credit limit");
    expect(words("createdAt")).toBe("created at");
    expect(words("VAT_rate")).toBe("VAT rate");
    expect(recordName({ type: "order_lines", id: '["10482","3"]' })).toBe("order lines 10482, 3");
  });
});
