/** Which entries of a segment have a term, and between which values a record's fields lie there. */
import type { Sql, Transaction } from "../database/index.ts";
import type { Segment } from "./segments.ts";

/** The postings that follow from the projection: of each term its places, two bytes each. */
export function postingsOf(sql: Sql | Transaction, { ledger, segment, from, to }: Segment) {
  return sql`
    select ${ledger}::uuid as ledger, term, ${segment}::int as segment, string_agg(int2send(place), '' order by place) as places
    from (
      select unnest(terms) as term, (index - ${from})::int2 as place from ledger.projection
      where ledger = ${ledger} and index >= ${from} and index < ${to}
    ) as found
    group by term`;
}

/** In the order of terms, so that neighbours in the index come one after the other. `before`: terms that rows of the segment had until now. Those that none has any more go. */
export async function replacePostings(sql: Transaction, segment: Segment, before: string[]): Promise<void> {
  const { ledger, segment: number, from, to } = segment;
  const [known] = await sql`select from ledger.segments where ledger = ${ledger} and segment = ${number}`;
  // those that are right are left alone: a conflict would lock each of them, which is a write too. Looked up one by one through the
  // key: of a segment that no statistics know yet the planner would guess that it has none, and compare each with each
  const unlessThere = known
    ? sql`where now.places is distinct from (
        select p.places from ledger.postings p where p.ledger = ${ledger} and p.term = now.term and p.segment = ${number})`
    : sql``;
  await sql`
    insert into ledger.postings (ledger, term, segment, places)
    select * from (${postingsOf(sql, segment)}) as now ${unlessThere} order by term
    on conflict (ledger, term, segment) do update set places = excluded.places`;
  if (before.length === 0) return;
  await sql`
    delete from ledger.postings
    where ledger = ${ledger} and segment = ${number} and term = any(array(
      select unnest(list::bigint[]) from json_array_elements_text(${JSON.stringify(before)}::text::json) as list
      except
      select unnest(terms) from ledger.projection where ledger = ${ledger} and index >= ${from} and index < ${to}))`;
}

export async function replaceSpans(sql: Transaction, segment: Segment): Promise<void> {
  await sql`delete from ledger.spans where ledger = ${segment.ledger} and segment = ${segment.segment}`;
  await sql`insert into ledger.spans (ledger, field, side, segment, least, most) ${spansOf(sql, segment)}`;
}

/** The spans that follow from the projection. */
export function spansOf(sql: Sql | Transaction, { ledger, segment, from, to }: Segment) {
  return sql`
    select ${ledger}::uuid as ledger, field, side, ${segment}::int as segment, min(value) as least, max(value) as most
    from (
      select m.key as field, s.side, (m.value ->> s.side)::numeric as value
      from ledger.projection p, jsonb_each(p.measures) as m, (values (0::smallint), (1::smallint)) as s (side)
      where p.ledger = ${ledger} and p.index >= ${from} and p.index < ${to}
    ) as measured
    where value is not null
    group by field, side`;
}
