/**
 * Looking through the ground, newest first or oldest first: first what is not settled and the nearest segments, then more and more
 * segments at once. What the postings leave is looked at by SQL, which has the last word. After each step it is known how
 * near anything can be that was not looked at: lists are in the order of the source's clock, segments in that of ours.
 */
import { segmentSize } from "../../ledger/index.ts";
import { type Bits, count, every, placesOf } from "./bits.ts";
import type { Fragment } from "./condition.ts";
import type { LinePlace, Place } from "./found.ts";
import type { Look } from "./look.ts";
import type { Segment } from "./plan.ts";
import { listed, readKnown } from "./postings.ts";
import { recentPlaces } from "./recent.ts";
import type { Open } from "./segments.ts";

export type Direction = "older" | "newer";

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

export interface Scan {
  direction: Direction;
  /** Where it begins; without it: at the end of the list. */
  cursor?: Place;
  /** Rows that are wanted of a step at most, the nearest ones; without it: all. */
  most?: number;
  /** Lines that are wanted in all: how far a step reaches. */
  wanted: number;
}

/** Entries of a segment of which so many may be found are looked at in one piece. */
const manyPlaces = 3_000;
/** Segments of a step at most; entries of one that are found, where no term tells how many. */
const mostSegments = 256;
const assumed = 25;
/** Segments that are not settled, but known in memory: the one that fills, and one that is about to be settled. */
const mostRecent = 2;

/** `promising`: settled segments outside it hold nothing; how many entries of one may be found. */
export async function* scan(look: Look, asked: Scan, promising?: Map<number, number>): AsyncGenerator<Step> {
  const worth = look.ground.settled.filter(({ segment }) => !promising || promising.has(segment));
  const queue = inOrder(worth, asked);
  let expected = asked.wanted;
  for (let open = look.ground.open; open.length > 0 || queue.length > 0; open = []) {
    look.goOn();
    const rows = await rowsOf(look, asked, nextSegments(queue, expected, promising), open);
    yield { rows, ...(queue[0] && { beyond: nearest(queue[0], asked) }) };
    expected *= 4; // what was expected did not come
  }
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

function nearest({ firstOccurred, lastOccurred }: Segment, { direction }: Scan): string {
  return direction === "older" ? lastOccurred : firstOccurred;
}

/** So many that they may well hold what is wanted. */
function nextSegments(queue: Segment[], wanted: number, promising: Map<number, number> | undefined): Segment[] {
  let [taken, expected] = [0, 0];
  while (taken < queue.length && taken < mostSegments && (taken === 0 || expected < wanted)) {
    expected += promising?.get(queue[taken]?.segment ?? 0) ?? assumed;
    taken++;
  }
  return queue.splice(0, taken);
}

/** What may be found in these segments and in what is not settled, looked at together. */
async function rowsOf(look: Look, asked: Scan, segments: Segment[], open: Open[]): Promise<Row[]> {
  const places: bigint[] = [];
  const pieces: Open[] = [];
  const whole: Open[] = [];
  const put = (range: Open, may: Bits) => {
    if (may === every || count(may) > manyPlaces) whole.push(range);
    else {
      for (const place of placesOf(may)) places.push(range.from + BigInt(place));
      pieces.push(range);
    }
  };
  for (const range of open) put(range, await openBits(look, range));
  for (const known of await readKnown(look.read, look.plan, segments))
    put(rangeOf(known.segment, look.upTo), look.plan.tell(known).may);
  const rows = places.length === 0 ? [] : await rowsOfPlaces(look, asked, places, pieces);
  for (const range of whole) {
    look.goOn();
    rows.push(...(await rowsOfRange(look, asked, range)));
  }
  return rows;
}

/** Of the newest entries it is known in memory what they can be found by. */
async function openBits(look: Look, range: Open): Promise<Bits> {
  const { plan, ground, read } = look;
  const places = ground.open.indexOf(range) < mostRecent ? await recentPlaces(read, range, plan.terms) : undefined;
  if (!places) return every;
  const segment = { segment: Number(range.from) / segmentSize, firstOccurred: "", lastOccurred: "~", firstRecorded: "", lastRecorded: "" };
  return plan.tell({ segment, places }).may;
}

export function rangeOf({ segment, firstRecorded, lastRecorded }: Segment, upTo: bigint): Open {
  const [from, to] = [BigInt(segment * segmentSize), BigInt((segment + 1) * segmentSize)];
  return { from, to: to < upTo ? to : upTo, firstRecorded, lastRecorded };
}

async function rowsOfPlaces(look: Look, asked: Scan, places: bigint[], ranges: Open[]): Promise<Row[]> {
  const { sql } = look.read;
  const firstRecorded = ranges.map((range) => range.firstRecorded).reduce((a, b) => (isBefore(a, b) ? a : b));
  const lastRecorded = ranges.map((range) => range.lastRecorded).reduce((a, b) => (isBefore(a, b) ? b : a));
  const within = places.filter((index) => index < look.upTo);
  return rowsWhere(look, asked, sql`p.index = any(${listed(within)}::text::bigint[])`, { firstRecorded, lastRecorded });
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
        ${look.shared ? sql`and p.part_of is null` : sql``} and ${look.condition()}
    )
    select * from found ${end}`;
}

function ordered({ read: { sql } }: Look, direction: Direction): Fragment {
  return direction === "older"
    ? sql`order by "occurredAt" desc, index desc`
    : sql`order by "occurredAt", index`;
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
