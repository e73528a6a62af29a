/**
 * Looking through the ground, newest first or oldest first: first what is not settled and the nearest segments, then more and more
 * segments at once. What the postings leave is looked at by SQL, which has the last word. After each step it is known how
 * near anything can be that was not looked at: lists are in the order of the source's clock, segments in that of ours.
 */
import type { Fragment } from "./condition.ts";
import type { LinePlace, Place } from "./found.ts";
import type { Look } from "./look.ts";
import { type Direction, nearestOf, openPieces, type Piece, piecesOf, type Side } from "./pieces.ts";
import type { Segment } from "./plan.ts";
import { listed } from "./postings.ts";
import type { Open } from "./segments.ts";

export interface Row extends Place {
  /** The statement that it is one row of many of. */
  partOf: string | null;
  /** The statement whose own entry it is. */
  statement: string | null;
}

export interface Step {
  rows: Row[];
  /** Nothing that was not looked at lies nearer than this instant; absent: everything was looked at. */
  beyond?: string;
}

/** Without a cursor it begins at the end of the list. */
export interface Scan extends Side {
  /** Rows that are wanted of a step at most, the nearest ones; without it: all. */
  most?: number;
  /** Lines that are wanted in all: how far a step reaches. */
  wanted: number;
}

/** Segments of a step at most; entries of one that are found, where no term tells how many. */
const mostSegments = 256;
const assumed = 25;

/** `promising`: settled segments outside it hold nothing; how many entries of one may be found. */
export async function* scan(look: Look, asked: Scan, promising?: Map<number, number>): AsyncGenerator<Step> {
  const { direction } = asked;
  const worth = look.ground.settled.filter(({ segment }) => !promising || promising.has(segment));
  const queue = inOrder(worth, asked);
  const pieces = await openPieces(look, asked);
  let [expected, size] = [asked.wanted, asked.wanted * 2];
  const next = () => (queue[0] ? nearestOf(queue[0], direction) : undefined);
  while (pieces.length > 0 || queue.length > 0) {
    look.goOn();
    const ahead = next();
    sortPieces(pieces, direction);
    if (ahead !== undefined && !(pieces[0] && isNearer(direction, pieces[0].bound, ahead))) {
      pieces.push(...(await piecesOf(look, nextSegments(queue, expected, promising), asked, asked.wanted)));
      expected *= 4; // what was expected did not come
      continue;
    }
    const rows = await rowsOf(look, asked, takeNearest(pieces, size));
    const bounds = [pieces[0]?.bound, ahead].filter((bound) => bound !== undefined).sort();
    const beyond = direction === "older" ? bounds.at(-1) : bounds[0];
    yield { rows, ...(beyond !== undefined && { beyond }) };
    size *= 2;
  }
}

/** Whether the time is nearer to where the list begins than the other. */
export function isNearer(direction: Direction, time: string, other: string): boolean {
  return direction === "older" ? time > other : time < other;
}

function sortPieces(pieces: Piece[], direction: Direction): void {
  pieces.sort((a, b) => (direction === "older" ? compare(b.bound, a.bound) : compare(a.bound, b.bound)));
}

function takeNearest(pieces: Piece[], size: number): Piece[] {
  let [taken, entries] = [0, 0];
  while (taken < pieces.length && (taken === 0 || entries < size)) entries += pieces[taken++]?.size ?? 0;
  return pieces.splice(0, taken);
}

