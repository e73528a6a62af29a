/** Everything that a search finds, entry by entry: for exports and counts, in the order of the ledger; or the newest of it. */
import type { Home } from "../../database/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import type { Tree } from "../language/index.ts";
import { count, every, placesOf } from "./bits.ts";
import type { Reading } from "./condition.ts";
import type { Moment } from "./found.ts";
import { findLinesOf } from "./lines.ts";
import { type Look, lookout } from "./look.ts";
import { rangeOf } from "./pieces.ts";
import type { Segment } from "./plan.ts";
import { listed, readKnown, readPromising } from "./postings.ts";
import type { Open } from "./segments.ts";

export interface Asked extends Moment {
  /** With what it says of Vouch's own entries: `withOwn`. */
  tree: Tree;
  /** Entries below this index: the population that was fixed when it was asked for. */
  upTo: bigint;
}

/** Segments whose postings are read at once, and entries that are looked at where no posting tells. */
const atOnce = 16;

/**
 * The indexes of all entries that are found, ascending, in batches of `batch` or fewer. Memory is bounded, whatever is found. May
 * be called from any index on: `from` is the first that is looked at.
 */
export async function* eachFound(
  read: Reading,
  home: Home,
  { tree, upTo, ...moment }: Asked,
  batch = 2_000,
  from = 0n,
): AsyncGenerator<bigint[]> {
  const look = await lookout(read, home, { tree, moment, upTo, entries: true, patient: true });
  for await (const found of inLedgerOrder(look, from)) {
    for (let at = 0; at < found.length; at += batch) yield found.slice(at, at + batch);
  }
}

/** The newest entries that are found, newest first, at most `most` of them; rows of bulk statements one by one. */
export async function findIndexes(
  read: Reading,
  home: Home,
  { tree, ...moment }: Moment & { tree: Tree },
  most: number,
): Promise<{ indexes: bigint[]; more: boolean }> {
  const look = await lookout(read, home, { tree, moment, entries: true });
  const { lines, more } = await findLinesOf(look, "older", most);
  return { indexes: lines.map(({ index }) => index), more };
}

export async function* inLedgerOrder(look: Look, from: bigint): AsyncGenerator<bigint[]> {
  const { settled, open } = look.ground;
  const promising = look.plan.required.length > 0 ? await readPromising(look.read, look.plan.required) : undefined;
  const worth = settled.filter(({ segment }) => !promising || promising.has(segment));
  const pieces = [...worth, ...open]
    .map((piece) => ({ piece, start: "segment" in piece ? BigInt(piece.segment * segmentSize) : piece.from }))
    .filter(({ piece, start }) => ("segment" in piece ? start + BigInt(segmentSize) : piece.to) > from)
    .sort((a, b) => (a.start < b.start ? -1 : 1));
  for (let at = 0; at < pieces.length; at += atOnce) {
    look.goOn();
    const step = pieces.slice(at, at + atOnce).map(({ piece }) => piece);
    const known = await readKnown(
      look.read,
      look.plan,
      step.filter((piece) => "segment" in piece),
    );
    const places = new Map(known.map((one) => [one.segment.segment, look.plan.tell(one).may]));
    for (const piece of step) {
      const found = await entriesOf(look, piece, "segment" in piece ? places.get(piece.segment) : undefined, from);
      if (found.length > 0) yield found;
    }
  }
}

async function entriesOf(
  look: Look,
  piece: Segment | Open,
  may: Uint32Array | undefined,
  from: bigint,
): Promise<bigint[]> {
  if (may && count(may) === 0) return [];
  const { sql, ledger } = look.read;
  const range = "segment" in piece ? rangeOf(piece, look.upTo) : piece;
  const start = range.from > from ? range.from : from;
  const places = may && may !== every ? placesOf(may).map((place) => range.from + BigInt(place)) : undefined;
  const rows = await sql<{ index: bigint }[]>`
    select p.index from ledger.projection p
    where p.ledger = ${ledger} and p.index >= ${start} and p.index < ${range.to}
      and p.recorded_at >= ${range.firstRecorded}::timestamptz and p.recorded_at <= ${range.lastRecorded}::timestamptz
      ${places ? sql`and p.index = any(${listed(places)}::text::bigint[])` : sql``} and ${look.condition()}
    order by p.index`;
  return rows.map(({ index }) => index);
}
