/**
 * Entries counted by what facets and histogram ask of them: from rollups, as far as segments are settled, by day where volumes stand
 * by day, else by hour; row by row where an edge of time cuts an hour, and in the tail that is not settled yet.
 */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { segmentSize, settledTo, volumeSize, volumesByDay } from "../../ledger/index.ts";
import { conditionOf, type Fragment } from "../find/condition.ts";
import { isShared } from "../find/demand.ts";
import type { Moment } from "../find/found.ts";
import type { Tree } from "../language/index.ts";
import { msOf } from "./bars.ts";
import { type Meanings, rolledCondition } from "./rolled.ts";

/** How far the ledger's segments are settled, and which of their volumes stand by day. */
export interface Settled {
  /** Entries below this index are in segments that are settled. */
  to: bigint;
  /** Nothing recorded before this is in the tail. */
  recorded: string;
  volumes: number[];
}

export async function readSettled({ sql, ledger }: Pick<Read, "sql" | "ledger">): Promise<Settled> {
  const to = await settledTo(sql, ledger);
  const segments = Number(to) / segmentSize;
  const [last] = await sql<{ recorded: string }[]>`
    select last_recorded as recorded from ledger.segments where ledger = ${ledger} and segment = ${segments - 1}::int`;
  const byDay = to === 0n ? [] : await volumesByDay(sql, ledger);
  return {
    to,
    recorded: last?.recorded ?? "-infinity",
    volumes: byDay.filter((volume) => (volume + 1) * volumeSize <= segments),
  };
}

/** What is counted: the entries of each of these trees that lie in the range, the ends of which may be open. */
export interface Counting {
  read: Read;
  home: Home;
  moment: Moment;
  settled: Settled;
  /** Entries below this index. */
  upTo: bigint;
  /** At most 30: each has a bit in `mask`, the first the lowest. */
  trees: Tree[];
  meanings: Meanings;
  /** Instants, `to` exclusive. */
  range: { from?: string; to?: string };
  /** Instants between which entries are kept apart, ascending; without them all are together. */
  edges?: string[];
}

/**
 * Rows (bar, source, source_kind, category, action, actor, actor_kind, attribution, record_type, decision, channel, ticket, mask,
 * lines, entries), several for the same values: `lines` are entries of their own, `mask` says of which trees they are, and may be 0.
 * Without `rolled` nothing of what the rollups tell.
 */
export function counted(counting: Counting, rolled = true): Fragment {
  const { sql } = counting.read;
  const cut = cutBy(counting);
  const parts: Fragment[] = [tailRows(counting)];
  if (rolled && counting.settled.to > 0n) parts.push(...rolledRows(counting, cut));
  if (counting.settled.to > 0n && cut.hours.length > 0) parts.push(cutRows(counting, cut));
  return parts.reduce((so, part) => sql`${so} union all ${part}`);
}

interface Cut {
  /** Starts of hours and of days in UTC that hold an edge within them. */
  hours: string[];
  days: string[];
  /** The hours that are cut, one after the other as one, as far as they lie in the range. */
  spans: { from: string; to: string }[];
}

const hour = 3_600_000;
const day = 24 * hour;
const iso = (ms: number) => new Date(ms).toISOString();

function cutBy({ range, edges = [] }: Counting): Cut {
  const hours = new Set<number>();
  const days = new Set<number>();
  const inner = edges.filter((edge) => (range.from ?? edge) <= edge && edge <= (range.to ?? edge));
  const ends = [range.from, range.to].filter((end) => end !== undefined);
  const cuts = [...new Set([...inner, ...ends])];
  for (const edge of cuts) {
    const ms = msOf(edge);
    if (ms % hour !== 0 || !edge.endsWith("000Z")) hours.add(Math.floor(ms / hour) * hour);
    if (ms % day !== 0 || !edge.endsWith("000Z")) days.add(Math.floor(ms / day) * day);
  }
  return {
    hours: [...hours].map(iso),
    days: [...days].map(iso),
    spans: spansOf(
      [...hours].sort((a, b) => a - b),
      range,
    ),
  };
}

function spansOf(hours: number[], range: Counting["range"]): Cut["spans"] {
  const spans: { from: number; to: number }[] = [];
  for (const start of hours) {
    const last = spans.at(-1);
    if (last?.to === start) last.to = start + hour;
    else spans.push({ from: start, to: start + hour });
  }
  return spans
    .map(({ from, to }) => ({ from: micro(from), to: micro(to) }))
    .map(({ from, to }) => ({
      from: range.from !== undefined && range.from > from ? range.from : from,
      to: range.to !== undefined && range.to < to ? range.to : to,
    }))
    .filter(({ from, to }) => from < to);
}

/** With six decimals, as instants are compared. */
const micro = (ms: number) => `${iso(ms).slice(0, -1)}000Z`;

