/** Nothing found: what to leave out and what that gives, what lies just outside the time, and whether capture was off then. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { readAfter, type Web } from "../../access/index.ts";
import { anEvent, anEventId } from "../../event/builders.ts";
import { type Event, type Observation, observationData } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { vouchSource } from "../../ledger/index.ts";
import { readLines } from "../find/entries.ts";
import { askOf, parseQuery } from "../language/index.ts";
import { aNow, clinicEvents } from "./builders.ts";
import { advise, summarise } from "./index.ts";

let ledger: TestLedger;
let web: Web;
const everybody = aPrincipal("compliance");

beforeAll(async () => {
  ledger = await freshLedger(aNow);
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aNow };
  await ledger.owner`
    insert into app.sources (id, ledger, name, kind, created_at, settings)
    values (${aSource}, ${ledger.ledger}, 'billing', 'postgres', '2026-09-01T00:00:00Z', '{"tables": []}')`;
  await ledger.owner`insert into ledger.patrols (ledger, source, looked_at, reachable) values (${ledger.ledger}, ${aSource}, ${aNow}, true)`;
  const tables = ["public.customers", "public.invoices", "public.refund_notes"];
  await ledger.appendEvents([
    ...clinicEvents(300),
    observed(900, { tables, from: "2026-09-01T00:00:00.000000Z", state: "captured", cause: "watched" }),
    observed(901, {
      tables: ["public.refund_notes"],
      from: "2026-10-12T09:14:00.000000Z",
      to: "2026-10-15T16:02:00.000000Z",
      state: "not_captured",
      cause: "new_table",
    }),
    observed(902, {
      from: "2026-11-02T00:00:00.000000Z",
      to: "2026-11-02T01:00:00.000000Z",
      state: "unknown",
      cause: "connector_down",
    }),
  ]);
});
afterAll(() => ledger.drop());

function observed(n: number, said: Omit<Observation, "source">): Event {
  const data = observationData({ ...said, source: aSource }, "billing");
  return anEvent({
    id: anEventId(n),
    type: "coverage.observed",
    category: "coverage",
    source: vouchSource,
    target: { type: "source", id: aSource },
    data,
  });
}

const ask = (text: string, who = everybody) =>
  readAfter(
    who,
    async (read) => {
      const { tree } = parseQuery(text);
      const { found, page } = await readLines(read, web, { ...askOf(tree, "UTC"), tree }, { zone: "UTC", now: aNow });
      return { lines: page.lines.length, advice: await advise(read, found), summary: await summarise(read, found) };
    },
    web,
  );

test("each demand whose absence gives lines is named with them, the best first", async () => {
  const { lines, advice } = await ask("record:customers action:signed_in kind:human");
  expect(lines).toBe(0);
  const [best, next, ...others] = advice.without;
  expect(best).toMatchObject({ text: "action:signed_in", query: "record:customers kind:human", more: false });
  expect(next).toMatchObject({ text: "record:customers", query: "action:signed_in kind:human" });
  expect(best?.lines).toBeGreaterThan(next?.lines ?? 0);
  expect(others).toEqual([]); // without the kind there is nothing either
  for (const { query, lines } of advice.without) expect((await ask(query)).summary.total.lines).toBe(lines);
  expect((await ask("xylophone action:signed_in")).advice.without).toMatchObject([
    { text: "xylophone", says: "with the word xylophone" },
  ]);
});

test("the nearest lines outside the time are named, and only those that everything else finds", async () => {
  const { advice } = await ask("kind:human after:2026-11-30");
  expect(advice.before?.at).toMatch(/^2026-11-1/);
  expect(advice.after).toBeUndefined();
  const early = await ask("kind:human before:2026-09-01");
  expect(early.advice.after?.at).toMatch(/^2026-09-2/);
  expect(early.advice.before).toBeUndefined();
  expect((await ask("nothing-like-it after:2026-11-30")).advice).toMatchObject({ without: [] });
});

test("whether capture was off is said of the tables and sources that were asked for", async () => {
  const refunds = {
    source: "billing",
    tables: ["public.refund_notes"],
    state: "not_captured",
    from: "2026-10-12T09:14:00.000000Z",
    to: "2026-10-15T16:02:00.000000Z",
  };
  const down = {
    source: "billing",
    tables: [],
    state: "unknown",
    says: "billing was not known to be captured: the source did not answer",
  };
  expect((await ask("record:refund_notes")).advice.gaps).toMatchObject([
    { ...refunds, says: "refund_notes of billing was not captured: it was made after the source was protected" },
    {
      ...down,
      tables: ["public.refund_notes"],
      says: "refund_notes of billing was not known to be captured: the source did not answer",
    },
  ]);
  expect((await ask("")).summary.gaps).toMatchObject([refunds, down]);
  expect((await ask("record:refund_notes on:2026-10-13")).advice.gaps).toMatchObject([
    { from: "2026-10-13T00:00:00.000000Z", to: "2026-10-14T00:00:00.000000Z" },
  ]);
  for (const elsewhere of [
    "record:customers on:2026-10-13",
    "source:portal",
    "own:only",
    "category:authentication",
    "after:2026-11-10",
  ])
    expect((await ask(elsewhere)).summary.gaps, elsewhere).toEqual([]);
  const auditor = aPrincipal("auditor", { from: "2026-10-20T00:00:00.000000Z", to: "2026-11-02T00:30:00.000000Z" });
  expect((await ask("", auditor)).summary.gaps).toMatchObject([{ ...down, to: "2026-11-02T00:30:00.000000Z" }]);
  expect((await ask("", aPrincipal("auditor", { sources: [] }))).summary.gaps).toEqual([]);
});