/** Those that may hold something beyond the cursor, in the order in which it can be the next. */
function inOrder(segments: Segment[], { direction, cursor }: Scan): Segment[] {
  if (direction === "older") {
    return segments
      .filter(({ firstOccurred }) => !cursor || firstOccurred <= cursor.occurredAt)
      .sort((a, b) => compare(b.lastOccurred, a.lastOccurred) || b.segment - a.segment);
  }
  return segments
    .filter(({ lastOccurred }) => !cursor || lastOccurred >= cursor.occurredAt)
    .sort((a, b) => compare(a.firstOccurred, b.firstOccurred) || a.segment - b.segment);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** So many that they may well hold what is wanted. */
function nextSegments(queue: Segment[], wanted: number, promising: Map<number, number> | undefined): Segment[] {
  let [taken, expected] = [0, 0];
  while (taken < queue.length && taken < mostSegments && (taken === 0 || expected < wanted)) {
    expected += promising?.get(queue[taken]?.segment ?? 0) ?? assumed;
    taken++;
  }
  return queue.splice(0, taken);
}

/** What is found in these pieces, looked at together. */
async function rowsOf(look: Look, asked: Scan, pieces: Piece[]): Promise<Row[]> {
  const places = pieces.flatMap((piece) => piece.places ?? []);
  const ranges = pieces.flatMap((piece) => (piece.places ? [piece.range] : []));
  const rows = places.length === 0 ? [] : await rowsOfPlaces(look, asked, places, ranges);
  for (const { range } of pieces.filter((piece) => piece.places === undefined)) {
    look.goOn();
    rows.push(...(await rowsOfRange(look, asked, range)));
  }
  return rows;
}

async function rowsOfPlaces(look: Look, asked: Scan, places: bigint[], ranges: Open[]): Promise<Row[]> {
  const { sql } = look.read;
  const firstRecorded = ranges.map((range) => range.firstRecorded).reduce((a, b) => (isBefore(a, b) ? a : b));
  const lastRecorded = ranges.map((range) => range.lastRecorded).reduce((a, b) => (isBefore(a, b) ? b : a));
  return rowsWhere(look, asked, sql`p.index = any(${listed(places)}::text::bigint[])`, { firstRecorded, lastRecorded });
}

/** Instants, or -infinity and infinity. */
const isBefore = (a: string, b: string) => a.startsWith("-") || (a < b && !b.startsWith("-"));

export function rowsOfRange(look: Look, asked: Scan, range: Open): Promise<Row[]> {
  return rowsWhere(look, asked, look.read.sql`p.index >= ${range.from} and p.index < ${range.to}`, range);
}

/** Apart from its order and its end, or the planner would walk an index of times past everything else. */
async function rowsWhere(
  look: Look,
  asked: Scan,
  where: Fragment,
  recorded: Pick<Open, "firstRecorded" | "lastRecorded">,
): Promise<Row[]> {
  const { sql, ledger } = look.read;
  const end = asked.most === undefined ? sql`` : sql`${ordered(look, asked.direction)} limit ${asked.most}`;
  return sql<Row[]>`
    with found as materialized (
      select p.index, p.occurred_at as "occurredAt", p.part_of as "partOf", p.statement from ledger.projection p
      where p.ledger = ${ledger} and p.recorded_at >= ${recorded.firstRecorded}::timestamptz
        and p.recorded_at <= ${recorded.lastRecorded}::timestamptz and ${where} ${beyondCursor(look, asked)}
        ${look.heads ? sql`and p.part_of is null` : sql``} and ${look.condition()}
    )
    select * from found ${end}`;
}

function ordered({ read: { sql } }: Look, direction: Direction): Fragment {
  return direction === "older" ? sql`order by "occurredAt" desc, index desc` : sql`order by "occurredAt", index`;
}

export function beyondCursor({ read: { sql } }: Look, { cursor, direction }: Scan): Fragment {
  if (!cursor) return sql``;
  const { occurredAt, index } = cursor;
  return direction === "older"
    ? sql`and (p.occurred_at, p.index) < (${occurredAt}::timestamptz, ${index}::bigint)`
    : sql`and (p.occurred_at, p.index) > (${occurredAt}::timestamptz, ${index}::bigint)`;
}

/** Below zero where `a` comes first in a list of this direction. */
export function comparePlaces(direction: Direction, a: Place, b: Place): number {
  const byTime = compare(a.occurredAt, b.occurredAt) || (a.index < b.index ? -1 : a.index > b.index ? 1 : 0);
  return direction === "older" ? -byTime : byTime;
}

export function lineOf({ index, occurredAt }: Row): LinePlace {
  return { index, occurredAt };
}
