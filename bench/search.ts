/**
 * Searching many entries: `npm run bench -- search [--rows 10000000] [--times 60] [--ground FOLDER] [--only questions,reindex,export,drain]`.
 *
 * Made: entries of half a year by the code that appends, settled by the code that settles; with --ground the folder is kept, and used
 * again the next time. Ten million need about 40 GB of disk, with the server's memory 6 GB.
 *
 * questions: each asked as a search and as SQL written by hand, in turn, so that both meet the same machine. A line of a search is what
 * the page shows of it; “whole page” adds that it is recorded, counted, and summed up in histogram and facets. Ratios are of the
 * 95th of 100, over so many times after ten that do not count.
 * reindex: `vouch reindex` over the last million entries, while others search and entries are appended.
 * export: a CSV of everything beside COPY of the same columns. drain: the sequencer with and without search.
 */
import { hash } from "node:crypto";
import { parseArgs } from "node:util";
import { aPrincipal } from "../lib/access/builders.ts";
import { type Read, readAfter } from "../lib/access/index.ts";
import { installSha256 } from "../lib/integrity/index.ts";
import { askOf, cursorOf, momentOf, readLines, type SearchAsk, searchEntries } from "../lib/search/index.ts";
import { quantile } from "./ingest/visible.ts";
import { atMost, type Measure } from "./report.ts";
import { measureDrain } from "./search/drain.ts";
import { measureExport } from "./search/export.ts";
import { type Ground, makeGround } from "./search/ground.ts";
import { deepPlace, filteredHistogram, type Question, questionsOf } from "./search/questions.ts";
import { measureReindex } from "./search/reindex.ts";

const parts = ["questions", "reindex", "export", "drain"] as const;
const reader = aPrincipal("compliance");
const zone = "Europe/Berlin";

export async function bench(args: string[]): Promise<Measure[]> {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: "string" },
      times: { type: "string" },
      ground: { type: "string" },
      only: { type: "string" },
    },
  });
  installSha256(
    (data) => hash("sha256", data, "buffer"),
    (text) => hash("sha256", text, "base64url"),
  );
  const only = values.only?.split(",") ?? parts;
  const wanted = (part: (typeof parts)[number]) => only.includes(part);
  const measures: Measure[] = [];
  if (only.some((part) => part !== "drain")) {
    const ground = await makeGround(Number(values.rows ?? 10_000_000), values.ground);
    try {
      measures.push(...madeIn(ground));
      if (wanted("questions")) measures.push(...(await questions(ground, Number(values.times ?? 60))));
      if (wanted("export")) measures.push(...(await measureExport(ground)));
      if (wanted("reindex")) measures.push(...(await measureReindex(ground)));
    } finally {
      await ground.stop();
    }
  }
  if (wanted("drain")) measures.push(...(await measureDrain()));
  return measures;
}

function madeIn({ rows, made }: Ground): Measure[] {
  if (!made) return [];
  return [
    told(`${rows} entries: filled`, made.filled, "s"),
    told("their indexes", made.indexed, "s"),
    told("settled", made.settled, "s"),
    told("settled: to an entry", (made.settled * 1e6) / rows, "µs"),
  ];
}

interface Times {
  lines: number[];
  hand: number[];
  whole: number[];
}

async function questions(ground: Ground, times: number): Promise<Measure[]> {
  const asked = questionsOf(ground, await deepPlace(ground, cursorOf));
  const measures: Measure[] = [];
  const taken = new Map<string, Times>();
  for (const question of asked) taken.set(question.name, await ask(ground, question, times));
  for (const [name, { lines, hand, whole }] of taken) {
    measures.push(
      atMost(1.5, `${name}: p95 of its lines to that of the hand-written query`, p95(lines) / p95(hand), "ratio"),
      told(`${name}: lines, p50`, quantile(lines, 0.5), "ms"),
      told(`${name}: lines, p95`, p95(lines), "ms"),
      told(`${name}: by hand, p50`, quantile(hand, 0.5), "ms"),
      told(`${name}: by hand, p95`, p95(hand), "ms"),
      atMost(500, `${name}: the whole page, p95`, p95(whole), "ms"),
    );
  }
  const [first, far] = [taken.get("newest page"), taken.get("page 1,000")];
  if (first && far)
    measures.push(atMost(1.5, "page 1,000 to page 1, p95 of lines", p95(far.lines) / p95(first.lines), "ratio"));
  return [...measures, ...(await histogram(ground, Math.min(times, 20)))];
}

/** In turn, so that whatever else the machine does meets all three. */
async function ask(ground: Ground, question: Question, times: number): Promise<Times> {
  const { web } = ground;
  const taken: Times = { lines: [], hand: [], whole: [] };
  for (let n = -10; n < times; n++) {
    const search = askFor(question, n + 10);
    const moment = momentOf(search, web);
    const lines = await timed(() => readAfter(reader, (read) => readLines(read, web, search, moment), web));
    const hand = await timed(() => readAfter(reader, (read) => question.hand(read, n + 10) as Promise<unknown>, web));
    const whole = n % 3 === 0 ? await timed(() => searchEntries(reader, search, web)) : undefined;
    if (n < 0) continue;
    taken.lines.push(lines);
    taken.hand.push(hand);
    if (whole !== undefined) taken.whole.push(whole);
  }
  return taken;
}

function askFor({ tree, cursor }: Pick<Question, "tree" | "cursor">, n: number): SearchAsk {
  return { ...askOf(tree(n), zone), ...(cursor && { cursor }) };
}

async function histogram({ web }: Ground, times: number): Promise<Measure[]> {
  const { name, tree, hand } = filteredHistogram;
  const [whole, byHand]: [number[], number[]] = [[], []];
  for (let n = -2; n < times; n++) {
    const searched = await timed(() => searchEntries(reader, askOf(tree(), zone), web));
    const counted = await timed(() => readAfter(reader, (read: Read) => hand(read) as Promise<unknown>, web));
    if (n < 0) continue;
    whole.push(searched);
    byHand.push(counted);
  }
  return [
    atMost(1.5, `${name}: p95 of the whole page to that of the hand-written query`, p95(whole) / p95(byHand), "ratio"),
    atMost(500, `${name}: the whole page, p95`, p95(whole), "ms"),
    told(`${name}: by hand, p95`, p95(byHand), "ms"),
  ];
}

const p95 = (times: number[]) => quantile(times, 0.95);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