function rolledRows(counting: Counting, cut: Cut): Fragment[] {
  const { read, settled, range } = counting;
  const { sql, ledger } = read;
  const segments = Number(settled.to) / segmentSize;
  const rows = (grain: "hour" | "day", length: number, cuts: string[], which: Fragment): Fragment => sql`
    select ${barOf(counting, sql`r.starts`)} as bar, r.source, r.source_kind, r.category, r.action, r.actor, r.actor_kind, r.attribution,
      r.record_type, r.decision, r.channel, r.ticket, ${maskOf(counting, (tree) => rolledCondition({ sql }, counting.meanings, tree))} as mask, r.lines, r.entries
    from ledger.rollups r
    where r.ledger = ${ledger} and r.grain = ${grain} and ${which}
      ${range.from === undefined ? sql`` : sql`and r.starts >= ${micro(Math.ceil(msUp(range.from) / length) * length)}::timestamptz`}
      ${range.to === undefined ? sql`` : sql`and r.starts < ${micro(Math.floor(msOf(range.to) / length) * length)}::timestamptz`}
      ${cuts.length === 0 ? sql`` : sql`and r.starts <> all(${cuts}::timestamptz[])`}`;
  const { volumes } = settled;
  if (volumes.length === 0) return [rows("hour", hour, cut.hours, sql`r.part < ${segments}::int`)];
  const byHour: Fragment = sql`r.part < ${segments}::int and (r.part / ${volumeSize}::int <> all(${volumes}::int[])
    or date_trunc('day', r.starts, 'UTC') = any(${cut.days}::timestamptz[]))`;
  return [rows("day", day, cut.days, sql`r.part = any(${volumes}::int[])`), rows("hour", hour, cut.hours, byHour)];
}

const msUp = (time: string) => (time.endsWith("000Z") ? msOf(time) : msOf(time) + 1);

function barOf({ read: { sql }, edges }: Pick<Counting, "read" | "edges">, at: Fragment): Fragment {
  return edges ? sql`width_bucket(${at}, ${edges}::timestamptz[])` : sql`0`;
}

function maskOf({ read: { sql }, trees }: Counting, condition: (tree: Tree) => Fragment): Fragment {
  return trees
    .map((tree, bit): Fragment => sql`(case when ${condition(tree)} then ${2 ** bit}::int else 0 end)`)
    .reduce((so, each) => sql`${so} + ${each}`);
}

/** The columns that `counted` has, of a row of `ledger.projection p`. */
export function rowOf(counting: Pick<Counting, "read" | "edges">, mask: Fragment, lines: Fragment): Fragment {
  const { sql } = counting.read;
  return sql`${barOf(counting, sql`p.occurred_at`)} as bar, p.source, p.source_kind, p.category, p.action, p.actor, p.actor_kind, p.attribution,
    coalesce(p.record_type, '') as record_type, coalesce(p.decision, '') as decision, coalesce(p.channel, '') as channel,
    case when p.ticket is not null then 'named'
      when p.category in ('record', 'statement') and p.source_kind <> 'vouch' and p.decision is distinct from 'denied' and p.type not like '%.failed'
      then 'missing' else '' end as ticket,
    ${mask} as mask, ${lines}::bigint as lines, 1::bigint as entries`;
}

/** Of a row of `ledger.projection p`: of which trees it is. */
export const maskOfRow = (counting: Counting) =>
  maskOf(counting, (tree) => conditionOf(counting.read, counting.home, tree, counting.moment));

function tailRows(counting: Counting): Fragment {
  const { read, settled, upTo, range } = counting;
  const { sql, ledger } = read;
  return sql`
    select ${rowOf(counting, maskOfRow(counting), sql`(p.part_of is null)::int`)}
    from ledger.projection p
    where p.ledger = ${ledger} and p.index >= ${settled.to} and p.index < ${upTo} and p.recorded_at >= ${settled.recorded}::timestamptz
      ${range.from === undefined ? sql`` : sql`and p.occurred_at >= ${range.from}::timestamptz`}
      ${range.to === undefined ? sql`` : sql`and p.occurred_at < ${range.to}::timestamptz`}`;
}

/** Settled entries of hours that are cut. The rows of a bulk statement happened when it did, and are found through it. */
function cutRows(counting: Counting, { spans }: Cut): Fragment {
  const { read, settled, trees } = counting;
  const { sql, ledger } = read;
  const [froms, tos] = [spans.map(({ from }) => from), spans.map(({ to }) => to)];
  const owns: Fragment = sql`
    select p.* from unnest(${froms}::timestamptz[], ${tos}::timestamptz[]) as span (starts, ends) cross join lateral (
      select * from ledger.projection p
      where p.ledger = ${ledger} and p.part_of is null and p.index < ${settled.to}
        and p.occurred_at >= span.starts and p.occurred_at < span.ends offset 0) p`;
  const shared = trees.every(isShared);
  return sql`
    select ${rowOf(counting, maskOfRow(counting), sql`1`)} from (${owns}) p
    union all
    select ${rowOf(counting, shared ? sql`p.own_mask` : maskOfRow(counting), sql`0`)}
    from (
      select q.*, own.mask as own_mask
      from (select p.statement, ${shared ? maskOfRow(counting) : sql`0`} as mask from (${owns}) p where p.rows > 1 and p.statement is not null) own
        join ledger.projection q on q.ledger = ${ledger} and q.part_of = own.statement and q.index < ${settled.to}) p`;
}
