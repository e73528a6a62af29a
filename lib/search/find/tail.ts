/** What was added to a search since a page was read: asked every two seconds while somebody watches, so it is no act of its own. */
import { may, type Principal, type Read, readAfter, type Web, web } from "../../access/index.ts";
import { parseQuery, withOwn } from "../language/index.ts";
import type { FoundLine } from "./found.ts";
import { gatherLines } from "./lines.ts";
import { type Look, lookout } from "./look.ts";
import { showLines } from "./matched.ts";
import { rangeOf } from "./pieces.ts";
import { rowsOfRange } from "./scan.ts";
import { readTail } from "./tail-token.ts";

export interface TailNews {
  /** Newest first. */
  lines: FoundLine[];
  /** Entries below this were looked at: where the next poll goes on. */
  asOf: string;
  /** There were more new lines than are told of here. */
  more: boolean;
}

/** Lines of an answer, and entries that are looked at for it, at most. */
const mostLines = 200;
const mostEntries = 20_000;

/**
 * The lines that entries from number `after` on add to the search that `token` names, whenever they happened. Nothing where the token
 * is not this person's, or they may no longer search: the page stops asking then.
 */
export async function followTail(
  principal: Principal | undefined,
  token: string,
  after: string,
  through: Web = web(),
): Promise<TailNews | undefined> {
  if (!principal || !may(principal.person.role, "events.search") || !/^\d{1,18}$/.test(after)) return undefined;
  const now = through.clock();
  const tail = readTail(through.home, principal, token, now);
  if (!tail) return undefined;
  const tree = withOwn(parseQuery(tail.text).tree);
  return readAfter(
    principal,
    async (read) => {
      const look = await lookout(read, through.home, { tree, moment: { zone: tail.zone, now } });
      return readNews(read, through, look, BigInt(after));
    },
    through,
  );
}

async function readNews(read: Read, { home }: Web, look: Look, after: bigint): Promise<TailNews> {
  const first = look.upTo - BigInt(mostEntries);
  const from = after > first ? after : first;
  const gathered = gatherLines(look, "older");
  const asked = { direction: "older" as const, wanted: mostLines + 1 };
  const ranges = [...look.ground.open, ...look.ground.settled.map((segment) => rangeOf(segment, look.upTo))];
  for (const range of ranges.filter(({ to }) => to > from)) {
    gathered.add(await rowsOfRange(look, asked, { ...range, from: range.from > from ? range.from : from }));
  }
  const found = await gathered.nearest(mostLines + 1);
  const lines = found.filter(({ index }) => index >= from);
  return {
    lines: await showLines(read, home, look, lines.slice(0, mostLines)),
    asOf: `${look.upTo}`,
    more: lines.length > mostLines || from > after,
  };
}
