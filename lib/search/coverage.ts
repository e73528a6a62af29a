/** The question: of which tables were the changes captured, when, and where not, why? Answered from the ledger's own entries. */
import { type Principal, permit, type Read, type Scope, type Web, web } from "../access/index.ts";
import {
  coverageOf,
  coverageWithin,
  type Event,
  everything,
  type Interval,
  isGap,
  isStale,
  missedType,
  type Observation,
  observedTypes,
  readObservation,
  standingAt,
} from "../event/index.ts";
import { vouchSource } from "../ledger/index.ts";
import type { CoverageQuery } from "./coverage-query.ts";
import { type KnownSource, readHealth } from "./health.ts";
import { dayBounds } from "./parameters.ts";

/** One table's intervals within the period, oldest first. */
export interface Strip {
  /** `schema.table`; of a source that is no database, `everything`. */
  table: string;
  intervals: Interval[];
  /** What holds now; nothing where the table is gone. */
  now?: Interval;
  /** TRUNCATEs, oldest first, with their entries. */
  emptied: { at: string; entry: string }[];
  gaps: number;
}

export interface SourceCoverage {
  source: KnownSource;
  strips: Strip[];
  /** Names of tables that are left out by choice. */
  leftOut: string[];
}

export interface Coverage {
  query: CoverageQuery;
  /** When this was read, by our clock. */
  now: string;
  /** Tables that are to be captured now, and those that are. */
  tables: number;
  captured: number;
  unknown: number;
  /** Different gaps within the period; one of a whole source counts once. */
  gaps: number;
  sources: SourceCoverage[];
  /** Entries about coverage that cannot be read, because somebody changed them. */
  unreadable: number;
  /** The reader's scope is narrower than what was asked. */
  narrowed: boolean;
}

/** Throws `forbidden` where a period was asked for by its dates that lies beyond the reader's scope, or a source that does. */
export async function readCoverage(
  principal: Principal | undefined,
  query: CoverageQuery,
  through: Web = web(),
): Promise<Coverage> {
  const dates = query.days === undefined && { from: dayBounds(query.from).start, to: dayBounds(query.to).end };
  const asks: Scope = { ...(dates || {}), ...(query.opened && { sources: [query.opened.source] }) };
  return permit(principal, "coverage.view", { asks }, (read) => findCoverage(read, query, through.clock()), through);
}

async function findCoverage(read: Read, query: CoverageQuery, now: string): Promise<Coverage> {
  const { sql, ledger, principal } = read;
  const period = periodOf(query, principal.scope, now);
  const known = await readHealth(sql, ledger, now, { sources: principal.scope.sources, removed: true });
  const { observations, unreadable } = await readObservations(read);
  const found: SourceCoverage[] = [];
  for (const source of known) {
    const coverage = await coverageOfSource(read, source, observations.get(source.id) ?? [], period, now);
    const kept = source.removedAt === undefined || coverage.strips.length > 0;
    if (kept) found.push(coverage);
  }
  const strips = found
    .flatMap(({ strips: all }) => all)
    .filter(({ table, now: present }) => table !== everything && present && present.cause !== "left_out");
  const count = (state: Interval["state"]) => strips.filter((strip) => strip.now?.state === state).length;
  return {
    query,
    now,
    tables: strips.length,
    captured: count("captured"),
    unknown: count("unknown"),
    gaps: countGaps(found),
    sources: found.map((each) => ({
      ...each,
      strips: query.gaps ? each.strips.filter(({ gaps }) => gaps > 0) : each.strips,
    })),
    unreadable,
    narrowed: period.narrowed,
  };
}

interface Period {
  from: string;
  to: string;
  /** Now, or the end of the reader's scope. */
  asOf: string;
  narrowed: boolean;
}

function periodOf({ from, to }: CoverageQuery, scope: Scope, now: string): Period {
  const asked = { from: dayBounds(from).start, to: dayBounds(to).end };
  const first = scope.from && scope.from > asked.from ? scope.from : asked.from;
  const last = scope.to && scope.to < asked.to ? scope.to : asked.to;
  const asOf = scope.to && scope.to < now ? scope.to : now;
  return { from: first, to: last, asOf, narrowed: first !== asked.from || last !== asked.to };
}

/**
 * What Vouch observed, by source, in the order of the ledger. Only Vouch's own entries count, and of protected databases those of
 * writes that could not be recorded: over HTTP anybody may report what they call coverage.
 */
export async function readObservations({ sql, ledger }: Read) {
  const rows = await sql<{ index: bigint; leaf: Buffer }[]>`
    select p.index, e.leaf
    from ledger.projection p join ledger.entries e on e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at
    where p.ledger = ${ledger} and p.category = 'coverage'
      and (p.source = ${vouchSource.id} and p.type = any(${[...observedTypes]}) or p.source_kind = 'postgres' and p.type = ${missedType})
    order by p.index`;
  const observations = new Map<string, Observation[]>();
  let unreadable = 0;
  for (const { index, leaf } of rows) {
    const observation = observedIn(leaf, index);
    if (!observation) unreadable++;
    else if (observations.has(observation.source)) observations.get(observation.source)?.push(observation);
    else observations.set(observation.source, [observation]);
  }
  return { observations, unreadable };
}

