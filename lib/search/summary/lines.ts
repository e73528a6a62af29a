/** What the rollups cannot answer is counted from the lines that finding gives: all of them, or the newest. */
import type { Read } from "../../access/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import type { Fragment } from "../find/condition.ts";
import { isOneByOne } from "../find/demand.ts";
import type { LinePlace } from "../find/found.ts";
import { readGround } from "../find/segments.ts";
import { type Counting, maskOfRow, rowOf } from "./counted.ts";

/** Lines that are counted one by one. */
export const mostCounted = 10_000;

export interface CountedLines {
  lines: LinePlace[];
  more: boolean;
}

/** From this instant on all lines are counted; nothing where all are, whenever they were. */
export function sinceOf({ lines, more }: CountedLines): string | undefined {
  return more ? lines.at(-1)?.occurredAt : undefined;
}

/**
 * Rows as `counted` makes them, one for each line. A bulk statement has that of the entry that leads it; and where that is the
 * statement's own, another that is no line, of one of its rows, which says of which kind those are.
 */
export function rowsOfLines(counting: Counting, stretches: Stretch[]): Fragment {
  const { sql, ledger } = counting.read;
  const mask = counting.trees.length === 1 ? sql`1` : maskOfRow(counting);
  const none: Fragment = sql`select ${rowOf(counting, mask, sql`1`)} from ledger.projection p where false`;
  return stretches
    .map(({ indexes, from, to }): Fragment => {
      const leaders: Fragment = sql`
        select p.* from ledger.projection p
        where p.ledger = ${ledger} and p.recorded_at >= ${from}::timestamptz and p.recorded_at <= ${to}::timestamptz
          and p.index = any(${`{${indexes.join(",")}}`}::text::bigint[])`;
      const leading: Fragment = sql`select ${rowOf(counting, mask, sql`1`)} from (${leaders}) p`;
      if (counting.trees.some(isOneByOne)) return leading;
      return sql`${leading} union all select ${rowOf(counting, mask, sql`0`)} from (${partOfEach(counting, leaders)}) p`;
    })
    .reduce((so, part) => sql`${so} union all ${part}`, none);
}

/** Rows of a statement of which the first that is found is looked for. */
const mostParts = 20;

function partOfEach(counting: Counting, leaders: Fragment): Fragment {
  const { sql, ledger } = counting.read;
  return sql`
    select p.* from (${leaders}) own cross join lateral (
      select * from (
        select * from ledger.projection q
        where q.ledger = ${ledger} and q.part_of = own.statement and q.index < ${counting.upTo} and q.recorded_at >= own.recorded_at - interval '1 day'
        order by q.index limit ${mostParts}) p
      where ${maskOfRow(counting)} <> 0 limit 1) p
    where own.category = 'statement' and own.rows > 1 and own.statement is not null`;
}

/** Entries that lie in the same partitions. */
export interface Stretch {
  indexes: bigint[];
  /** Between which times they were recorded: entries lie in partitions by month. */
  from: string;
  to: string;
}

export async function stretchesOf(read: Read, upTo: bigint, lines: LinePlace[]): Promise<Stretch[]> {
  const { settled, open } = await readGround(read, upTo);
  const bounds = new Map(settled.map((one) => [one.segment, one]));
  const found = new Map<string, Stretch>();
  for (const { index } of lines) {
    const known =
      bounds.get(Number(index / BigInt(segmentSize))) ?? open.find(({ from, to }) => from <= index && index < to);
    const [from, to] = [known?.firstRecorded ?? "-infinity", known?.lastRecorded ?? "infinity"];
    const months = `${from.slice(0, 7)} ${to.slice(0, 7)}`;
    const stretch = found.get(months) ?? { indexes: [], from, to };
    stretch.indexes.push(index);
    if (from < stretch.from) stretch.from = from;
    if (to > stretch.to) stretch.to = to;
    found.set(months, stretch);
  }
  return [...found.values()];
}
