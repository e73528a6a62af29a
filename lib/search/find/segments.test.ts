/** What postings find is what SQL finds row by row: over settled segments and the tail, in the same order, page by page, both ways. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { type Principal, type Read, readAfter, type Web } from "../../access/index.ts";
import { anEvent, anEventId } from "../../event/builders.ts";
import { type ActorKind, type Event, type Field, instant } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { segmentSize, settle } from "../../ledger/index.ts";
import { treesOf } from "../language/builders.ts";
import { type Condition, parseQuery, printQuery, type Tree, withOwn } from "../language/index.ts";
import { aMoment, firstDay, type NaiveEntry, naiveLines, otherSource } from "./builders.ts";
import { conditionOf } from "./condition.ts";
import type { LinePlace, Place } from "./found.ts";
import { countFound, eachFound } from "./index.ts";
import { findLinesOf } from "./lines.ts";
import { type Lookout, lookout } from "./look.ts";
import { showLines } from "./matched.ts";
import type { Direction } from "./pieces.ts";
import { forgetRecent } from "./recent.ts";

const size = 2 * segmentSize + 300;
const statements = ["0190f7d2-6f1e-7000-8000-0000000000b1", "0190f7d2-6f1e-7000-8000-0000000000b2"] as const;
/** One lies across two segments, the other across the last one and the tail: its own entry, and its rows. */
const bulk = [
  { statement: statements[0], own: 6_000, last: 9_000 },
  { statement: statements[1], own: 2 * segmentSize - 50, last: 2 * segmentSize + 50 },
] as const;
let ledger: TestLedger;
let web: Web;
const reader = aPrincipal("compliance");

beforeAll(async () => {
  ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aMoment.now };
  await ledger.appendEvents(
    Array.from({ length: size }, (_, n) => someEvent(n)),
    4_000,
  );
  expect(await settle(ledger.database.as("indexer"), ledger.ledger, ledger.clock)).toBe(2);
});
afterAll(() => ledger.drop());

const value = (name: string, type: string, after: string): Field => ({
  name,
  type,
  mode: "keep",
  changed: true,
  before: "0",
  after,
});

/** In order of time but for those that arrive late, of clocks that run ahead, and several of one microsecond. */
function someEvent(n: number): Event {
  const within = bulk.find(({ own, last }) => n >= own && n <= last);
  const part = within !== undefined && n > within.own;
  const skew = n % 1_000 === 7 ? -90_000 : n % 1_500 === 11 ? 40_000 : 0;
  const at = within ? within.own : Math.floor(n / 3) * 3;
  const kinds: ActorKind[] = ["human", "human", "service", "agent"];
  const fields = [
    value("amount", "integer", String(n)),
    value("note", "text", n % 2_900 === 5 ? "platypus" : `paid ${n % 50}`),
  ];
  return anEvent({
    id: anEventId(n),
    type: `customers.${within ? "updated" : (["created", "updated", "deleted"][n % 3] as string)}`,
    category: within && !part ? "statement" : "record",
    occurredAt: instant(
      firstDay + BigInt(Math.max(0, at * 12 + (within ? 0 : skew))) * 1_000_000n + BigInt(part ? n % 2 : 0),
    ),
    source:
      n % 5 === 0
        ? { id: otherSource, kind: "http", name: "shop" }
        : { id: aSource, kind: "postgres", name: "billing" },
    actor: {
      kind: within ? "service" : (kinds[n % 4] as ActorKind),
      id: within ? "job" : `person${n % 40}`,
      attribution: "claimed",
    },
    target: { type: "customers", ...(within && !part ? {} : { id: String(n % 700) }) },
    change: within && !part ? undefined : { operation: "update", fields },
    statement: part
      ? { partOf: within.statement }
      : within
        ? { id: within.statement, rows: String(within.last - within.own) }
        : undefined,
  });
}

function reading<T>(work: (read: Read) => Promise<T>, who: Principal = reader): Promise<T> {
  return readAfter(who, work, web);
}

/** Row by row, from the projection alone. */
function plainly(read: Read, tree: Tree): Promise<NaiveEntry[]> {
  const { sql, ledger } = read;
  return sql<NaiveEntry[]>`
    select p.index::int, p.occurred_at as "occurredAt", p.part_of as "partOf", p.statement from ledger.projection p
    where p.ledger = ${ledger} and ${conditionOf(read, web.home, tree, aMoment)} order by p.index`;
}

