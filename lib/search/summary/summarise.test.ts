/** What stands around a search says of every line what a filter in memory says: bars, facets, total; whoever asks, from rollups or not. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { type Principal, type Read, readAfter, type Web } from "../../access/index.ts";
import { type Event, folded, searchField } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { segmentSize, settle } from "../../ledger/index.ts";
import { type NaiveEntry, naiveEntry, naiveLines } from "../find/builders.ts";
import { isShared } from "../find/demand.ts";
import { readLines } from "../find/entries.ts";
import {
  askOf,
  facetState,
  is,
  isAll,
  isCondition,
  isNot,
  matches,
  printQuery,
  type Tree,
  withFacet,
  withOwn,
} from "../language/index.ts";
import { aNow, canary, clinicEvents, foundTree, otherSource, rolledTree } from "./builders.ts";
import { readSettled } from "./counted.ts";
import { gather } from "./gather.ts";
import { complete, summarise } from "./index.ts";
import { canRoll, type Meanings } from "./rolled.ts";
import type { Stack, Summary } from "./summary.ts";
import { facetFields } from "./tally.ts";

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

const known = new Map<string, boolean[]>();

/** Which events a filter in memory finds; of a condition that was asked before it is known. */
function naive(tree: Tree, zone: string): boolean[] {
  if (isNot(tree)) return naive(tree.not, zone).map((holds) => !holds);
  if (!isCondition(tree)) {
    const members = (isAll(tree) ? tree.all : tree.any).map((member) => naive(member, zone));
    return events.map((_, at) => members[isAll(tree) ? "every" : "some"]((holds) => holds[at] === true));
  }
  const key = JSON.stringify([tree, zone]);
  const asked = tree.field === "own" ? tree : { all: [tree, is("own", "shown")] };
  const found =
    known.get(key) ?? events.map((event, n) => matches(asked, event, { index: BigInt(n), zone, now: aNow }));
  known.set(key, found);
  return found;
}

/** Compares all that a summary says with what the filter finds. Returns how many lines that are. */
async function check(tree: Tree, zone: string, who: Principal, rolls = false): Promise<number> {
  const says = `${printQuery(tree)} in ${zone}`;
  const summary = await summaryOf(tree, zone, who);
  const found = (asked: Tree) => {
    const holds = naive(withOwn(asked), zone);
    return entries.map(({ index }) => index).filter((index) => holds[index] && isSeen(who)(index));
  };
  const matched = found(tree);
  const lines = naiveLines(entries, matched, tree);
  expect(summary.total, says).toEqual({ lines: lines.length, entries: matched.length, more: false });
  const { bars } = summary.histogram;
  expect(
    bars.reduce((so, bar) => so + bar.lines, 0),
    says,
  ).toBe(lines.length);
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
    for (const { value, count = 0 } of facet?.values ?? [])
      expect(count, `${says}: ${field} ${value}`).toBe(expected(value));
    if (chosen.length + excluded.length === 0 && field !== "category" && field !== "decision" && facet?.more === 0)
      expect(
        facet.values.reduce((so, { count = 0 }) => so + count, 0),
        `${says}: ${field}`,
      ).toBeLessThanOrEqual(lines.length);
  }
  return lines.length;
}

/** How many lines choosing a value gives. */
function valueCounts(field: (typeof facetFields)[number], matched: number[], tree: Tree) {
  const of = (index: number) => {
    const [value = ""] =
      field === "source" ? [events[index]?.source.id] : searchField(field).values(events[index] as Event);
    return folded(value ?? "");
  };
  const groups = new Map<string, number[]>();
  for (const index of matched) {
    const group = groups.get(of(index));
    if (group) group.push(index);
    else groups.set(of(index), [index]);
  }
  return (value: string) =>
    naiveLines(entries, groups.get(folded(value)) ?? [], { all: [tree, is(field, value)] }).length;
}

const everybody = aPrincipal("compliance");

