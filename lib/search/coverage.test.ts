/** What the page of coverage says, from the ledger's own entries: to whom it may be said, of which days, and what nobody knows. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Scope, Web } from "../access/index.ts";
import { anEvent, anEventId } from "../event/builders.ts";
import { type Event, instant, microseconds, type Observation, observationData, runsOf } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { vouchSource } from "../ledger/index.ts";
import { type Coverage, parseCoverageQuery, readCoverage, readHealth } from "./index.ts";

const billing = "0190f7d2-6f1e-7000-8000-00000000d001";
const crm = "0190f7d2-6f1e-7000-8000-00000000d002";
const intake = "0190f7d2-6f1e-7000-8000-00000000d003";
const now = "2026-11-20T07:00:00.000000Z";
const today = now.slice(0, 10);
let ledger: TestLedger;
let web: Web;
let asked = now;
let number = 0;

/** Days and hours before now. */
const ago = (days: number, hours = 0) => instant(microseconds(now) - BigInt(days * 24 + hours) * 3_600_000_000n);

const data = (said: Omit<Observation, "source">, source: string) => observationData({ ...said, source }, "billing");

function observed(said: Omit<Observation, "source">, source = billing, overrides: Partial<Event> = {}): Event {
  return anEvent({
    id: anEventId(number++),
    type: "coverage.observed",
    category: "coverage",
    source: vouchSource,
    target: { type: "source", id: source },
    data: data(said, source),
    ...overrides,
  });
}

beforeAll(async () => {
  ledger = await freshLedger(ago(1));
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => asked };
  const { owner } = ledger;
  for (const [id, kind, name] of [
    [billing, "postgres", "billing"],
    [crm, "postgres", "crm"],
    [intake, "http", "intake"],
  ] as const)
    await owner`insert into app.sources (id, ledger, kind, name, created_at, settings) values (${id}, ${ledger.ledger}, ${kind}, ${name}, ${ago(20)}, '{"tables": []}')`;
  for (const source of [billing, crm])
    await owner`insert into ledger.patrols (ledger, source, looked_at, reachable) values (${ledger.ledger}, ${source}, ${ago(0)}, true)`;
  const both = ["public.customers", "public.orders"];
  await ledger.appendEvents([
    observed({ tables: [...both, "public.old"], from: ago(10), state: "captured", cause: "watched" }),
    observed({ tables: ["public.scratch"], from: ago(10), state: "not_captured", cause: "left_out" }),
    observed({ from: ago(6), to: ago(5), state: "unknown", cause: "connector_down" }),
    observed({
      tables: ["public.orders"],
      from: ago(3),
      to: ago(2, 23),
      state: "not_captured",
      cause: "disabled_trigger",
    }),
    observed({ tables: ["public.old"], from: ago(4), state: "gone", cause: "dropped_table" }),
    observed({
      tables: ["public.orders"],
      from: ago(1),
      state: "unknown",
      cause: "replica_role",
      detail: "That holds for DELETE.",
    }),
    observed({ tables: ["public.people"], from: ago(3), state: "captured", cause: "watched" }, crm),
    // anybody may report what they call coverage
    observed({ tables: both, from: ago(9), state: "captured", cause: "watched" }, billing, {
      source: { id: intake, kind: "http", name: "intake" },
    }),
    anEvent({
      id: anEventId(number++),
      type: "customers.truncated",
      category: "statement",
      occurredAt: ago(2, 1),
      source: { id: billing, kind: "postgres", name: "billing" },
      target: { system: "billing", schema: "public", type: "customers" },
      statement: { id: anEventId(900), text: "truncate customers" },
    }),
    anEvent({
      id: anEventId(number++),
      type: "change.missed",
      category: "coverage",
      occurredAt: ago(2, 5),
      source: { id: crm, kind: "postgres", name: "crm" },
      target: { system: "crm", schema: "public", type: "people" },
      data: [{ name: "error", type: "text", mode: "keep", value: "22P02" }],
    }),
    anEvent({
      id: anEventId(number++),
      type: "source.shed",
      category: "coverage",
      source: vouchSource,
      target: { type: "source", id: intake },
      data: [
        { name: "refused", type: "text", mode: "keep", value: "12" },
        { name: "since", type: "text", mode: "keep", value: ago(2) },
        { name: "until", type: "text", mode: "keep", value: ago(1, 23) },
      ],
    }),
  ]);
});
afterAll(() => ledger.drop());

const read = (params: Record<string, string> = {}, scope: Scope = {}) => {
  const { query } = parseCoverageQuery(params, asked.slice(0, 10));
  return readCoverage(aPrincipal("auditor", scope), query, web);
};
const stripOf = (coverage: Coverage, table: string) =>
  coverage.sources.flatMap(({ strips }) => strips).find((strip) => strip.table === table);

test("counts what is captured now, and each gap of the period once, a whole source's too", async () => {
  const coverage = await read();
  expect(coverage).toMatchObject({ tables: 3, captured: 2, unknown: 1, gaps: 5, unreadable: 0, narrowed: false });
  expect(coverage.sources.map(({ source }) => source.name)).toEqual(["billing", "crm", "intake"]);
  expect(coverage.sources[0]?.leftOut).toEqual(["public.scratch"]);
  expect(stripOf(coverage, "public.orders")).toMatchObject({
    gaps: 3,
    now: { cause: "replica_role", detail: "That holds for DELETE." },
  });
  expect(stripOf(coverage, "public.old")).not.toHaveProperty("now");
  expect(stripOf(coverage, "public.customers")).toMatchObject({ gaps: 1, emptied: [{ at: ago(2, 1) }] });
  expect(stripOf(coverage, "public.people")?.intervals.map(({ state, cause }) => `${state} ${cause}`)).toEqual([
    "captured watched",
    "not_captured capture_failed",
    "captured watched",
  ]);
  expect(stripOf(coverage, "Everything it sends")).toMatchObject({ gaps: 1, now: { state: "captured" } });
});

