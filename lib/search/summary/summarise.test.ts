/** What stands around a search says of every line what a filter in memory says: bars, facets, total; whoever asks, from rollups or not. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { type Principal, type Read, readAfter, type Web } from "../../access/index.ts";
import { type Event, folded, searchField } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { segmentSize, settle } from "../../ledger/index.ts";
import { isShared } from "../find/demand.ts";
import { naiveEntries, naiveEntry, naiveLines, type NaiveEntry } from "../find/builders.ts";
import { readLines } from "../find/entries.ts";
import { askOf, facetState, is, printQuery, type Tree, withFacet } from "../language/index.ts";
import { aNow, canary, clinicEvents, firstTime, foundTree, otherSource, rolledTree } from "./builders.ts";
import { type Counting, counted, readSettled } from "./counted.ts";
import { countBars, countFacets, facetFields } from "./facets.ts";
import { type Meanings, canRoll } from "./rolled.ts";
import { summarise } from "./index.ts";
import type { Stack, Summary } from "./summary.ts";

const size = segmentSize + 700;
const zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
let ledger: TestLedger;
let web: Web;
let events: Event[];
let entries: NaiveEntry[];

beforeAll(async () => {
  ledger = await freshLedger(aNow);
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aNow };
  events = clinicEvents(size);
  entries = events.map(naiveEntry);
  await ledger.appendEvents(events, 4_000);
  expect(await settle(ledger.database.as("indexer"), ledger.ledger, ledger.clock)).toBe(1);
});
afterAll(() => ledger.drop());

function summaryOf(tree: Tree, zone: string, who: Principal): Promise<Summary> {
  const work = async (read: Read) => {
    const { found } = await readLines(read, web, { ...askOf(tree, zone), tree }, { zone, now: aNow });
    return summarise(read, found);
  };
  return readAfter(who, work, web);
}

function isSeen({ scope: { from = "", to = "~", sources } }: Principal) {
  return (index: number) => {
    const { occurredAt, source } = events[index] as Event;
    return occurredAt >= from && occurredAt < to && (!sources || sources.includes(source.id));
  };
}

const stackOf = ({ type, decision }: Event): Stack => {
  if (decision?.outcome === "denied") return "refused";
  const stacks: Record<string, Stack> = { updated: "changed", created: "created", deleted: "deleted" };
  return stacks[type.slice(type.lastIndexOf(".") + 1)] ?? "other";
};

/** Facets whose counts are compared with what choosing the value gives, and not only with the entries that lead the lines. */
async function check(tree: Tree, zone: string, who: Principal, rolls = false): Promise<number> {
  const says = `${printQuery(tree)} in ${zone}`;
  const summary = await summaryOf(tree, zone, who);
  const found = (asked: Tree) => naiveEntries(events, asked, { zone, now: aNow }).filter(isSeen(who));
  const matched = found(tree);
  const lines = naiveLines(entries, matched, tree);
  expect(summary.total, says).toEqual({ lines: lines.length, entries: matched.length, more: false });
  const { bars } = summary.histogram;
  expect(bars.reduce((so, bar) => so + bar.lines, 0), says).toBe(lines.length);
  for (const bar of bars) {
    const within = lines.filter(({ occurredAt }) => occurredAt >= bar.from && occurredAt < bar.to);
    expect(bar.lines, `${says}: ${bar.from}`).toBe(within.length);
    for (const stack of ["changed", "refused", "other"] as const)
      expect(bar[stack], `${says}: ${stack} ${bar.from}`).toBe(
        within.filter(({ index }) => stackOf(events[index] as Event) === stack).length,
      );
  }
  for (const field of facetFields) {
    const { chosen, excluded } = facetState(tree, field);
    const lifted = chosen.length + excluded.length === 0 ? tree : withFacet(tree, field, { chosen: [], excluded: [] });
    const expected = valueCounts(field, lifted === tree ? matched : found(lifted), lifted);
    const facet = summary.facets.find((one) => one.field === field);
    // of what only some rows of a statement are, one of them is looked at
    if (!isShared(lifted) && !rolls && (field === "category" || field === "decision")) continue;
    for (const { value, count = 0 } of facet?.values ?? []) expect(count, `${says}: ${field} ${value}`).toBe(expected(value));
    if (chosen.length + excluded.length === 0 && field !== "category" && field !== "decision" && facet?.more === 0)
      expect(facet.values.reduce((so, { count = 0 }) => so + count, 0), `${says}: ${field}`).toBeLessThanOrEqual(lines.length);
  }
  return lines.length;
}

/** How many lines choosing a value gives. */
function valueCounts(field: (typeof facetFields)[number], matched: number[], tree: Tree) {
  const of = (index: number) => {
    const [value = ""] = field === "source" ? [events[index]?.source.id] : searchField(field).values(events[index] as Event);
    return folded(value ?? "");
  };
  const groups = new Map<string, number[]>();
  for (const index of matched) {
    const group = groups.get(of(index));
    if (group) group.push(index);
    else groups.set(of(index), [index]);
  }
  return (value: string) => naiveLines(entries, groups.get(folded(value)) ?? [], { all: [tree, is(field, value)] }).length;
}

const everybody = aPrincipal("compliance");

test("from rollups and the tail: bars, facets and total of random queries, in zones whose days begin anywhere", { timeout: 240_000 }, async () => {
  let hits = 0;
  const run = fc.asyncProperty(rolledTree, fc.constantFrom(...zones), async (tree, zone) => {
    if ((await check(tree, zone, everybody, true)) > 0) hits++;
  });
  await fc.assert(run, { numRuns: 60, seed: 3 });
  expect(hits).toBeGreaterThan(30);
});

test("who may see a period or sources is told of them alone, to the microsecond, whatever is asked", { timeout: 240_000 }, async () => {
  const scopes = [
    { from: "2026-10-25T00:40:00.000001Z", to: "2026-11-12T17:05:30.000000Z" },
    { sources: [otherSource] },
    { from: "2026-09-20T21:17:00.000000Z", to: "2026-10-31T22:00:00.000000Z", sources: [aSource] },
  ];
  const asks = fc.oneof(rolledTree, foundTree);
  const run = fc.asyncProperty(asks, fc.constantFrom(...scopes), fc.constantFrom(...zones), async (tree, scope, zone) => {
    await check(tree, zone, aPrincipal("auditor", scope));
  });
  await fc.assert(run, { numRuns: 30, seed: 11 });
  expect(await check({ all: [] }, "UTC", aPrincipal("auditor", { sources: [] }))).toBe(0);
});