let everyEntry: NaiveEntry[];
async function expectedLines(read: Read, tree: Tree): Promise<number[]> {
  everyEntry ??= await plainly(read, { all: [] });
  const found = (await plainly(read, tree)).map(({ index }) => index);
  return naiveLines(everyEntry, found, tree).map(({ index }) => index);
}

async function page(read: Read, ask: Lookout, direction: Direction, most: number, cursor?: Place) {
  const { lines, more } = await findLinesOf(await lookout(read, web.home, ask), direction, most, cursor);
  return { lines, more };
}

/** All lines by pages of `most`, from one end of the list to the other. */
async function everyLine(read: Read, tree: Tree, direction: Direction, most: number): Promise<number[]> {
  const ask = { tree, moment: aMoment };
  const lines: LinePlace[] = [];
  const start = direction === "newer" ? { occurredAt: "1970-01-01T00:00:00.000000Z", index: 0n } : undefined;
  for (let more = true; more; ) {
    const next = await page(read, ask, direction, most, lines.at(-1) ?? start);
    lines.push(...next.lines);
    more = next.more;
  }
  const indexes = lines.map(({ index }) => Number(index));
  return direction === "newer" ? indexes.reverse() : indexes;
}

const tree = (text: string) => withOwn(parseQuery(text).tree);

const questions = [
  "",
  "platypus",
  "actor:person7",
  "actor:person7 note=platypus",
  "id:17",
  "kind:agent",
  "paid",
  '"paid 7" -kind:human',
  "amount>9000 amount<9020",
  "field:amount kind:service",
  "kind:service",
  `statement:${statements[0]} amount<6100`,
  "rows>=50",
  "entry>=8100 entry<8300 -actor:person7",
  "after:2026-11-19T09:00Z before:2026-11-19T09:30Z",
  "nowhere",
];

test.each(questions)("%s", async (text) => {
  await reading(async (read) => {
    const expected = await expectedLines(read, tree(text));
    for (const most of expected.length > 600 ? [900] : [40]) {
      expect(await everyLine(read, tree(text), "older", most)).toEqual(expected);
      expect(await everyLine(read, tree(text), "newer", most)).toEqual(expected);
    }
  });
});

test("a statement of many rows is one line, and the page after it begins behind it", async () => {
  await reading(async (read) => {
    const lines = await everyLine(read, tree("(actor:job OR actor:person6) paid"), "older", 20);
    const rows = lines.filter((index) => bulk.some(({ own, last }) => index >= own && index <= last));
    expect(rows).toEqual([bulk[1].own + 1, bulk[0].own + 1]);
    const { lines: own } = await page(
      read,
      { tree: tree("kind:service category:statement"), moment: aMoment },
      "older",
      10,
    );
    expect(own.map(({ index }) => Number(index))).toEqual([bulk[1].own, bulk[0].own]);
  });
});

test("of a statement whose rows lie in several segments it is said how many were found", async () => {
  const matched = (text: string, who?: Principal) =>
    reading(async (read) => {
      const look = await lookout(read, web.home, { tree: tree(text), moment: aMoment });
      const { lines } = await findLinesOf(look, "older", 10);
      return (await showLines(read, web.home, look, lines)).map(({ entry, matched }) => [
        Number(entry.index),
        matched?.rows,
      ]);
    }, who);
  const rowsOf = (which: 0 | 1, found: (n: number) => boolean) =>
    Array.from({ length: bulk[which].last - bulk[which].own }, (_, i) => bulk[which].own + 1 + i).filter(found).length;
  const sevenths = (n: number) => n % 50 === 7;
  const expected = [1, 0].map((which) => [bulk[which as 0 | 1].own, rowsOf(which as 0 | 1, sevenths)]);
  expect(await matched('actor:job "paid 7"')).toEqual(expected);
  expect(await matched("actor:job amount>8000 amount<=8300")).toEqual([[bulk[0].own, 300]]);
  // the second statement's own entry is of the other source: its rows stand for themselves
  const shop = aPrincipal("auditor", { sources: [otherSource] });
  const fifths = (n: number) => n % 50 === 5 && n % 2_900 !== 5;
  expect(await matched('actor:job note="paid 5"', shop)).toEqual([
    [16_355, rowsOf(1, fifths)],
    [bulk[0].own, rowsOf(0, fifths)],
  ]);
});