test("a day is said to be what it was", async () => {
  const days = (table: string, coverage: Coverage) =>
    runsOf(stripOf(coverage, table)?.intervals ?? [], coverage.query.from, coverage.query.to, coverage.now).map(
      ({ days: n, state }) => `${n} ${state}`,
    );
  const coverage = await read();
  expect(coverage.query).toMatchObject({ from: "2026-10-22", to: today });
  expect(days("public.customers", coverage)).toEqual(["19 none", "4 captured", "2 part_unknown", "5 captured"]);
  expect(days("public.orders", coverage)).toEqual([
    "19 none",
    "4 captured",
    "2 part_unknown",
    "1 captured",
    "1 part_not_captured",
    "1 captured",
    "1 part_unknown",
    "1 unknown",
  ]);
  expect(days("public.old", coverage)).toEqual(["19 none", "4 captured", "2 part_unknown", "1 captured", "4 none"]);
});

test("only tables with gaps where that is asked, and no mark or gap from outside the days that were", async () => {
  const gaps = await read({ gaps: "yes" });
  expect(gaps.sources.flatMap(({ strips }) => strips.map(({ table }) => table))).toEqual([
    "public.customers",
    "public.old",
    "public.orders",
    "public.people",
    "Everything it sends",
  ]);
  const early = await read({ from: "2026-11-11", to: "2026-11-12" });
  expect(early.gaps).toBe(0);
  expect(stripOf(early, "public.customers")).toMatchObject({
    emptied: [],
    intervals: [{ state: "captured", to: "2026-11-13T00:00:00.000000Z" }],
  });
});

test("a reader sees the sources and the period of their scope, and no others", async () => {
  const mine = await read({}, { sources: [crm] });
  expect(mine.sources.map(({ source }) => source.name)).toEqual(["crm"]);
  expect(mine.gaps).toBe(1);
  const early = await read({}, { from: ago(10), to: ago(7) });
  expect(early).toMatchObject({ narrowed: true, gaps: 0, captured: 3 });
  expect(JSON.stringify(early.sources.map(({ strips }) => strips))).not.toContain("disabled_trigger");
  await expect(read({ from: "2026-11-01", to: today }, { from: ago(10) })).rejects.toMatchObject({ code: "forbidden" });
  await expect(read({ source: billing, table: "public.orders", day: today }, { sources: [crm] })).rejects.toMatchObject(
    { code: "forbidden" },
  );
  await expect(readCoverage(aPrincipal("approver"), parseCoverageQuery({}, today).query, web)).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("since the last look nobody knows, once that is some time ago", async () => {
  asked = instant(microseconds(now) + 29_000_000n);
  expect((await read()).captured).toBe(2);
  asked = instant(microseconds(now) + 31_000_000n);
  const coverage = await read();
  expect(coverage).toMatchObject({ captured: 0, unknown: 3 });
  expect(stripOf(coverage, "public.customers")?.now).toMatchObject({
    state: "unknown",
    cause: "worker_down",
    from: now,
  });
  const [health] = await readHealth(web.sql, ledger.ledger, asked);
  expect(health).toMatchObject({ name: "billing", state: "unwatched", captured: 0 });
  asked = now;
});

test("what somebody changed in the ledger is counted as unreadable, and not believed", async () => {
  const { owner } = ledger;
  const tamper = (from: string, to: string) =>
    owner`update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), ${from}, ${to}), 'UTF8') where index = 3`;
  await tamper('"not_captured"', '"all is well"');
  const coverage = await read();
  expect(coverage.unreadable).toBe(1);
  await tamper('"all is well"', '"not_captured"');
  expect((await read()).unreadable).toBe(0);
});

test("finds its entries by the index made for them, however many others there are", async () => {
  const plan = await ledger.owner.begin(async (sql) => {
    await sql`set local enable_seqscan = off`;
    return sql<{ "QUERY PLAN": string }[]>`
      explain select p.index, e.leaf from ledger.projection p join ledger.entries e on e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at
      where p.ledger = ${ledger.ledger} and p.category = 'coverage' and (p.source = ${vouchSource.id} and p.type = any(${["coverage.observed"]}) or p.source_kind = 'postgres' and p.type = 'change.missed') order by p.index`;
  });
  const lines = plan.map((row) => row["QUERY PLAN"]).join("\n");
  expect(lines).toMatch(/Index Scan using projection_\d{4}_\d\d_ledger_index_idx/);
});

test("an address that cannot be read is said to be, and shows the last 30 days", () => {
  const problems = (params: Record<string, string>) =>
    parseCoverageQuery(params, today).problems.map(({ field }) => field);
  expect(problems({ from: "2026-02-30" })).toEqual(["from"]);
  expect(problems({ from: "2026-11-02", to: "2026-11-01" })).toEqual(["to"]);
  expect(problems({ from: "2024-01-01" })).toEqual(["from"]);
  expect(problems({ days: "31" })).toEqual(["days"]);
  expect(parseCoverageQuery({ from: "2026-02-30" }, today).query).toEqual({ from: "2026-10-22", to: today, days: 30 });
  expect(parseCoverageQuery({ from: "2026-11-01", to: "2027-01-01" }, today).query).toEqual({
    from: "2026-11-01",
    to: today,
  });
  const odd = { source: "x", table: "public.orders", day: today };
  expect(parseCoverageQuery(odd, today).query).not.toHaveProperty("opened");
});
