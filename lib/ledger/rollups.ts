/** How many entries share the same values in an hour of a segment, and in a day of a volume. */
import type { Sql, Transaction } from "../database/index.ts";
import { projectionVersion } from "./projection.ts";
import { type Segment, volumeOf, volumeSize } from "./segments.ts";

/** The columns by which entries are counted, in the order of the table: each is text where the projection may have null. */
export function hoursOf(sql: Sql | Transaction, { ledger, segment, from, to }: Segment) {
  return sql`
    select ${ledger}::uuid as ledger, 'hour' as grain, ${segment}::int as part, date_trunc('hour', occurred_at, 'UTC') as starts,
      source, source_kind, category, action, actor, actor_kind, attribution, coalesce(record_type, '') as record_type,
      coalesce(decision, '') as decision, coalesce(channel, '') as channel, ${ticketOf(sql)} as ticket,
      count(*) filter (where part_of is null) as lines, count(*) as entries
    from ledger.projection where ledger = ${ledger} and index >= ${from} and index < ${to}
    group by starts, source, source_kind, category, action, actor, actor_kind, attribution, 12, 13, 14, 15`;
}

/** As `wantsTicket` of lib/event/searchable.ts says it. */
function ticketOf(sql: Sql | Transaction) {
  return sql`case
    when ticket is not null then 'named'
    when category in ('record', 'statement') and source_kind <> 'vouch' and decision is distinct from 'denied' and type not like '%.failed' then 'missing'
    else '' end`;
}

/** The days of a volume are left out until `addDays`, where they no longer hold. */
export async function replaceHours(sql: Transaction, segment: Segment): Promise<void> {
  const { ledger, segment: part } = segment;
  const [same] = await sql<{ same: boolean }[]>`
    select not exists (
      (select * from (${hoursOf(sql, segment)}) as now except all select * from ledger.rollups where ledger = ${ledger} and grain = 'hour' and part = ${part})
      union all
      (select * from ledger.rollups where ledger = ${ledger} and grain = 'hour' and part = ${part} except all select * from (${hoursOf(sql, segment)}) as now)
    ) as same`;
  if (same?.same) return;
  await sql`
    delete from ledger.rollups where ledger = ${ledger}
      and ((grain = 'hour' and part = ${part}) or (grain = 'day' and part = ${volumeOf(segment.segment)}))`;
  await sql`insert into ledger.rollups ${hoursOf(sql, segment)}`;
}

/** Sums of the hours of a volume whose segments are all settled, unless they are there. */
export async function addDays(sql: Transaction, segment: Segment): Promise<void> {
  const { ledger } = segment;
  const volume = volumeOf(segment.segment);
  const [first, end] = [volume * volumeSize, (volume + 1) * volumeSize];
  const [row] = await sql<{ due: boolean }[]>`
    select not exists (select from ledger.rollups where ledger = ${ledger} and grain = 'day' and part = ${volume})
      and ${volumeSize}::int = (
        select count(*) from ledger.segments
        where ledger = ${ledger} and segment >= ${first} and segment < ${end} and version = ${projectionVersion}) as due`;
  if (row?.due) await sql`insert into ledger.rollups ${daysOf(sql, ledger, volume)}`;
}

/** The counts by day that follow from those by hour. */
export function daysOf(sql: Sql | Transaction, ledger: string, volume: number) {
  return sql`
    select ledger, 'day' as grain, ${volume}::int as part, date_trunc('day', starts, 'UTC') as starts, source, source_kind, category, action,
      actor, actor_kind, attribution, record_type, decision, channel, ticket, sum(lines)::bigint as lines, sum(entries)::bigint as entries
    from ledger.rollups
    where ledger = ${ledger} and grain = 'hour' and part >= ${volume * volumeSize} and part < ${(volume + 1) * volumeSize}
    group by ledger, 4, source, source_kind, category, action, actor, actor_kind, attribution, record_type, decision, channel, ticket`;
}
