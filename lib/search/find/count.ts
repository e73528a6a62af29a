/** How much a search finds: exactly, up to a limit. */
import type { Home } from "../../database/index.ts";
import { type SearchAsk, withOwn } from "../language/index.ts";
import type { Reading } from "./condition.ts";
import { inLedgerOrder } from "./each.ts";
import type { LinePlace, Moment, Total } from "./found.ts";
import { findLinesOf, type Lines } from "./lines.ts";
import { type Look, lookout } from "./look.ts";

/** Lines are counted one by one up to here. */
export const mostCounted = 10_000;

/** Lines and entries of a search; with more than `most` lines, `most` of each and `more`. */
export async function countFound(
  read: Reading,
  home: Home,
  ask: Pick<SearchAsk, "tree"> & Moment,
  most = mostCounted,
): Promise<Total> {
  const { tree, ...moment } = ask;
  const look = await lookout(read, home, { tree: withOwn(tree), moment: { zone: moment.zone, now: moment.now } });
  return totalOf(look, await findLinesOf(look, "older", most));
}

/** The total of the lines that were found. Entries of which there are too many are not counted. */
export async function totalOf(look: Look, { lines, more }: Lines): Promise<Total> {
  const entries = more || look.oneByOne ? lines.length : await countEntries(look, lines);
  return { lines: lines.length, entries, more };
}

async function countEntries(look: Look, lines: LinePlace[]): Promise<number> {
  if (lines.length === 0) return 0;
  if (look.shared) return lines.length + (await countRows(look, lines));
  if (look.heads) return lines.length;
  let entries = 0;
  for await (const found of inLedgerOrder(look, 0n)) entries += found.length;
  return entries;
}

/** The rows of the statements whose own entries these are: all of them are found, since what is asked is true of a statement and its rows alike. */
async function countRows(look: Look, lines: LinePlace[]): Promise<number> {
  const { sql, ledger } = look.read;
  const [row] = await sql<{ rows: number }[]>`
    select count(*)::int as rows from ledger.projection p
    where p.ledger = ${ledger} and p.index < ${look.upTo} and p.part_of = any(array(
      select h.statement from ledger.projection h
      where h.ledger = ${ledger} and h.index = any(${`{${lines.map(({ index }) => index).join(",")}}`}::text::bigint[])
        and h.category = 'statement' and h.statement is not null))`;
  return row?.rows ?? 0;
}
