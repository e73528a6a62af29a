/** Whoever may see a part of the ledger sees no more of it, also where a page asks for everything. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import { permit, type Read, type Web } from "../access/index.ts";
import { anEvent, anEventId, anUpdate } from "../event/builders.ts";
import { type Event, instant, systemClock } from "../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../ledger/builders.ts";
import { openEntry } from "./index.ts";

const other = "0190f7d2-6f1e-7000-8000-00000000d002";
const start = 1_780_000_000_000_000n;
const hour = (n: number) => instant(start + BigInt(n) * 3_600_000_000n);
/** The ledger's tables that hold what was recorded, and how many rows of each a question for everything finds. */
const everything = ["entries", "projection", "disclosures"] as const;

let ledger: TestLedger;
let web: Web;

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: systemClock };
  await ledger.appendEvents(Array.from({ length: 40 }, (_, i) => someEvent(i)));
});
afterAll(() => ledger.drop());

/** One an hour; the sources take turns; the first and the last speak of coverage. */
function someEvent(n: number): Event {
  const source = { id: n % 2 === 0 ? aSource : other, kind: "postgres" as const, name: `source ${n % 2}` };
  const overrides = { id: anEventId(n), occurredAt: hour(n), source };
  if (n === 0 || n === 39) return anEvent({ ...overrides, type: "coverage.began", category: "coverage" });
  const note = { name: "note", type: "text", mode: "erasable" as const, changed: true, before: "a", after: `b ${n}` };
  return anUpdate({ id: `${n}`, fields: [note] }, overrides);
}

async function counts({ sql }: Read): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of everything) {
    const rows = await sql<{ index: bigint }[]>`select index from ledger.${sql(table)} order by index`;
    found[table] = rows.map(({ index }) => index).join(" ");
  }
  return found;
}

const seenBy = (scope: Parameters<typeof aPrincipal>[1]) =>
  permit(aPrincipal("auditor", scope), "home.view", {}, counts, web);
const range = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step).join(" ");

test("a question for everything finds the scope alone: period, sources, both", async () => {
  const every = (indexes: string) => ({
    entries: indexes,
    projection: indexes,
    disclosures: indexes.replace(/^0( |$)|(^| )39$/g, ""),
  });
  expect(await seenBy({})).toEqual(every(range(0, 40)));
  expect(await seenBy({ to: hour(10) })).toEqual(every(`${range(0, 10)} 39`));
  // what was captured in a period follows from what was said of coverage before it and after it
  expect(await seenBy({ from: hour(30) })).toEqual(every(`0 ${range(30, 40)}`));
  expect(await seenBy({ sources: [other] })).toEqual(every(range(1, 40, 2)));
  expect(await seenBy({ from: hour(10), to: hour(20), sources: [other] })).toEqual(every(`${range(11, 20, 2)} 39`));
  expect(await seenBy({ sources: [] })).toEqual(every(""));
});

test("inside the scope nothing is written, and the way out of it is the end of the transaction", async () => {
  const auditor = aPrincipal("auditor", { sources: [other] });
  const act = (statement: string) => permit(auditor, "home.view", {}, ({ sql }) => sql.unsafe(statement), web);
  for (const statement of [
    "select * from app.people",
    "select * from app.sessions",
    "select inbox.post('{}')",
    "select set_config('vouch.scope_sources', '', true); select * from ledger.entries",
    // the tables of the months hold the same rows, and no rule of their own
    `select * from ledger.entries_${hour(0).slice(0, 7).replace("-", "_")}`,
  ]) {
    await expect(act(statement), statement).rejects.toMatchObject({ code: "unavailable" });
  }
  // the same connection, afterwards, serves somebody who may see everything
  const one = { ...web, sql: ledger.database.as("web") };
  await permit(auditor, "home.view", {}, counts, one);
  const all = await permit(aPrincipal("compliance"), "home.view", {}, counts, one);
  expect(all.entries).toBe(range(0, 40));
});

test("an entry beyond the scope is denied, and the attempt recorded; one that does not exist is not there", async () => {
  const auditor = aPrincipal("auditor", { sources: [other] });
  expect((await openEntry(auditor, "3", web)).entry.event.target?.id).toBe("3");
  const denied = async () => {
    const [row] = await ledger.owner<{ count: number }[]>`
      select count(*)::int as count from inbox.events where event::jsonb ->> 'type' = 'access.denied'`;
    return row?.count ?? 0;
  };
  const before = await denied();
  await expect(openEntry(auditor, "4", web)).rejects.toMatchObject({ code: "forbidden" });
  expect(await denied()).toBe(before + 1);
  await expect(openEntry(auditor, "400000", web)).rejects.toMatchObject({ code: "not-found" });
});
