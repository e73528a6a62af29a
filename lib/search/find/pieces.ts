/** What may be found, cut into pieces of which it is known how near in the list they can be. */
import { segmentSize } from "../../ledger/index.ts";
import { and, type Bits, bitsBetween, count, every, placesOf } from "./bits.ts";
import { type Bounds, blockSize, readBlocks, seesAll } from "./blocks.ts";
import type { Place } from "./found.ts";
import type { Look } from "./look.ts";
import type { Segment } from "./plan.ts";
import { readKnown } from "./postings.ts";
import { readRecent } from "./recent.ts";
import type { Open } from "./segments.ts";

export type Direction = "older" | "newer";

/** Which way a list is read, and from where. */
export interface Side {
  direction: Direction;
  cursor?: Place;
}

export interface Piece {
  /** In which entries it lies. */
  range: Open;
  /** Which of them are looked at; without it: all. */
  places?: bigint[];
  /** Entries that are looked at. */
  size: number;
  /** Nothing in it lies nearer than this instant. */
  bound: string;
}

/** Segments that are not settled, but known in memory: the one that fills, and one that is about to be settled. */
const mostRecent = 2;

/** Of settled segments. Where more than `many` entries of one may be found, it is cut into blocks. */
export async function piecesOf(look: Look, segments: Segment[], side: Side, many: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const known of await readKnown(look.read, look.plan, segments)) {
    const { segment } = known;
    const { may } = look.plan.tell(known);
    const range = rangeOf(segment, look.upTo);
    const found = count(may);
    const dense = found > many && seesAll(look.read);
    if (dense) pieces.push(...blocksOf(range, may, await readBlocks(look.read, segment), side));
    else if (found > 0) pieces.push(pieceOf(range, may, nearestOf(segment, side.direction)));
  }
  return pieces;
}

/** Of what is not settled: of the newest entries it is known in memory what they can be found by and when they happened. */
export async function openPieces(look: Look, side: Side): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const [at, range] of look.ground.open.entries()) {
    const recent = at < mostRecent ? await readRecent(look.read, range, look.plan.terms) : undefined;
    const anywhen = { segment: Number(range.from) / segmentSize, firstOccurred: "", lastOccurred: "~" };
    if (!recent) pieces.push({ range, size: Number(range.to - range.from), bound: nearestOf(anywhen, side.direction) });
    else {
      const segment = { ...anywhen, firstRecorded: range.firstRecorded, lastRecorded: range.lastRecorded };
      const { may } = look.plan.tell({ segment, places: recent.places });
      pieces.push(...blocksOf(range, may, recent.blocks, side));
    }
  }
  return pieces;
}

function blocksOf(range: Open, may: Bits, blocks: (Bounds | undefined)[], side: Side): Piece[] {
  return blocks.flatMap((bounds, block) => {
    if (!bounds || !reaches(bounds, side)) return [];
    const bits = and(may, bitsBetween(block * blockSize, (block + 1) * blockSize));
    const bound = side.direction === "older" ? bounds.last : bounds.first;
    return count(bits) === 0 ? [] : [pieceOf(range, bits, bound)];
  });
}

/** Whether there can be anything beyond the cursor. */
function reaches({ first, last }: Bounds, { direction, cursor }: Side): boolean {
  return !cursor || (direction === "older" ? first <= cursor.occurredAt : last >= cursor.occurredAt);
}

/** Entries of a segment of which so many may be found are looked at in one piece. */
const manyPlaces = 3_000;

function pieceOf(range: Open, may: Bits, bound: string): Piece {
  const size = may === every ? segmentSize : count(may);
  if (size > manyPlaces) return { range, size, bound };
  const places = placesOf(may).map((place) => range.from + BigInt(place));
  return { range, places: places.filter((index) => index < range.to), size, bound };
}

export function rangeOf({ segment, firstRecorded, lastRecorded }: Segment, upTo: bigint): Open {
  const [from, to] = [BigInt(segment * segmentSize), BigInt((segment + 1) * segmentSize)];
  return { from, to: to < upTo ? to : upTo, firstRecorded, lastRecorded };
}

export function nearestOf(
  { firstOccurred, lastOccurred }: Pick<Segment, "firstOccurred" | "lastOccurred">,
  direction: Direction,
): string {
  return direction === "older" ? lastOccurred : firstOccurred;
}
