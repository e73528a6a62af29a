/** The question: why is nothing found? Which demand to leave out and what that would give, and whether capture was off then. */
import type { Read } from "../../access/index.ts";
import { instant, microseconds } from "../../event/index.ts";
import { isShared } from "../find/demand.ts";
import type { Found } from "../find/found.ts";
import { findLinesOf } from "../find/lines.ts";
import { lookout } from "../find/look.ts";
import {
  conditionsOf,
  demands,
  demandWords,
  is,
  isCondition,
  isOwn,
  printQuery,
  type Tree,
  timesOf,
  withOwn,
  withoutOwn,
} from "../language/index.ts";
import { type Counting, readSettled, type Settled } from "./counted.ts";
import { findGaps } from "./gaps.ts";
import { gather } from "./gather.ts";
import { mostCounted } from "./lines.ts";
import { readRange } from "./range.ts";
import { canRoll, isTimes, type Meanings } from "./rolled.ts";
import type { Advice, Relief } from "./summary.ts";

/** Demands that are tried. */
const mostTried = 8;
/** Milliseconds after which no other is tried. */
const longest = 1_500;

/** For a search that finds nothing; in its transaction. */
export async function advise(read: Read, found: Found): Promise<Advice> {
  const { zone, now } = found.moment;
  const settled = await readSettled(read);
  const reach = await readRange(read, settled, timesOf(found.tree, zone, now), now);
  const before = reach.asked.from === undefined ? undefined : await nearest(read, found, "older", reach.asked.from);
  const after = reach.asked.to === undefined ? undefined : await nearest(read, found, "newer", reach.asked.to);
  return {
    without: await tryWithout(read, found, settled),
    gaps: await findGaps(read, found.tree, reach, now),
    ...(before && { before }),
    ...(after && { after }),
  };
}

async function tryWithout(read: Read, found: Found, settled: Settled): Promise<Relief[]> {
  const started = performance.now();
  const parts = demands(found.tree);
  const reliefs: Relief[] = [];
  for (const [at, demand] of parts.entries()) {
    if (reliefs.length >= mostTried || performance.now() - started > longest) break;
    // the page offers to show Vouch's own entries in any case
    if (isCondition(demand) && demand.field === "own" && demand.value === "hidden") continue;
    const left = { all: parts.filter((_, other) => other !== at) };
    const { lines, more } = await countOf(read, found, settled, withOwn(left));
    if (lines === 0) continue;
    const query = printQuery(isDefault(left) ? withoutOwn(left) : left);
    reliefs.push({ text: printQuery(demand), says: demandWords(demand), query, lines, more });
  }
  return reliefs.sort((a, b) => b.lines - a.lines);
}

/** Vouch's own entries are left out by default, which no text needs to say. */
function isDefault(tree: Tree): boolean {
  return conditionsOf(tree)
    .filter(isOwn)
    .every(({ value }) => value === "hidden");
}

async function countOf(read: Read, { home, moment, upTo }: Found, settled: Settled, tree: Tree) {
  const meanings: Meanings = new Map();
  if (await canRoll(read, home, tree, meanings)) {
    const { asked: range } = await readRange(read, settled, timesOf(tree, moment.zone, moment.now), moment.now);
    const counting: Counting = { read, home, moment, settled, upTo, trees: [tree], meanings, range };
    return { ...(await gather(counting, [], isShared(tree))).total, more: false };
  }
  const look = await lookout(read, home, { tree, moment, upTo });
  const { lines, more } = await findLinesOf(look, "older", mostCounted);
  return { lines: lines.length, more };
}

/** The nearest line on that side of an edge of the range. */
async function nearest(read: Read, found: Found, side: "older" | "newer", edge: string): Promise<Advice["before"]> {
  const { home, moment, upTo } = found;
  const rest = demands(found.tree).filter((demand) => !isTimes(demand));
  const beyond = side === "older" ? is("after", edge) : is("before", instant(microseconds(edge) - 1n));
  const look = await lookout(read, home, { tree: { all: [...rest, { not: beyond }] }, moment, upTo });
  const [line] = (await findLinesOf(look, side, 1)).lines;
  return line && { at: line.occurredAt, entry: `${line.index}` };
}
