/** The history of one record, on a ledger with everything that can happen to one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Principal, Web } from "../access/index.ts";
import { anEvent, anEventId, aTime } from "../event/builders.ts";
import { type Event, type Field, observationData } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { vouchSource } from "../ledger/index.ts";
import { findRecords, openRecord, parseRecordQuery, type RecordQuery } from "./index.ts";

const harbor = "0190f7d2-6f1e-7000-8000-00000000d001";
const billing = "0190f7d2-6f1e-7000-8000-00000000d002";
const secret = "078-05-1120";
let ledger: TestLedger;
let web: Web;
let reader: Principal;
let next = 0;

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aTime(100_000) };
  reader = aPrincipal("compliance");
  for (const [id, name] of [
    [harbor, "harbor"],
    [billing, "billing"],
  ] as const)
    await ledger.owner`insert into app.sources (id, ledger, kind, name, settings, created_at)
      values (${id}, ${ledger.ledger}, 'postgres', ${name}, ${ledger.owner.json({ tables: ["public.customers"] })}, ${aTime()})`;
  await ledger.appendEvents([
    observed("captured", "watched", aTime()),
    change("insert", 10, { id: "1", name: "Acme", plan: "Basic", tags: "{a}", ssn: secret }),
    change("update", 20, { plan: ["Basic", "Gold"] }, { id: "1", name: "Acme", tags: "{a}", ssn: secret }),
    observed("not_captured", "disabled_trigger", aTime(30), aTime(40)),
    // meanwhile tags and ssn became others
    change("update", 50, { name: ["Acme", "Acme Ltd"] }, { id: "1", plan: "Gold", tags: "{a,b}", ssn: "219-09-9999" }),
    change("delete", 60, { id: "1", name: "Acme Ltd", plan: "Gold", tags: "{a,b}", ssn: "219-09-9999" }),
    change("insert", 70, { id: "1", name: "Acme again", plan: "Basic", tags: null, ssn: null }),
    {
      ...change("insert", 71, {}),
      change: undefined,
      target: { system: "harbor", schema: "public", type: "customers" },
      type: "customers.truncated",
      category: "statement",
    },
    change("insert", 80, { id: "1", name: "Acme III", plan: "Basic", tags: null, ssn: null }),
    {
      ...change("update", 83, { plan: ["p", "q"] }),
      target: { system: "harbor", schema: "archive", type: "customers", id: "1" },
    },
    // of somebody else: another source, another schema, a refused attempt, and a look
    { ...change("update", 81, { plan: ["x", "y"] }), source: { id: billing, kind: "postgres", name: "billing" } },
    { ...change("update", 82, { plan: ["Basic", "None"] }), decision: { outcome: "denied", rule: "r" } },
    change("insert", 90, { id: "old", name: "Moves" }, {}, "old"),
    change("update", 91, { id: ["old", "new"] }, { name: "Moves" }, "new"),
    ...Array.from({ length: 130 }, (_, i) =>
      change("update", 1000 + i, { n: [`${i}`, `${i + 1}`] }, { id: "many" }, "many"),
    ),
  ]);
});
afterAll(() => ledger.drop());

function field(name: string, sides: Pick<Field, "before" | "after" | "value" | "changed">): Field {
  return { name, type: "text", mode: name === "ssn" ? "conceal" : name === "name" ? "erasable" : "keep", ...sides };
}

type Values = Record<string, string | null | [string, string]>;

function change(
  operation: "insert" | "update" | "delete",
  second: number,
  values: Values,
  rest: Values = {},
  id = "1",
): Event {
  const verb = { insert: "created", update: "updated", delete: "deleted" }[operation];
  const fields = Object.entries(values).map(([name, value]) => {
    if (Array.isArray(value)) return field(name, { changed: true, before: value[0], after: value[1] });
    return field(name, operation === "delete" ? { before: value } : { after: value });
  });
  const kept = Object.entries(rest).map(([name, value]) => field(name, { changed: false, value: value as string }));
  return anEvent({
    id: anEventId(++next),
    type: `customers.${verb}`,
    category: "record",
    occurredAt: aTime(second),
    source: { id: harbor, kind: "postgres", name: "harbor" },
    actor: { kind: second % 20 === 0 ? "human" : "agent", id: `actor ${second % 3}`, attribution: "claimed" },
    target: { system: "harbor", schema: "public", type: "customers", id },
    change: { operation, fields: [...fields, ...kept] },
    statement: { id: anEventId(500_000 + next) },
  });
}

function observed(
  state: "captured" | "not_captured",
  cause: "watched" | "disabled_trigger",
  from: string,
  to?: string,
): Event {
  const observation = {
    source: harbor,
    tables: ["public.customers", "archive.customers"],
    state,
    cause,
    from,
    ...(to && { to }),
  };
  return anEvent({
    id: anEventId(++next),
    type: "coverage.observed",
    category: "coverage",
    occurredAt: from,
    source: vouchSource,
    target: { system: "vouch", type: "source", id: harbor },
    data: observationData(observation, "harbor"),
  });
}

const acme = { source: harbor, schema: "public", type: "customers", id: "1" };
const open = (query: Partial<RecordQuery> = {}, who = reader) => openRecord(who, { record: acme, ...query }, web);
const values = (state: Awaited<ReturnType<typeof open>>["state"]) =>
  state?.fields &&
  Object.fromEntries(state.fields.map(({ name, seen }) => [name, seen.state === "shown" ? seen.value : seen.state]));

test("versions are those of this record alone, with gaps, a TRUNCATE and what nobody recorded between them", async () => {
  const { versions, summary, gaps, emptied, state } = await open();
  expect(versions.map(({ number, entry }) => [number, entry.event.change?.operation])).toEqual([
    [6, "insert"],
    [5, "insert"],
    [4, "delete"],
    [3, "update"],
    [2, "update"],
    [1, "insert"],
  ]);
  expect(summary).toMatchObject({
    versions: 6,
    first: aTime(10),
    last: aTime(80),
    actors: { human: 2, service: 0, agent: 2, unknown: 0 },
  });
  expect(summary.dots.map(({ at, count }) => [at, count])).toEqual(
    [10, 20, 50, 60, 70, 80].map((at) => [aTime(at), 1]),
  );
  expect(gaps).toMatchObject([{ from: aTime(30), to: aTime(40), state: "not_captured", cause: "disabled_trigger" }]);
  expect(emptied.map(({ at }) => at)).toEqual([aTime(71)]);
  expect(versions.map(({ unexplained }) => unexplained)).toEqual([
    { existence: "vanished", fields: [] },
    undefined,
    undefined,
    { fields: ["tags", "ssn"] },
    undefined,
    undefined,
  ]);
  expect(state?.place).toEqual({ number: 6, at: aTime(80) });
});

test("as of any time the record stands as it stood then, with since when each value holds and which is unexplained", async () => {
  expect((await open({ at: aTime(9) })).state).toBeUndefined();
  expect(values((await open({ at: aTime(10) })).state)).toEqual({
    id: "1",
    name: "Acme",
    plan: "Basic",
    tags: "{a}",
    ssn: "hidden",
  });
  expect((await open({ at: aTime(65) })).state?.fields).toBeUndefined();
  const { state } = await open({ at: aTime(55) });
  expect(
    state?.fields?.map(({ name, since, unexplained, changed }) => [name, since.number, unexplained, changed]),
  ).toEqual([
    ["name", 3, false, true],
    ["id", 1, false, false],
    ["plan", 2, false, false],
    ["tags", 1, true, false],
    ["ssn", 1, true, false],
  ]);
  expect([state?.previous?.number, state?.next?.number]).toEqual([2, 4]);
  expect(JSON.stringify(await open({ at: aTime(55), compare: "1", with: "4" }))).not.toMatch(/078-05|219-09/);
});

test("any two versions stand side by side, across a gap and a deletion, in the order of time", async () => {
  const { versions } = await open();
  const entry = (number: number) => versions.find((version) => version.number === number)?.entry.index ?? "";
  const { comparison } = await open({ compare: entry(3), with: entry(1) });
  expect([comparison?.from.number, comparison?.to.number]).toEqual([1, 3]);
  const changed = comparison?.change?.fields.filter((one) => one.changed).map(({ name }) => name);
  expect(changed).toEqual(["name", "plan", "tags", "ssn"]);
  expect((await open({ compare: entry(3), with: entry(4) })).comparison?.change?.operation).toBe("delete");
  expect((await open({ compare: entry(3), with: "99999" })).comparison).toBeUndefined();
});

test("a record in another source, of which nothing is recorded, or of no source at all is not found; beyond the scope it is denied", async () => {
  expect((await openRecord(reader, { record: { ...acme, source: billing } }, web)).summary.versions).toBe(1);
  expect((await openRecord(reader, { record: { ...acme, schema: "archive" } }, web)).summary.versions).toBe(1);
  for (const record of [
    { ...acme, id: "2" },
    { ...acme, source: "0190f7d2-6f1e-7000-8000-00000000d00f" },
  ])
    await expect(openRecord(reader, { record }, web)).rejects.toMatchObject({ code: "not-found" });
  await expect(open({}, aPrincipal("auditor", { sources: [billing] }))).rejects.toMatchObject({ code: "forbidden" });
});

test("a record whose key changed is followed in both directions", async () => {
  const at = (id: string) => openRecord(reader, { record: { ...acme, id } }, web);
  expect((await at("old")).moved).toMatchObject({ id: "new", at: aTime(91) });
  const moved = await at("new");
  expect(moved.versions.map(({ formerId }) => formerId)).toEqual(["old"]);
  expect(moved.moved).toBeUndefined();
  expect((await open()).moved).toBeUndefined();
});

test("an auditor sees the versions of their period, numbered from its first one, and nothing that tells of others", async () => {
  const auditor = aPrincipal("auditor", { from: aTime(45), to: aTime(65) });
  const { versions, summary, begins, gaps, emptied } = await open({}, auditor);
  expect(versions.map(({ number, entry }) => [number, entry.event.change?.operation])).toEqual([
    [2, "delete"],
    [1, "update"],
  ]);
  expect([summary.versions, begins, gaps, emptied]).toEqual([2, aTime(45), [], []]);
  expect(versions.map(({ unexplained }) => unexplained)).toEqual([undefined, undefined]);
  await expect(open({}, aPrincipal("auditor", { from: aTime(90) }))).rejects.toMatchObject({ code: "not-found" });
});

test("pages of versions lead through all of them and back, and since when a value holds is found across pages", async () => {
  const record = { ...acme, id: "many" };
  const first = await openRecord(reader, { record }, web);
  expect([first.versions.length, first.versions[0]?.number, first.newer]).toEqual([50, 130, undefined]);
  const second = await openRecord(reader, { record, cursor: first.older, direction: "older" }, web);
  const third = await openRecord(reader, { record, cursor: second.older, direction: "older" }, web);
  expect(third.versions.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, i) => 30 - i));
  expect(third.older).toBeUndefined();
  const back = await openRecord(reader, { record, cursor: third.newer, direction: "newer" }, web);
  expect(back.versions.map(({ number }) => number)).toEqual(second.versions.map(({ number }) => number));
  expect([...first.versions, ...second.versions, ...third.versions].every(({ unexplained }) => !unexplained)).toBe(
    true,
  );
  expect(first.state?.fields?.map(({ name, since }) => [name, since.number, since.asFound])).toEqual([
    ["n", 130, false],
    ["id", 1, true],
  ]);
  expect(first.summary.dots.reduce((sum, { count }) => sum + count, 0)).toBe(130);
  expect(first.summary.dots.length).toBeLessThanOrEqual(60);
});

test("an address names any record, and whatever is wrong in it is said or not found, never an error", () => {
  const id = 'a/b?c#d %2F ..\u202E👩‍⚕️["x"]';
  expect(parseRecordQuery({ source: harbor, type: "t", id, at: "2026-06-12T09:00Z" }).query).toEqual({
    record: { source: harbor, type: "t", id },
    at: "2026-06-12T09:00:00.000000Z",
  });
  const { query, problems } = parseRecordQuery({ ...acme, at: "2026-02-30T09:00Z", version: "1; drop", cursor: "x" });
  expect(query).toEqual({ record: acme });
  expect(problems.map(({ field }) => field)).toEqual(["version", "at", "cursor"]);
  for (const wrong of [{}, { ...acme, source: "x" }, { ...acme, id: "\0" }, { ...acme, id: "x".repeat(5_000) }])
    expect(() => parseRecordQuery(wrong)).toThrow(/Expected the address of a record/);
});

test("a record is found by its key, with its kind or without, or by its name; the search is one entry and names the record", async () => {
  const find = async (text: string, kind?: string) =>
    (await findRecords(reader, { find: text, kind }, web)).found?.map(
      ({ record, name }) => `${record.source === harbor ? "harbor" : "billing"} ${record.id} ${name ?? ""}`,
    );
  const all = ["harbor 1 ", "billing 1 ", "harbor 1 Acme III"]; // the first is that of the archive
  expect(await find("1")).toEqual(all);
  expect(await find("Customer 1")).toEqual(all);
  expect(await find("1", JSON.stringify([harbor, "public", "customers"]))).toEqual(["harbor 1 Acme III"]);
  expect(await find("MOVE")).toEqual(["harbor new Moves", "harbor old Moves"]);
  expect(await find(secret)).toEqual([]);
  const ofKind = await findRecords(reader, { kind: JSON.stringify([harbor, "public", "customers"]) }, web);
  expect(ofKind.found?.map(({ record }) => record.id)).toEqual(["many", "new", "old"]); // 1 changed last in the archive
  const { kinds, found } = await findRecords(reader, {}, { ...web, clock: () => aTime(5_000) });
  expect(found).toBeUndefined();
  expect(kinds.map(({ source, schema, type }) => [source.name, schema, type])).toEqual([
    ["harbor", "public", "customers"],
    ["billing", "public", "customers"],
  ]);
});
