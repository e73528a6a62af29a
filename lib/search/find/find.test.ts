/** SQL finds what a filter in memory finds, line by line, page by page, whatever is asked; and says so when it is asked nonsense. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../../access/builders.ts";
import { readAfter, type Web } from "../../access/index.ts";
import type { Event } from "../../event/index.ts";
import { freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { arbitraryTree } from "../language/builders.ts";
import { askOf, printQuery, readAsk, type SearchAsk, type Tree, withOwn } from "../language/index.ts";
import { aMoment, findingTree, naiveEntries, naiveEntry, naiveLines, variousEvents } from "./builders.ts";
import { eachFound, findLines } from "./index.ts";

let ledger: TestLedger;
let web: Web;
let events: Event[];
const reader = aPrincipal("compliance");

beforeAll(async () => {
  ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aMoment.now };
  events = variousEvents(300, 7);
  await ledger.appendEvents(events, 100);
});
afterAll(() => ledger.drop());

const asking = (tree: Tree): SearchAsk => ({ ...askOf(tree, aMoment.zone), tree });

/** All pages, older and older, and back again, which must lead through the same lines. */
async function everyPage(ask: SearchAsk, limit: number): Promise<string[]> {
  const there: string[] = [];
  let page = await findLines(reader, ask, web, limit);
  there.push(...page.lines.map(({ cursor }) => cursor));
  while (page.older) {
    page = await findLines(reader, { ...ask, cursor: page.older, direction: "older" }, web, limit);
    there.push(...page.lines.map(({ cursor }) => cursor));
  }
  const back = page.lines.map(({ cursor }) => cursor);
  while (page.newer) {
    page = await findLines(reader, { ...ask, cursor: page.newer, direction: "newer" }, web, limit);
    back.unshift(...page.lines.map(({ cursor }) => cursor));
  }
  expect(back).toEqual(there);
  return there;
}

const numberOf = (cursor: string) => Number(cursor.slice(cursor.indexOf("_") + 1));

async function findAll(tree: Tree): Promise<number[]> {
  const found: number[] = [];
  await readAfter(
    reader,
    async (read) => {
      const asked = { tree: withOwn(tree), ...aMoment, upTo: BigInt(events.length) };
      for await (const batch of eachFound(read, web.home, asked, 70)) {
        expect(batch.length).toBeLessThanOrEqual(70);
        found.push(...batch.map(Number));
      }
    },
    web,
  );
  return found;
}

test("random queries find the entries, lines and totals that a filter in memory finds", {
  timeout: 120_000,
}, async () => {
  let hits = 0;
  const check = async (tree: Tree) => {
    const entries = naiveEntries(events, tree, aMoment);
    const lines = naiveLines(events.map(naiveEntry), entries, tree).map(({ index }) => index);
    expect(await findAll(tree), printQuery(tree)).toEqual(entries);
    const page = await findLines(reader, asking(tree), web, 200);
    expect(
      page.lines.map(({ cursor }) => numberOf(cursor)),
      printQuery(tree),
    ).toEqual(lines.slice(0, 200));
    expect(page.total.lines).toBe(lines.length);
    if (entries.length > 0) hits++;
  };
  await fc.assert(fc.asyncProperty(findingTree, check), { numRuns: 100, seed: 5 });
  expect(hits).toBeGreaterThan(50);
  await fc.assert(fc.asyncProperty(arbitraryTree, check), { numRuns: 40, seed: 5 });
});

test("pages lead through all lines, both ways, whatever their size", async () => {
  for (const text of ["", "own:shown", "statement:update", "record:customers", "id:abc-1", "-kind:human gold"]) {
    const ask = readAsk({ q: text }, aMoment.zone);
    const lines = naiveLines(events.map(naiveEntry), naiveEntries(events, ask.tree, aMoment), ask.tree);
    const pages = await everyPage(ask, 11);
    expect(pages.map(numberOf), text).toEqual(lines.map(({ index }) => index));
    expect(lines.length, text).toBeGreaterThan(3);
  }
});
