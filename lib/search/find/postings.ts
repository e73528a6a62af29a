/** The postings and bounds of some segments, and which segments are worth a look. */
import { type Bits, bitsOf } from "./bits.ts";
import type { Reading } from "./condition.ts";
import { type Known, keyOf, type Plan, type Segment } from "./plan.ts";

/** What the plan needs to know of these segments, in their order. */
export async function readKnown(read: Reading, { terms, measures }: Plan, segments: Segment[]): Promise<Known[]> {
  if (segments.length === 0) return [];
  const numbers = segments.map(({ segment }) => segment);
  const places = terms.length === 0 ? new Map<number, Map<bigint, Bits>>() : await readPlaces(read, terms, numbers);
  const spans =
    measures.length === 0 ? new Map<number, NonNullable<Known["spans"]>>() : await readSpans(read, measures, numbers);
  return segments.map((segment) => ({
    segment,
    places: places.get(segment.segment) ?? new Map(),
    spans: spans.get(segment.segment) ?? new Map(),
  }));
}

async function readPlaces(
  { sql, ledger }: Reading,
  terms: bigint[],
  segments: number[],
): Promise<Map<number, Map<bigint, Bits>>> {
  const rows = await sql<{ segment: number; term: bigint; places: Buffer }[]>`
    select segment, term, places from ledger.postings
    where ledger = ${ledger} and term = any(${listed(terms)}::text::bigint[]) and segment = any(${listed(segments)}::text::int[])
      and segment between ${Math.min(...segments)} and ${Math.max(...segments)}`;
  const found = new Map<number, Map<bigint, Bits>>();
  for (const { segment, term, places } of rows) {
    const known = found.get(segment) ?? new Map<bigint, Bits>();
    found.set(segment, known.set(term, bitsOf(places)));
  }
  return found;
}

async function readSpans({ sql, ledger }: Reading, measures: Plan["measures"], segments: number[]) {
  const fields = [...new Set(measures.map(({ field }) => field))];
  const rows = await sql<{ segment: number; field: string; side: 0 | 1; least: string; most: string }[]>`
    select segment, field, side, least::text, most::text from ledger.spans
    where ledger = ${ledger} and field = any(${fields}::text[]) and segment = any(${listed(segments)}::text::int[])`;
  const found = new Map<number, Map<string, { least: string; most: string }>>();
  for (const { segment, field, side, least, most } of rows) {
    const known = found.get(segment) ?? new Map<string, { least: string; most: string }>();
    found.set(segment, known.set(keyOf({ field, side }), { least, most }));
  }
  return found;
}

/** In which segments each of the required terms occurs, and how often the rarest of them. */
export async function readPromising({ sql, ledger }: Reading, required: bigint[]): Promise<Map<number, number>> {
  const rows = await sql<{ segment: number; entries: number }[]>`
    select segment, (min(octet_length(places)) / 2)::int as entries from ledger.postings
    where ledger = ${ledger} and term = any(${listed(required)}::text::bigint[])
    group by segment having count(*) = ${required.length}`;
  return new Map(rows.map(({ segment, entries }) => [segment, entries]));
}

export function listed(values: readonly (bigint | number)[]): string {
  return `{${values.join(",")}}`;
}
