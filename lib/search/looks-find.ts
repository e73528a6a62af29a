/**
 * The queries behind "who looked": what Vouch recorded of its own readers, and what systems reported of theirs. All go by an index
 * and look at a bounded number of lines; where a page ends before it is full, the next one goes on from there.
 */
import type { Read } from "../access/index.ts";
import { readCursor } from "./language/index.ts";
import type { LookQuery } from "./looks-query.ts";
import { dayBounds } from "./parameters.ts";

/** Lines that a page looks at, where the index does not tell looks from other entries. */
const mostLines = 5_000;
/** Entries of a record, newest first, for which it is asked who opened them. */
const mostEntries = 5_000;
/** Searches and the like that a page opens to see which records they named. */
const mostUnsure = 200;
/** Requests of two people whose entries are asked for. */
const mostRequests = 2_000;

export interface LookPlace {
  index: bigint;
  at: string;
  /** It named some record or some entries: which ones, its values say. */
  unsure: boolean;
}

export interface LookPlaces {
  /** Newest first. */
  places: LookPlace[];
  /** Of a record: its own entries, by number. */
  entries?: ReadonlySet<string>;
  /** Nothing older was looked at; absent where everything was. */
  upTo?: { index: bigint; at: string };
}

export async function findLooks(read: Read, query: LookQuery, size: number): Promise<LookPlaces> {
  if (query.type !== undefined && query.id !== undefined) return atRecord(read, query, size);
  const found = await scan(read, query, size);
  const last = found.at(-1);
  const places = found.filter(({ look }) => look).slice(0, size);
  const end = places.length === size ? places.at(-1) : found.length === mostLines ? last : undefined;
  return { places, ...(end && { upTo: end }) };
}

/** By person, or everybody's: the index gives their lines, and the looks are picked out of those. */
async function scan(read: Read, query: LookQuery, size: number): Promise<(LookPlace & { look: boolean })[]> {
  const { sql, ledger } = read;
  const whose = query.person === undefined ? sql`and p.part_of is null` : sql`and p.actor = ${query.person}`;
  return sql<(LookPlace & { look: boolean })[]>`
    with lines as materialized (
      select p.index, p.occurred_at as at, p.source_kind = 'vouch' and ${isLook(read)} as look, row_number() over (order by p.occurred_at desc, p.index desc) as n
      from ledger.projection p
      where p.ledger = ${ledger} ${whose} ${within(read, query)} order by p.occurred_at desc, p.index desc limit ${mostLines}
    )
    (select index, at, look, false as unsure from lines where look order by n limit ${size})
    union all
    (select index, at, false, false from lines where n = ${mostLines} and not look)
    order by at desc, index desc`;
}

function isLook({ sql }: Read) {
  return sql`(p.category in ('sensitive_read', 'export') or p.type = 'access.denied')`;
}

/** Between the days that were asked for and the limits of the reader's scope, beyond the cursor. */
function within({ sql, principal: { scope } }: Read, { from, to, cursor: text }: LookQuery) {
  const cursor = text === undefined ? undefined : readCursor(text);
  const first = [from && dayBounds(from).start, scope.from].filter(Boolean).sort().at(-1);
  const last = [to && dayBounds(to).end, scope.to].filter(Boolean).sort()[0];
  return sql`
    and p.occurred_at >= ${first ?? "-infinity"}::timestamptz and p.occurred_at < ${last ?? "infinity"}::timestamptz
    ${cursor ? sql`and (p.occurred_at, p.index) < (${cursor.occurredAt}::timestamptz, ${cursor.index}::bigint)` : sql``}
    ${scope.sources ? sql`and p.source = any(${scope.sources}::uuid[])` : sql``}`;
}

/** What names the record itself, what names an entry about it, and what names some record or some entries, to be looked into. */
async function atRecord(read: Read, query: LookQuery, size: number): Promise<LookPlaces> {
  const { sql, ledger } = read;
  const { type = "", id = "" } = query;
  const newest = sql`order by p.occurred_at desc, p.index desc`;
  const about = await sql<{ index: bigint }[]>`
    select p.index from ledger.projection p
    where p.ledger = ${ledger} and p.record_type = ${type} and p.record_id = ${id} and p.source_kind <> 'vouch' ${newest} limit ${mostEntries}`;
  const entries = about.map(({ index }) => `${index}`);
  const rows = await sql<LookPlace[]>`
    (select p.index, p.occurred_at as at, false as unsure from ledger.projection p
      where p.ledger = ${ledger} and p.record_type = ${type} and p.record_id = ${id} and ${isLook(read)} ${within(read, query)}
      ${newest} limit ${size})
    union all
    (select p.index, p.occurred_at, false from ledger.projection p
      where p.ledger = ${ledger} and p.record_type = 'entry' and p.record_id = any(${entries}::text[])
        and p.source_kind = 'vouch' and ${isLook(read)} ${within(read, query)} ${newest} limit ${size})
    union all
    (select * from (
      (select p.index, p.occurred_at as at, true from ledger.projection p
        where p.ledger = ${ledger} and p.record_type = 'record' and p.record_id is null and p.source_kind = 'vouch' ${within(read, query)}
        ${newest} limit ${mostUnsure})
      union all -- what was revealed of many entries at once, after a request, says of which
      (select p.index, p.occurred_at, true from ledger.projection p
        where p.ledger = ${ledger} and p.record_type = 'request' and p.record_id = any(array(select n::text from generate_series(1, ${mostRequests}) n))
          and p.source_kind = 'vouch' and ${isLook(read)} ${within(read, query)} ${newest} limit ${mostUnsure})
      ) u order by at desc, index desc limit ${mostUnsure})
    order by at desc, index desc`;
  const last = rows.filter(({ unsure }) => unsure)[mostUnsure - 1];
  const places = last ? rows.slice(0, rows.indexOf(last) + 1) : [...rows];
  return { places, entries: new Set(entries), ...(last && { upTo: last }) };
}
