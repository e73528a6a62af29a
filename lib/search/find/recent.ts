/**
 * The terms of the newest entries, which are not settled yet, kept in memory: each is read once by a process, since entries never
 * change. It serves readers of the whole ledger alone; whoever sees a part of it reads the tail row by row.
 */
import { projectionVersion, segmentSize } from "../../ledger/index.ts";
import { type Bits, none } from "./bits.ts";
import { type Bounds, blockSize, seesAll } from "./blocks.ts";
import type { Reading } from "./condition.ts";
import type { Open } from "./segments.ts";

/** Entries of one segment, from its first one on. */
interface Recent {
  /** Entries that are known. */
  count: number;
  /** Lower and upper halves of the terms of one entry after the other, and where each entry's end. */
  low: Int32Array;
  high: Int32Array;
  ends: Uint32Array;
  /** When they happened, block by block. */
  blocks: Bounds[];
  /** Some are of an older version, which terms tell nothing of. */
  older: boolean;
}

/** Segments that are kept: an unsettled one and the one that is being settled, of a few ledgers. */
const mostKept = 4;
const kept = new Map<string, Recent>();

/** Which entries of an unsettled segment have each of these terms, and their times; nothing where that is not known in memory. */
export async function readRecent(
  read: Reading,
  range: Open,
  terms: bigint[],
): Promise<{ places: Map<bigint, Bits>; blocks: Bounds[] } | undefined> {
  if (!seesAll(read)) return undefined;
  const known = await extended(read, range);
  if (known.older) return undefined;
  return { places: new Map(terms.map((term) => [term, placesWith(known, term)])), blocks: known.blocks };
}

/** As a new process begins: for tests that change what entries are found by. */
export function forgetRecent(): void {
  kept.clear();
}

async function extended(read: Reading, range: Open): Promise<Recent> {
  const key = `${read.ledger} ${range.from}`;
  const known = kept.get(key) ?? emptyRecent();
  const wanted = Number(range.to - range.from);
  if (known.count < wanted && !known.older) await append(read, range, known);
  kept.delete(key);
  kept.set(key, known);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  return known;
}

function emptyRecent(): Recent {
  const room = 1 << 16;
  return {
    count: 0,
    low: new Int32Array(room),
    high: new Int32Array(room),
    ends: new Uint32Array(segmentSize),
    blocks: [],
    older: false,
  };
}

async function append({ sql, ledger }: Reading, { from, to, firstRecorded }: Open, known: Recent): Promise<void> {
  const start = from + BigInt(known.count);
  const rows = await sql<{ place: number; version: number; at: string; terms: Buffer }[]>`
    select (p.index - ${from})::int as place, p.version, p.occurred_at as at, array_send(p.terms) as terms from ledger.projection p
    where p.ledger = ${ledger} and p.index >= ${start} and p.index < ${to} and p.recorded_at >= ${firstRecorded}::timestamptz
    order by p.index`;
  for (const { place, version, at, terms } of rows) {
    if (place !== known.count) continue; // another request has added it meanwhile
    if (version < projectionVersion) known.older = true;
    widen(known, place, at);
    add(known, terms);
  }
}

function widen({ blocks }: Recent, place: number, at: string): void {
  const block = Math.floor(place / blockSize);
  const { first, last } = blocks[block] ?? { first: at, last: at };
  blocks[block] = { first: at < first ? at : first, last: at > last ? at : last };
}

/** From the binary form of a bigint[]: five numbers of four bytes, then the length and the eight bytes of each member. */
function add(known: Recent, terms: Buffer): void {
  const members = terms.length < 20 ? 0 : terms.readInt32BE(12);
  let end = known.ends[known.count - 1] ?? 0;
  if (end + members > known.low.length) {
    known.low = grown(known.low, end + members);
    known.high = grown(known.high, end + members);
  }
  for (let at = 0; at < members; at++, end++) {
    known.high[end] = terms.readInt32BE(24 + at * 12);
    known.low[end] = terms.readInt32BE(28 + at * 12);
  }
  known.ends[known.count++] = end;
}

function grown(values: Int32Array, least: number): Int32Array {
  const larger = new Int32Array(Math.max(least, values.length * 2));
  larger.set(values);
  return larger;
}

function placesWith({ low, high, ends, count }: Recent, term: bigint): Bits {
  const [wantedLow, wantedHigh] = [Number(BigInt.asIntN(32, term)), Number(term >> 32n)];
  const bits = new Uint32Array(segmentSize / 32);
  const end = count === 0 ? 0 : (ends[count - 1] as number);
  let [place, any] = [0, false];
  for (let at = 0; at < end; at++) {
    if (low[at] !== wantedLow || high[at] !== wantedHigh) continue;
    while ((ends[place] as number) <= at) place++;
    bits[place >> 5] = (bits[place >> 5] as number) | (1 << (place & 31));
    any = true;
  }
  return any ? bits : none;
}
