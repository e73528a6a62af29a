/** What is offered to whoever types: what was recorded, as far as they may see it; no value of a record's field, and no entry for it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import type { Principal, Web } from "../../access/index.ts";
import { anEventId } from "../../event/builders.ts";
import { type Event, eventId } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { segmentOf } from "../../ledger/index.ts";
import { addWords } from "../../ledger/vocabulary.ts";
import { aNow, canary, clinicEvents, otherSource } from "./builders.ts";
import { complete, type Wish } from "./index.ts";

let ledger: TestLedger;
let web: Web;
let events: Event[];
const everybody = aPrincipal("compliance");

beforeAll(async () => {
  ledger = await freshLedger(aNow);
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aNow };
  const early = {
    occurredAt: "2026-08-01T10:00:00.000000Z",
    actor: { kind: "human", id: "émilie@example.com", name: "Émilie Ötzi", attribution: "verified" },
  } as const;
  const [first, ...rest] = clinicEvents(400);
  events = [{ ...(first as Event), ...early }, ...rest];
  await ledger.appendEvents(events);
  await ledger.database.as("indexer").begin((sql) => addWords(sql, segmentOf(ledger.ledger, 0)));
  await ledger.owner`
    insert into app.sources (id, ledger, name, kind) values
      (${aSource}, ${ledger.ledger}, 'billing', 'postgres'), (${otherSource}, ${ledger.ledger}, 'Portal', 'http')`;
});
afterAll(() => ledger.drop());

const offered = async (wish: Wish, who: Principal = everybody) =>
  (await complete(who, wish, web)).map(({ value }) => value);

test("a value is found by its beginning, its name's or a word's, case and accents aside, with its label and kind", async () => {
  const emilie = {
    value: "émilie@example.com",
    label: "Émilie Ötzi",
    help: "émilie@example.com",
    kind: "human",
    what: "value",
  };
  for (const text of ["émi", "EMI", "otz", "Ötzi"])
    expect(await complete(everybody, { field: "actor", text }, web), text).toEqual([emilie]);
  expect(await offered({ field: "actor", text: "ilie" })).toEqual([]);
  expect(await offered({ field: "actor", text: "" })).not.toContain(emilie.value); // the oldest of 18
  expect(await offered({ field: "record", text: "c" })).toEqual(["customers"]);
  expect(await complete(everybody, { field: "action", text: "in" }, web)).toEqual([
    { value: "signed_in", label: "Signed in", what: "value" },
  ]);
  expect(await offered({ field: "ticket", text: "no" })).toEqual(["none"]);
  expect(await offered({ field: "source", text: "po" })).toEqual(["Portal"]);
  expect(await offered({ field: "kind", text: "ai" })).toEqual(["agent"]);
  expect(await offered({ field: "after", text: "last-m" })).toEqual(["last-month"]);
  expect(await offered({ field: "nonsense", text: "a" })).toEqual([]);
});

test("fields are offered by name and label, with values and fields of records that say at once what is meant", async () => {
  expect(await offered({ text: "on b" })).toEqual(["behalf"]);
  const all = await complete(everybody, { text: "am" }, web);
  expect(all).toContainEqual({ value: "amount", label: "Amount", help: "amount=…, amount>…", what: "field" });
  expect(await complete(everybody, { text: "nightly" }, web)).toContainEqual({
    value: "nightly-job",
    label: "nightly-job",
    kind: "service",
    what: "value",
    field: "actor",
  });
});

test("of a table that the query names: its own fields, and ids of its records from one to the next", async () => {
  expect(await offered({ field: "field", text: "", query: "record:customers after:7d" })).toEqual([
    "amount",
    "iban",
    "note",
    "pin",
    "secret",
  ]);
  expect(await offered({ field: "field", text: "", query: "record:account" })).toEqual([]);
  const ids = [
    ...new Set(events.filter(({ target }) => target?.type === "customers").map(({ target }) => target?.id ?? "")),
  ].sort();
  expect(await offered({ field: "id", text: "C-1", query: "record:customers" })).toEqual(
    ids.filter((id) => id.startsWith("C-1")).slice(0, 12),
  );
  expect(await offered({ field: "id", text: "", query: "record:customers" })).toEqual(ids.slice(0, 12));
  expect(await offered({ field: "id", text: "C-1" })).toEqual([]);
});

test("whoever may see a part is offered what lies in it", async () => {
  const period = { from: "2026-10-25T00:40:00.000001Z", to: "2026-11-01T17:05:30.000000Z" };
  const seen = (principal: Principal, of: (event: Event) => string | undefined) => {
    const { from = "", to = "~", sources } = principal.scope;
    const inside = events.filter(
      ({ occurredAt, source }) => occurredAt >= from && occurredAt < to && (!sources || sources.includes(source.id)),
    );
    return new Set(inside.map(of));
  };
  for (const scope of [period, { sources: [otherSource] }, { ...period, sources: [aSource] }]) {
    const auditor = aPrincipal("auditor", scope);
    const columns = {
      actor: seen(auditor, ({ actor }) => actor.id),
      record: seen(auditor, ({ target }) => target?.type),
      action: seen(auditor, ({ type }) => type.split(".")[1]),
      ticket: seen(auditor, ({ correlation }) => correlation?.ticket).add("none"),
      event: seen(auditor, ({ type }) => type),
      application: seen(auditor, ({ origin }) => origin?.application),
    };
    for (const [field, values] of Object.entries(columns)) {
      const found = await offered({ field, text: "" }, auditor);
      expect(
        found.filter((value) => !values.has(value)),
        `${field} of ${JSON.stringify(scope)}`,
      ).toEqual([]);
      // of programs that come by the same way one is known
      if (field !== "application") expect(found.length, field).toBe(Math.min(12, [...values].filter(Boolean).length));
    }
    const ids = seen(auditor, ({ target }) => (target?.type === "customers" ? target.id : undefined));
    expect(
      (await offered({ field: "id", text: "", query: "record:customers" }, auditor)).every((id) => ids.has(id)),
    ).toBe(true);
    expect(await offered({ field: "actor", text: "otz" }, auditor)).toEqual([]);
  }
  const billing = aPrincipal("auditor", { sources: [aSource] });
  expect(await offered({ field: "source", text: "" }, billing)).toEqual(["billing"]);
});

test("no value of a record's field is offered, whatever is asked, and nothing of it is recorded", async () => {
  const wishes: Wish[] = ["actor", "text", "statement", "was", "became", "id", "ticket", "field"].flatMap((field) => [
    { field, text: canary.slice(0, 4) },
    { field, of: "iban", text: "" },
    { field, text: "", query: "record:customers" },
  ]);
  for (const wish of [...wishes, { text: "xylo" }])
    expect(JSON.stringify(await complete(everybody, wish, web))).not.toContain("xylo");
  expect(await ledger.owner`select from inbox.events`).toHaveLength(0);
});

test("somebody who comes after many others in the alphabet is offered as soon as they did something", async () => {
  const [first] = clinicEvents(1);
  const many = Array.from({ length: 100 }, (_, n) => `aa-${n}@example.com`);
  const theirs = ["zora@example.com", ...many].map((id, n): Event => {
    return { ...(first as Event), id: anEventId(100_000 + n), actor: { kind: "human", id, attribution: "verified" } };
  });
  await ledger.appendEvents(theirs);
  expect(await offered({ field: "actor", text: "zo" })).toEqual(["zora@example.com"]);
});

test("SQL, zeros, half characters and long texts are nothing to offer to; nor is somebody without the permission", async () => {
  for (const text of ["'; drop table app.people --", "%", "_", "\\", "a\0b", "\ud800", "x".repeat(100_000)])
    for (const field of ["actor", "ticket", "id", undefined])
      expect(await offered({ field, text, query: `record:customers ${text}` }), `${field} ${text.slice(0, 9)}`).toEqual(
        [],
      );
  expect(await complete(undefined, { text: "" }, web)).toEqual([]);
  expect(await complete(aPrincipal("approver"), { text: "" }, web)).toEqual([]);
});

test("who asks more often than anybody types waits; others do not", async () => {
  await ledger.owner`update app.attempts set failures = 1500 where door = 'completion'`;
  await expect(complete(everybody, { text: "a" }, web)).rejects.toMatchObject({ code: "unavailable" });
  const other = aPrincipal("engineer");
  other.person.id = eventId(0n, new Uint8Array(10));
  expect(await complete(other, { text: "actor" }, web)).not.toEqual([]);
});
