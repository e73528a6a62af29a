/** Segments of a ledger: which there are, and how far they are settled. What is made of them: settle.ts. */
import type { Sql, Transaction } from "../database/index.ts";
import { projectionVersion } from "./projection.ts";

/** Entries of a segment: index 8,192 × segment to 8,192 × segment + 8,191. */
export const segmentSize = 8_192;
/** Segments of a volume: as many as share a partition of postings, and rows of a rollup by day. */
export const volumeSize = 128;

/** A segment of a ledger, and the indexes of its entries: `from` is its first, `to` the one after its last. */
export interface Segment {
  ledger: string;
  segment: number;
  from: bigint;
  to: bigint;
}

export function segmentOf(ledger: string, segment: number): Segment {
  const from = BigInt(segment) * BigInt(segmentSize);
  return { ledger, segment, from, to: from + BigInt(segmentSize) };
}

/** The index of the first entry that no settled segment before it leaves out: the tail begins here at the latest. */
export async function settledTo(sql: Sql | Transaction, ledger: string): Promise<bigint> {
  const [row] = await sql<{ segments: number }[]>`
    select coalesce(min(n), 0)::int as segments from generate_series(0, (
      select coalesce(max(segment), -1) + 1 from ledger.segments where ledger = ${ledger})) as n
    where not exists (
      select from ledger.segments s where s.ledger = ${ledger} and s.segment = n and s.version = ${projectionVersion})`;
  return BigInt(row?.segments ?? 0) * BigInt(segmentSize);
}

/** Volumes whose counts stand by day; of every other settled segment they stand by hour alone. Ascending. */
export async function volumesByDay(sql: Sql | Transaction, ledger: string): Promise<number[]> {
  const rows = await sql<{ volume: number }[]>`
    select n::int as volume from generate_series(0, (
      select coalesce(max(segment), -1) / ${volumeSize}::int from ledger.segments where ledger = ${ledger})) as n
    where exists (select from ledger.rollups r where r.ledger = ${ledger} and r.grain = 'day' and r.part = n)
    order by n`;
  return rows.map(({ volume }) => volume);
}

/** Complete segments that are not settled by the rules of today, the oldest first. */
export async function unsettled(sql: Sql | Transaction, ledger: string): Promise<number[]> {
  const rows = await sql<{ segment: number }[]>`
    select n::int as segment from ledger.heads h, generate_series(0, h.size / ${segmentSize}::int - 1) as n
    where h.ledger = ${ledger} and not exists (
      select from ledger.segments s where s.ledger = ${ledger} and s.segment = n and s.version = ${projectionVersion})
    order by n`;
  return rows.map(({ segment }) => segment);
}

export function volumeOf(segment: number): number {
  return Math.floor(segment / volumeSize);
}
