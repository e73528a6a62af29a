/**
 * The queries behind the history of one record. All of them go by the index on (record type, record id, time), page by (time, index)
 * and stop at a limit, so a record that changes every second costs no more than one that changed twice.
 */
import type { Read } from "../access/index.ts";
import type { ActorKind } from "../event/index.ts";
import type { RecordKey } from "./record-query.ts";

/** Versions that are counted; of older ones only the pages tell. */
export const mostVersions = 100_000;
/** Versions that are looked through for the one that last changed a field. */
const mostBack = 2_000;
/** Lines after the last version among which the record may turn up under another key. */
const mostAfter = 2_000;
/** Dots of the track: where there are more versions, neighbours in time share one. */
const mostDots = 60;

/** Which record, in which part of the ledger. */
export interface Of {
  read: Read;
  key: RecordKey;
  /** Another schema of the source has a table of the same name. */
  ambiguous: boolean;
}

/** Where a version stands: its entry, and its time. */
export interface Place {
  index: bigint;
  at: string;
}

/** The last of the versions that share a dot. */
export interface Dot {
  /** Number of its entry. */
  index: string;
  at: string;
  /** How many versions it stands for. */
  count: number;
}

export interface VersionCount {
  /** At most `mostVersions`. */
  versions: number;
  /** There are older ones beyond. */
  more: boolean;
  first?: string;
  last?: string;
  /** How many of each kind made them. */
  actors: Record<ActorKind, number>;
  /** Oldest first. */
  dots: Dot[];
}

/** The entries that are versions: changes of this record that were not refused, within what the reader may see. */
function matching({ read: { sql, ledger, principal }, key, ambiguous }: Of) {
  const { from, to } = principal.scope;
  // a leaf is canonical: a member of that name and value stands in it in these bytes and no others
  const schema = Buffer.from(`"schema":${JSON.stringify(key.schema ?? "")}`);
  const inSchema = sql`
    and exists (select from ledger.entries e where e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at
      and position(${schema}::bytea in e.leaf) > 0)`;
  return sql`
    p.ledger = ${ledger} and p.record_type = ${key.type} and p.record_id = ${key.id} and p.source = ${key.source}
    and p.category = 'record' and p.decision is distinct from 'denied'
    and p.occurred_at >= ${from ?? "-infinity"}::timestamptz and p.occurred_at < ${to ?? "infinity"}::timestamptz
    ${ambiguous && key.schema !== undefined ? inSchema : sql``}`;
}

export async function summarise(of: Of): Promise<VersionCount> {
  const { sql } = of.read;
  const [row] = await sql<(Omit<VersionCount, "actors" | "more"> & VersionCount["actors"])[]>`
    with v as materialized (
      select p.occurred_at, p.index, p.actor, p.actor_kind, row_number() over (order by p.occurred_at desc, p.index desc) as n
      from ledger.projection p where ${matching(of)} order by p.occurred_at desc, p.index desc limit ${mostVersions + 1}
    ), span as (
      select count(*)::int as versions, min(occurred_at) as first, max(occurred_at) as last,
        count(distinct actor) filter (where actor_kind = 'human')::int as human,
        count(distinct actor) filter (where actor_kind = 'service')::int as service,
        count(distinct actor) filter (where actor_kind = 'agent')::int as agent,
        count(distinct actor) filter (where actor_kind = 'unknown')::int as unknown
      from v
    ), dots as (
      select (array_agg(v.index order by v.n))[1] as index, max(v.occurred_at) as at, count(*)::int as count
      from v, span
      group by case when span.versions <= ${mostDots} then -v.n
        else floor(extract(epoch from v.occurred_at - span.first) / extract(epoch from span.last - span.first + interval '1 microsecond') * ${mostDots}) end
    )
    select span.*, coalesce((
      select json_agg(json_build_object('index', index::text, 'count', count,
        'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) order by at, index) from dots
    ), '[]') as dots
    from span`;
  if (!row) throw new Error("an aggregate returned nothing");
  const { versions, first, last, dots, human, service, agent, unknown } = row;
  return {
    versions: Math.min(versions, mostVersions),
    more: versions > mostVersions,
    ...(first && last && { first, last }),
    actors: { human, service, agent, unknown },
    dots,
  };
}

