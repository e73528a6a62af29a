/** The questions of the first page beyond "is everything in order?": what is worth asking, who uses Vouch, and how far one may see. */
import { daysOf, may, type Principal, permit, type Read, type Scope, type Web, web } from "../access/index.ts";
import { dayAfter } from "../event/index.ts";
import { readCoverage, type Strip } from "./coverage.ts";

/** How often each question of the first page would find something, since the beginning of the day `from` (UTC). */
export interface Asked {
  from: string;
  /** Whether `from` is 30 days ago; else there is so much that only the days since then were counted. */
  whole: boolean;
  agents: number;
  /** Lines of the list, as the search counts them. */
  ofAgents: number;
  permissions: number;
  deletions: number;
  /** Records that these deleted: a statement is one line, whatever it deleted. */
  deletedRecords: number;
  withoutTicket: number;
  people: number;
  services: number;
}

export interface Today {
  /** Absent where even one day has more than is counted. */
  asked?: Asked;
  coverage?: {
    tables: number;
    captured: number;
    unknown: number;
    gaps: number;
    /** Some of the tables with a gap. */
    troubled: Strip[];
  };
  people?: { active: number; withoutSecondFactor: number; invited: number };
  /** How far the reader may see, where that is limited; days in UTC, both counted. */
  limits?: { from?: string; to?: string; sources?: string[] };
}

const period = 30;
/** Lines that are looked at, newest first. */
const mostLines = 20_000;

/** State, no act: nothing is recorded. */
export async function readToday(principal: Principal | undefined, through: Web = web()): Promise<Today> {
  const today = await permit(principal, "home.view", {}, (read) => find(read, through.clock()), through);
  if (!principal || !may(principal.person.role, "coverage.view")) return today;
  const day = through.clock().slice(0, 10);
  const query = { from: dayAfter(day, 1 - period), to: day, days: period };
  const { tables, captured, unknown, gaps, sources } = await readCoverage(principal, query, through);
  const troubled = sources.flatMap(({ strips }) => strips.filter((strip) => strip.gaps > 0)).slice(0, 3);
  return { ...today, coverage: { tables, captured, unknown, gaps, troubled } };
}

async function find(read: Read, now: string): Promise<Today> {
  const { sql, principal } = read;
  const { role } = principal.person;
  const end = principal.scope.to && principal.scope.to < now ? principal.scope.to : now;
  return {
    ...(may(role, "events.search") && { asked: await count(read, dayAfter(end.slice(0, 10), 1 - period), end) }),
    // whoever sees a part of the ledger sees nothing of how others sign in
    ...(may(role, "people.view") && !isLimited(principal.scope) && { people: await countPeople(sql) }),
    ...limitsOf(principal.scope, await namesOf(read)),
  };
}

/** From the index of lines by time, with an end: what it costs does not grow with the ledger. */
async function count(
  { sql, ledger, principal: { scope } }: Read,
  from: string,
  end: string,
): Promise<Asked | undefined> {
  const start = `${from}T00:00:00Z`;
  const [row] = await sql<(Omit<Asked, "whole"> & { cut: boolean })[]>`
    with lines as materialized (
      select occurred_at, actor, actor_kind, category, action, source, ticket, decision, source_kind, rows
      from ledger.projection
      where ledger = ${ledger} and part_of is null
        and occurred_at >= greatest(${start}::timestamptz, ${scope.from ?? "-infinity"}::timestamptz)
        and occurred_at < ${scope.to ?? "infinity"}
      order by occurred_at desc, index desc limit ${mostLines}
    ), counted as (
      select count(*) = ${mostLines} as cut,
        case when count(*) = ${mostLines}
          then (date_trunc('day', min(occurred_at) at time zone 'UTC') + interval '1 day') at time zone 'UTC'
          else ${start} end as since
      from lines
    ), asked as (
      select lines.*, category in ('record', 'statement') and decision is distinct from 'denied' and action <> 'failed' as changes
      from lines, counted
      where source_kind <> 'vouch' and occurred_at >= since
        and (${scope.sources ?? null}::uuid[] is null or source = any(${scope.sources ?? []}::uuid[]))
    )
    select to_char(c.since at time zone 'UTC', 'YYYY-MM-DD') as "from", c.cut,
      count(distinct a.actor) filter (where a.actor_kind = 'agent')::int as agents,
      count(*) filter (where a.actor_kind = 'agent')::int as "ofAgents",
      count(*) filter (where a.category = 'permission')::int as permissions,
      count(*) filter (where a.action = 'deleted')::int as deletions,
      coalesce(sum(coalesce(a.rows, 1)) filter (where a.action = 'deleted'), 0)::int as "deletedRecords",
      count(*) filter (where a.changes and a.ticket is null)::int as "withoutTicket",
      count(distinct a.actor) filter (where a.actor_kind = 'human')::int as people,
      count(distinct a.actor) filter (where a.actor_kind = 'service')::int as services
    from counted c left join asked a on true
    group by c.since, c.cut
    having c.since <= ${end}`;
  if (!row) return undefined;
  const { cut, ...asked } = row;
  return { ...asked, whole: !cut };
}

async function countPeople(sql: Read["sql"]): Promise<NonNullable<Today["people"]>> {
  const [row] = await sql<NonNullable<Today["people"]>[]>`
    select count(*) filter (where deactivated_at is null and (password is not null or oidc is not null))::int as active,
      -- a provider asks for its own
      count(*) filter (where deactivated_at is null and password is not null and totp_since is null)::int as "withoutSecondFactor",
      count(*) filter (where deactivated_at is null and password is null and oidc is null)::int as invited
    from app.people`;
  return row ?? { active: 0, withoutSecondFactor: 0, invited: 0 };
}

async function namesOf({ sql, ledger, principal }: Read): Promise<string[] | undefined> {
  const { sources } = principal.scope;
  if (!sources) return undefined;
  const rows = await sql<{ name: string }[]>`
    select name from app.sources where ledger = ${ledger} and id = any(${sources}::uuid[]) order by name`;
  return rows.map(({ name }) => name);
}

function limitsOf(scope: Scope, sources: string[] | undefined): Pick<Today, "limits"> {
  return isLimited(scope) ? { limits: { ...daysOf(scope), ...(sources && { sources }) } } : {};
}

function isLimited({ from, to, sources }: Scope): boolean {
  return from !== undefined || to !== undefined || sources !== undefined;
}