test("from rollups and the tail: bars, facets and total of random queries, in zones whose days begin anywhere", {
  timeout: 240_000,
}, async () => {
  let hits = 0;
  const run = fc.asyncProperty(rolledTree, fc.constantFrom(...zones), async (tree, zone) => {
    if ((await check(tree, zone, everybody, true)) > 0) hits++;
  });
  await fc.assert(run, { numRuns: 30, seed: 3 });
  expect(hits).toBeGreaterThan(15);
});

test("who may see a period or sources is told of them alone, to the microsecond, whatever is asked", {
  timeout: 240_000,
}, async () => {
  const scopes = [
    { from: "2026-10-25T00:40:00.000001Z", to: "2026-11-12T17:05:30.000000Z" },
    { sources: [otherSource] },
    { from: "2026-09-20T21:17:00.000000Z", to: "2026-10-31T22:00:00.000000Z", sources: [aSource] },
  ];
  const asks = fc.oneof(rolledTree, foundTree);
  const run = fc.asyncProperty(
    asks,
    fc.constantFrom(...scopes),
    fc.constantFrom(...zones),
    async (tree, scope, zone) => {
      await check(tree, zone, aPrincipal("auditor", scope));
    },
  );
  await fc.assert(run, { numRuns: 20, seed: 11 });
  expect(await check({ all: [] }, "UTC", aPrincipal("auditor", { sources: [] }))).toBe(0);
});

test("hours in memory, hours by SQL and volumes that stand by day give the same, whatever cuts them", {
  timeout: 60_000,
}, async () => {
  await ledger.owner`
    insert into ledger.rollups
    select ledger, 'day', 0, date_trunc('day', starts, 'UTC'), source, source_kind, category, action, actor, actor_kind, attribution, record_type,
      decision, channel, ticket, sum(lines), sum(entries)
    from ledger.rollups where grain = 'hour' group by 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`;
  const ranges = [
    {},
    { from: "2026-10-01T00:00:00.000000Z", to: "2026-11-02T00:00:00.000000Z" },
    { from: "2026-09-24T22:00:00.000000Z", to: "2026-10-25T17:10:00.000000Z" },
    { from: "2026-10-25T10:05:00.000000Z", to: "2026-10-25T10:45:00.000000Z" },
  ];
  const days = ["2026-09-30T22:00", "2026-10-10T00:00", "2026-10-11T18:30", "2026-12-01T00:00"];
  const edges = days.map((minute) => `${minute}:00.000000Z`);
  const facets = facetFields.map((field) => ({ field, bit: 0, named: [] }));
  for (const tree of [is("own", "hidden"), is("category", "record")] as Tree[]) {
    for (const range of ranges) {
      const [memory, hours, volumes] = await readAfter(
        everybody,
        async (read) => {
          const settled = await readSettled(read);
          const meanings: Meanings = new Map();
          expect(await canRoll(read, web.home, tree, meanings)).toBe(true);
          const moment = { zone: "UTC", now: aNow };
          const whole = { read, home: web.home, moment, upTo: BigInt(size), trees: [tree], meanings, range, edges };
          const counts = (volumes: number[], memory: boolean) =>
            gather({ ...whole, settled: { ...settled, volumes } }, facets, isShared(tree), memory);
          return [await counts([], true), await counts([], false), await counts([0], false)];
        },
        web,
      );
      expect(hours).toEqual(memory);
      expect(volumes).toEqual(memory);
      expect(memory?.total.lines).toBe(
        [...(memory?.bars.values() ?? [])].flatMap(Object.values).reduce((a, b) => a + b, 0),
      );
    }
  }
  await ledger.owner`delete from ledger.rollups where grain = 'day'`;
});