/** One page, and one version more on its far side: newest first, or oldest first where `newer` than `cursor` are asked for. */
export async function findPage(of: Of, size: number, cursor?: Place, newer = false): Promise<Place[]> {
  const { sql } = of.read;
  const beyond = cursor
    ? sql`and (p.occurred_at, p.index) ${newer ? sql`>` : sql`<`} (${cursor.at}::timestamptz, ${cursor.index}::bigint)`
    : sql``;
  const order = newer ? sql`p.occurred_at, p.index` : sql`p.occurred_at desc, p.index desc`;
  return sql<Place[]>`
    select p.index, p.occurred_at as at from ledger.projection p where ${matching(of)} ${beyond} order by ${order} limit ${size + 1}`;
}

/** The newest version at a time; the very newest without one. */
export async function findAt(of: Of, time = "infinity"): Promise<Place | undefined> {
  const { sql } = of.read;
  const [place] = await sql<Place[]>`
    select p.index, p.occurred_at as at from ledger.projection p
    where ${matching(of)} and p.occurred_at <= ${time}::timestamptz order by p.occurred_at desc, p.index desc limit 1`;
  return place;
}

/** The version that an entry is, if it is one of this record. */
export async function findVersion(of: Of, entry: string): Promise<Place | undefined> {
  const { sql } = of.read;
  const [place] = await sql<Place[]>`
    select p.index, p.occurred_at as at from ledger.projection p where ${matching(of)} and p.index = ${entry}::bigint`;
  return place;
}

/** Where a version stands among those that are counted: from 1, the oldest of them. */
export async function numberOf(of: Of, { at, index }: Place, { versions }: VersionCount): Promise<number> {
  const { sql } = of.read;
  const [row] = await sql<{ newer: number }[]>`
    select count(*)::int as newer from (
      select from ledger.projection p
      where ${matching(of)} and (p.occurred_at, p.index) > (${at}::timestamptz, ${index}::bigint) limit ${mostVersions}
    ) v`;
  return versions - (row?.newer ?? 0);
}

/** The version that last changed a field, up to a place: how many versions before that place it stands, and its entry. */
export interface Since {
  /** Absent: where the search began, the version that created the record or, failing that, the oldest that was looked at. */
  name: string | null;
  /** 0 is the place itself. */
  back: number;
  index: bigint;
  created: boolean;
}

export async function findSince(of: Of, { at, index }: Place): Promise<Since[]> {
  const { sql } = of.read;
  return sql<Since[]>`
    with back as materialized (
      select p.index, p.action in ('created', 'inserted', 'added') as created, p.changed,
        row_number() over (order by p.occurred_at desc, p.index desc) as n
      from ledger.projection p
      where ${matching(of)} and (p.occurred_at, p.index) <= (${at}::timestamptz, ${index}::bigint)
      order by p.occurred_at desc, p.index desc limit ${mostBack}
    ), base as (select coalesce(min(n) filter (where created), max(n)) as n from back)
    (select distinct on (c.name) c.name, (b.n - 1)::int as back, b.index, false as created
      from base, back b, unnest(b.changed) as c(name) where b.n <= base.n order by c.name, b.n)
    union all
    select null, (b.n - 1)::int, b.index, b.created from base join back b on b.n = base.n`;
}

/** Entries of the same table, soon after a version, that changed one of these fields: one of them may have given the record another key. */
export async function findMoves(of: Of, { at, index }: Place, fields: string[]): Promise<bigint[]> {
  const { sql, ledger, principal } = of.read;
  const rows = await sql<{ index: bigint }[]>`
    with lines as materialized (
      select index, occurred_at, record_type, source, changed from ledger.projection
      where ledger = ${ledger} and part_of is null and (occurred_at, index) > (${at}::timestamptz, ${index}::bigint)
        and occurred_at < ${principal.scope.to ?? "infinity"}::timestamptz
      order by occurred_at, index limit ${mostAfter}
    )
    select index from lines
    where record_type = ${of.key.type} and source = ${of.key.source} and changed && ${fields}::text[] order by occurred_at, index limit 10`;
  return rows.map((row) => row.index);
}