test("of segments outside a scope nothing is read, and within it what its reader may see is found", async () => {
  const early = aPrincipal("auditor", { to: instant(firstDay + 3_600_000_000n) });
  await reading(async (read) => {
    const look = await lookout(read, web.home, { tree: tree("paid"), moment: aMoment });
    expect(look.ground.settled.map(({ segment }) => segment)).toEqual([0]);
    const expected = await expectedLines(read, tree("paid"));
    expect(await everyLine(read, tree("paid"), "older", 60)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(100);
  }, early);
  const shop = aPrincipal("auditor", { sources: [otherSource] });
  await reading(async (read) => {
    const found = await everyLine(read, tree("platypus OR actor:person5"), "older", 60);
    expect(found.length).toBeGreaterThan(100);
    expect(found.every((index) => index % 5 === 0)).toBe(true);
  }, shop);
});

test("random queries find the same, and so do exports and counts", { timeout: 120_000 }, async () => {
  const some = (field: Condition["field"], ...values: string[]) =>
    fc.constantFrom(...values).map((value): Condition => ({ field, operator: "is", value }));
  const over = fc
    .nat(size)
    .map((n): Condition => ({ field: "became", operator: "over", of: "amount", value: String(n) }));
  const below = fc.nat(size).map((n): Condition => ({ field: "entry", operator: "under", value: String(n) }));
  const since = fc.nat(60).map((n): Condition => ({ field: "after", operator: "is", value: `${n + 1}h` }));
  const conditions = fc.oneof(
    some("text", "platypus", "paid", "7", "customers"),
    some("actor", "person3", "job", "nobody"),
    some("kind", "human", "agent", "service"),
    some("category", "statement", "record"),
    some("action", "created", "updated"),
    some("source", "shop"),
    some("id", "17", "600"),
    over,
    below,
    since,
  );
  await fc.assert(
    fc.asyncProperty(treesOf(conditions), fc.integer({ min: 5, max: 300 }), async (asked, most) => {
      await reading(async (read) => {
        const whole = withOwn(asked);
        const expected = await expectedLines(read, whole);
        const first = await page(read, { tree: whole, moment: aMoment }, "older", most);
        expect(
          first.lines.map(({ index }) => Number(index)),
          printQuery(asked),
        ).toEqual(expected.slice(0, most));
        const middle = everyEntry[expected[Math.floor(expected.length / 2)] ?? 0] as NaiveEntry;
        const cursor = { occurredAt: middle.occurredAt, index: BigInt(middle.index) };
        const newer = await page(read, { tree: whole, moment: aMoment }, "newer", most, cursor);
        const before = expected.slice(0, Math.max(0, expected.indexOf(middle.index)));
        expect(newer.lines.map(({ index }) => Number(index)).reverse(), printQuery(asked)).toEqual(before.slice(-most));
        const entries = (await plainly(read, whole)).map(({ index }) => index);
        const exported: number[] = [];
        for await (const batch of eachFound(read, web.home, { tree: whole, ...aMoment, upTo: BigInt(size) }))
          exported.push(...batch.map(Number));
        expect(exported, printQuery(asked)).toEqual(entries);
        const total = await countFound(read, web.home, { tree: whole, ...aMoment }, 20_000);
        expect(total.lines).toBe(expected.length);
      });
    }),
    { numRuns: 12, seed: 11 },
  );
});

test("entries whose search columns are of the former version are found by what these columns tell", async () => {
  const [from, to] = [2 * segmentSize + 100, size];
  const former = (read: Read, text: string) =>
    page(read, { tree: tree(text), moment: aMoment }, "older", 500).then(({ lines }) =>
      lines
        .map(({ index }) => Number(index))
        .filter((index) => index >= from)
        .sort((a, b) => a - b),
    );
  const asked = async () => {
    const answers: number[][] = [];
    for (const text of ["actor:person7", "kind:agent", "action:created", "-actor:person7 kind:agent"])
      answers.push(await reading((read) => former(read, text)));
    return answers;
  };
  const now = await asked();
  expect(now.every((found) => found.length > 1)).toBe(true);
  await ledger.owner`update ledger.projection set version = 1, terms = '{}' where index >= ${from} and index < ${to}`;
  forgetRecent();
  expect(await asked()).toEqual(now);
});