test("where only the newest lines are counted, bars and facets say since when", async () => {
  const summary = await readAfter(
    everybody,
    async (read) => {
      const tree = is("text", "paid");
      const { found } = await readLines(read, web, { ...askOf(tree, "UTC"), tree }, { zone: "UTC", now: aNow });
      const newest = async () => ({ lines: (await found.newest(10_000)).lines.slice(0, 200), more: true });
      return summarise(read, { ...found, newest, total: async () => ({ lines: 10_000, entries: 10_000, more: true }) });
    },
    web,
  );
  const { since, bars } = summary.histogram;
  expect(since).toMatch(/^2026-11-/);
  expect(bars[0]?.from).toBe(since);
  expect(bars.reduce((so, bar) => so + bar.lines, 0)).toBe(200);
  expect(summary.facets.map((facet) => facet.since)).toEqual(facetFields.map(() => since));
  expect(summary.total).toEqual({ lines: 10_000, entries: 10_000, more: true });
});

test("what is asked of a facet stands among its values as it was written, whatever its count; nothing concealed is said", async () => {
  const tree: Tree = {
    all: [
      { any: [is("actor", "DANA.LEE@example.com"), is("actor", "nobody")] },
      { not: is("record", "payments") },
      is("after", "2026-10-01"),
    ],
  };
  const summary = await summaryOf(tree, "UTC", everybody);
  const facet = (field: string) => summary.facets.find((one) => one.field === field);
  expect(facet("actor")?.values.find(({ value }) => value === "DANA.LEE@example.com")).toMatchObject({
    label: "Dana Lee",
    kind: "human",
    count: expect.any(Number),
  });
  expect(facet("actor")?.values.find(({ value }) => value === "nobody")).toEqual({ value: "nobody", label: "nobody" });
  expect(facet("actor")?.more).toBe(6);
  expect(facet("record")?.values.map(({ value }) => value)).toContain("payments");
  expect(facet("kind")?.values).toContainEqual({ value: "human", label: "People", count: summary.total.lines });
  const everything = await summaryOf({ all: [is("own", "shown")] }, "Asia/Kolkata", everybody);
  for (const field of ["text", "became", "was"] as const) {
    const asked = await summaryOf(is(field, canary), "UTC", everybody);
    expect(asked.total).toEqual({ lines: 0, entries: 0, more: false });
  }
  expect(JSON.stringify([summary, everything])).not.toContain(canary);
});

test("values of settled entries and of the tail are offered once each, the most recent first", async () => {
  const offered = await complete(everybody, { field: "actor", text: "cl" }, web);
  expect(offered).toHaveLength(12);
  expect(offered[0]).toMatchObject({
    value: expect.stringMatching(/^clerk-\d+$/),
    label: expect.stringMatching(/^Clerk \d+$/),
    kind: "human",
  });
  expect(new Set(offered.map(({ value }) => value)).size).toBe(12);
  const tickets = new Set(
    events.map(({ correlation }) => correlation?.ticket).filter((ticket) => ticket?.startsWith("CHG-5")),
  );
  expect((await complete(everybody, { field: "ticket", text: "chg-5" }, web)).map(({ value }) => value).sort()).toEqual(
    [...tickets].sort(),
  );
  expect((await complete(everybody, { field: "application", text: "" }, web)).map(({ value }) => value).sort()).toEqual(
    ["clinic 4.2", "psql"],
  );
});

test("a ledger without entries has no bars, no values and no gaps", async () => {
  const empty = await freshLedger(aNow);
  const there = { sql: empty.database.as("web"), home: empty.home, clock: () => aNow };
  const summary = await readAfter(
    everybody,
    async (read) => {
      const { found } = await readLines(read, there, askOf({ all: [] }, "UTC"), { zone: "UTC", now: aNow });
      return summarise(read, found);
    },
    there,
  );
  expect(summary.total).toEqual({ lines: 0, entries: 0, more: false });
  expect(summary.histogram.bars).toEqual([]);
  expect(summary.facets.flatMap(({ values }) => values)).toEqual([]);
  expect(summary.gaps).toEqual([]);
  await empty.drop();
});