export function observedIn(bytes: Buffer, index: bigint): Observation | undefined {
  const event = eventOf(bytes);
  const trusted = event?.type === missedType ? event.source?.kind === "postgres" : event?.source?.id === vouchSource.id;
  return event && trusted ? readObservation(event, `${index}`) : undefined;
}

/**
 * The event as it stands in a leaf. Not by readLeaf, which checks the form of every byte and takes far longer: what somebody
 * changed is found by verification, and here whatever is no observation any more is counted.
 */
function eventOf(
  leaf: Buffer,
): (Pick<Event, "type" | "occurredAt" | "target"> & { source?: Event["source"] }) | undefined {
  try {
    return JSON.parse(leaf.toString("utf8")).event;
  } catch {
    return undefined;
  }
}

async function coverageOfSource(
  read: Read,
  source: KnownSource,
  observations: Observation[],
  period: Period,
  now: string,
): Promise<SourceCoverage> {
  const tables = [...coverageOf(withPresent(source, observations, now))];
  const emptied =
    source.kind === "postgres"
      ? await readEmptied(
          read,
          source.id,
          tables.map(([table]) => table),
          period,
        )
      : [];
  const strips: Strip[] = [];
  const leftOut: string[] = [];
  for (const [table, intervals] of tables) {
    const within = coverageWithin(intervals, period.from, period.to < now ? period.to : now);
    if (within.every(({ state, cause }) => state === "gone" || cause === "left_out")) {
      if (within.some(({ cause }) => cause === "left_out")) leftOut.push(table);
      continue;
    }
    const present = standingAt(intervals, period.asOf);
    strips.push({
      table,
      intervals: within,
      ...(present && present.state !== "gone" && { now: present }),
      emptied: emptied.filter((mark) => mark.table === table).map(({ at, entry }) => ({ at, entry })),
      gaps: within.filter(isGap).length,
    });
  }
  return { source, strips: strips.sort((a, b) => (a.table < b.table ? -1 : 1)), leftOut: leftOut.sort() };
}

/** What is not in the ledger yet: that nobody looks any more, and that a source which sends by itself is taken in. */
export function withPresent(source: KnownSource, observations: Observation[], now: string): Observation[] {
  const { id, kind, lookedAt, state, createdAt, removedAt } = source;
  if (kind !== "postgres") {
    const here = { source: id, tables: [everything] };
    const open: Observation = { ...here, from: createdAt, state: "captured", cause: "watched" };
    const closed: Observation[] = removedAt ? [{ ...here, from: removedAt, state: "gone", cause: "removed" }] : [];
    return [open, ...observations, ...closed];
  }
  if (state !== "unwatched" || lookedAt === undefined || !isStale(lookedAt, now)) return observations;
  return [...observations, { source: id, from: lookedAt, state: "unknown", cause: "worker_down" }];
}

/** TRUNCATEs of these tables: found as entries of the table that name no record. At most 200 of each. */
export async function readEmptied(
  { sql, ledger }: Read,
  source: string,
  tables: string[],
  { from, to }: Pick<Period, "from" | "to">,
) {
  const bare = [...new Set(tables.map((table) => table.slice(table.indexOf(".") + 1)))];
  const rows = await sql<{ index: bigint; at: string; leaf: Buffer }[]>`
    select p.index, p.occurred_at as at, e.leaf
    from unnest(${bare}::text[]) as t(name),
      lateral (
        select index, occurred_at, recorded_at from ledger.projection
        where ledger = ${ledger} and record_type = t.name and record_id is null and occurred_at >= ${from} and occurred_at < ${to}
          and action = 'truncated' and source = ${source}
        order by occurred_at desc limit 200
      ) p
      join ledger.entries e on e.ledger = ${ledger} and e.index = p.index and e.recorded_at = p.recorded_at
    order by p.occurred_at`;
  return rows.flatMap(({ index, at, leaf }) => {
    const target = eventOf(leaf)?.target;
    return target ? [{ table: `${target.schema ?? "public"}.${target.type}`, at, entry: `${index}` }] : [];
  });
}

function countGaps(sources: SourceCoverage[]): number {
  const gaps = new Set<string>();
  for (const { source, strips } of sources)
    for (const { intervals } of strips)
      for (const { from, entry, cause, ...rest } of intervals.filter((interval) => isGap({ ...interval })))
        gaps.add(`${source.id} ${entry ?? `${cause} ${from} ${rest.state}`}`);
  return gaps.size;
}
