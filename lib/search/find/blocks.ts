/**
 * Between which times the entries of a settled segment lie, 128 by 128: where many are found, only the blocks that can hold the next
 * lines are looked at. Read once by a process, since entries never change. For readers of the whole ledger alone: whoever sees a part
 * of it is not to learn when others happened, not even by how long an answer takes.
 */
import { segmentSize } from "../../ledger/index.ts";
import type { Reading } from "./condition.ts";
import type { Segment } from "./plan.ts";

export const blockSize = 128;

/** Instants of the first and the last entry, by the source's clock. */
export interface Bounds {
  first: string;
  last: string;
}

/** Segments that are kept: some 15 kB each. */
const mostKept = 2_000;
const kept = new Map<string, (Bounds | undefined)[]>();

export function seesAll({ principal: { scope } }: Reading): boolean {
  return scope.from === undefined && scope.to === undefined && scope.sources === undefined;
}

/** By block; a block without entries has none. */
export async function readBlocks(
  read: Reading,
  { segment, firstRecorded, lastRecorded }: Segment,
): Promise<(Bounds | undefined)[]> {
  const { sql, ledger } = read;
  const key = `${ledger} ${segment}`;
  const known = kept.get(key);
  if (known) return known;
  const from = BigInt(segment * segmentSize);
  const rows = await sql<(Bounds & { block: number })[]>`
    select ((index - ${from}) / ${blockSize}::int)::int as block, min(occurred_at) as first, max(occurred_at) as last
    from ledger.projection
    where ledger = ${ledger} and index >= ${from} and index < ${from + BigInt(segmentSize)}
      and recorded_at >= ${firstRecorded}::timestamptz and recorded_at <= ${lastRecorded}::timestamptz
    group by 1`;
  const blocks = new Array<Bounds | undefined>(segmentSize / blockSize).fill(undefined);
  for (const { block, first, last } of rows) blocks[block] = { first, last };
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
  kept.set(key, blocks);
  return blocks;
}
