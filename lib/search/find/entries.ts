/**
 * The question: which entries are found, newest first? A page of lines, going by (time, index) and never by offset; a statement of
 * many rows is one line of it. docs/search-engine.md says how it is answered.
 */
import { type Act, type Principal, permit, type Read, type Web, web } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { conditionsOf, cursorOf, printQuery, readCursor, type SearchAsk, timesOf, withOwn } from "../language/index.ts";
import { mostCounted, totalOf } from "./count.ts";
import type { Found, FoundLines, Moment } from "./found.ts";
import { findLinesOf, type Lines } from "./lines.ts";
import { type Look, lookout } from "./look.ts";
import { showLines } from "./matched.ts";
import { makeTail } from "./tail-token.ts";

/** Lines of a page, and of the longest one that may be asked for. */
export const pageSize = 50;
export const longestPage = 200;
/** Milliseconds after which the lines that are known so far are counted, and said to be some of them. */
const longestCount = 2_000;

/**
 * The lines of a search and their total, without a summary: for scripts. Recorded once, before anything is read. Throws `forbidden`
 * where a period beyond the reader's scope is asked for, and `unavailable` where it takes too long.
 */
export async function findLines(
  principal: Principal | undefined,
  ask: SearchAsk,
  through: Web = web(),
  limit = pageSize,
): Promise<FoundLines> {
  const moment = momentOf(ask, through);
  const act = actOf(ask, moment);
  return permit(
    principal,
    "events.search",
    act,
    async (read) => {
      const { page, found } = await readLines(read, through, ask, moment, limit);
      return { ...page, total: await found.total() };
    },
    through,
  );
}

export function momentOf({ zone }: SearchAsk, { clock }: Web): Moment {
  return { zone, now: clock() };
}

/** What is recorded of a search: its text, and the zone of its days. */
export function actOf({ tree, zone }: SearchAsk, moment: Moment): Act {
  const text = printQuery(tree);
  // one that names a record is found where it is asked who looked for that record (looks.ts)
  const target = conditionsOf(tree).some(({ field }) => field === "id") ? { type: "record" } : undefined;
  return { target, data: text === "" ? {} : { query: text, zone }, asks: timesOf(tree, zone, moment.now) };
}

/** A page of lines, and what its summary is made of. */
export async function readLines(read: Read, { home }: Web, ask: SearchAsk, moment: Moment, limit = pageSize) {
  const tree = withOwn(ask.tree);
  const look = await lookout(read, home, { tree, moment });
  const page = await readPage(look, ask, Math.min(Math.max(limit, 1), longestPage));
  const lines = await showLines(read, home, look, page.lines);
  const tail = makeTail(home, read.principal, { text: printQuery(ask.tree), zone: moment.zone }, moment.now);
  return {
    page: { lines, ...cursorsOf(page), ask, asOf: `${look.upTo}`, tail },
    found: foundOf(look, home),
  };
}

interface Page extends Lines {
  newer: boolean;
  /** There is something on the side that the page was not asked for. */
  before: boolean;
}

async function readPage(look: Look, { cursor: text, direction }: SearchAsk, limit: number): Promise<Page> {
  const cursor = text === undefined ? undefined : readCursor(text);
  const newer = cursor !== undefined && direction === "newer";
  const { lines, more } = await findLinesOf(look, newer ? "newer" : "older", limit, cursor);
  return { lines: newer ? lines.reverse() : lines, more, newer, before: cursor !== undefined };
}

function cursorsOf({ lines, more, newer, before }: Page): { older?: string; newer?: string } {
  const [first, last] = [lines[0], lines.at(-1)];
  return {
    ...(first && (newer ? more : before) && { newer: cursorOf(first) }),
    ...(last && (newer || more) && { older: cursorOf(last) }),
  };
}

function foundOf(look: Look, home: Home): Found {
  const asked = new Map<number, Promise<Lines>>();
  const newest = (most: number) => {
    const lines = asked.get(most) ?? findLinesOf(look, "older", most, undefined, longestCount);
    asked.set(most, lines);
    return lines;
  };
  const { tree, moment, upTo } = look;
  return { home, tree, moment, upTo, newest, total: async () => totalOf(look, await newest(mostCounted)) };
}
