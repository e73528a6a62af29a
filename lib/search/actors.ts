/**
 * The question: who acted without a name? Logins and applications whose changes say only that somebody came through them, so
 * that they can be given a name, or taught to say who acts.
 */
import {
  Directory,
  type Identity,
  type Principal,
  permit,
  type Read,
  readIdentities,
  type Web,
  web,
} from "../access/index.ts";
import { instant, microseconds } from "../event/index.ts";
import { findEntries } from "../ledger/index.ts";

/** Days that can be asked for. */
export const periods = [7, 30, 90] as const;
export type Period = (typeof periods)[number];

/** Lines that are looked at, newest first; where there are more, the answer says from when on it holds. */
const mostLines = 300_000;
const mostGaps = 100;

export interface UnnamedActor {
  /** What entries carry as the actor's id: the login, or a word that names nobody. */
  actor: string;
  /** Whether a client said that word; otherwise the login is all that is known. */
  claimed: boolean;
  login?: string;
  /** The application name of the newest entry. */
  application?: string;
  source: { id: string; name: string; kind: string };
  /** Changes of records, and statements of which no number of rows is known. Decimal text. */
  changes: string;
  firstAt: string;
  lastAt: string;
  /** Who it is by now; the changes that are counted here were recorded before that was said. */
  named?: string;
}

export interface Unnamed {
  days: Period;
  /** From here on everything was looked at. */
  from: string;
  /** There are older entries in the period that were not looked at. */
  cut: boolean;
  /** Whether any change at all was recorded since `from`. */
  anything: boolean;
  /** Open ones first, then by number of changes. At most 100. */
  actors: UnnamedActor[];
  /** How many there are beyond those. */
  more: number;
  /** Who has a name, and the sources to which a name can be limited. */
  identities: Identity[];
  sources: { id: string; name: string }[];
}

/** Whoever may see identities sees, within their scope, logins and counts; no contents. `days` is one of `periods`, else 30. */
export async function findUnnamed(
  principal: Principal | undefined,
  days: number,
  through: Web = web(),
): Promise<Unnamed> {
  const asked = periods.find((period) => period === days) ?? 30;
  return permit(principal, "identities.view", {}, (read) => find(read, asked, through), through);
}

interface Found {
  actor: string;
  attribution: string;
  login: string | null;
  source: string;
  sourceName: string | null;
  sourceKind: string;
  changes: string;
  firstAt: string;
  lastAt: string;
  newest: bigint;
}

async function find(read: Read, days: Period, { home, clock }: Web): Promise<Unnamed> {
  const { from: limit } = read.principal.scope;
  const start = instant(microseconds(clock()) - BigInt(days) * 86_400_000_000n);
  const asked = limit !== undefined && limit > start ? limit : start;
  const { found, changed, cut, oldest } = await group(read, asked);
  const identities = await readIdentities(read.sql);
  const newest = await findEntries(
    read.sql,
    home,
    read.ledger,
    found.slice(0, mostGaps).map((gap) => gap.newest),
  );
  const applications = new Map(newest.map(({ index, leaf }) => [index, leaf?.event.origin?.application]));
  const actors = found.slice(0, mostGaps).map((gap) => describe(gap, applications.get(gap.newest), identities));
  actors.sort((one, other) => Number(one.named !== undefined) - Number(other.named !== undefined)); // stable: then by changes
  return {
    days,
    from: cut ? oldest : asked,
    cut,
    anything: changed > 0,
    actors,
    more: Math.max(0, found.length - mostGaps),
    identities,
    sources: await listSources(read),
  };
}

/** One line is one statement, so a bulk statement is read once and counts its rows. */
async function group({ sql, ledger, principal }: Read, from: string) {
  const { to, sources } = principal.scope;
  const rows = await sql<(Found & { seen: number; changed: number; oldest: string })[]>`
    with lines as materialized ( -- limited before anything is filtered: what is read is bounded, whatever it is
      select actor, actor_kind, attribution, login, source, source_kind, category, rows, occurred_at, index
      from ledger.projection
      where ledger = ${ledger} and part_of is null and occurred_at >= ${from} and occurred_at < ${to ?? "infinity"}
      order by occurred_at desc, index desc limit ${mostLines}
    ), changed as (
      select * from lines
      where source_kind <> 'vouch' and category in ('record', 'statement')
        and (${sources ?? null}::uuid[] is null or source = any(${sources ?? []}::uuid[]))
    ), gaps as (
      select actor, attribution, login, source, min(source_kind) as source_kind,
        sum(greatest(coalesce(rows, 1), 1)) as changes, min(occurred_at) as first, max(occurred_at) as last, max(index) as newest
      from changed where actor_kind = 'unknown' group by actor, attribution, login, source
    )
    select g.actor, g.attribution, g.login, g.source, s.name as "sourceName", g.source_kind as "sourceKind", g.changes::text,
      g.first as "firstAt", g.last as "lastAt", g.newest, l.seen::int, l.oldest, (select count(*)::int from changed) as changed
    from (select count(*) as seen, min(occurred_at) as oldest from lines) l
      left join gaps g on true left join app.sources s on s.id = g.source
    order by g.changes desc nulls last, g.actor, g.login limit ${mostGaps * 10}`;
  const found = rows.filter((row) => row.actor !== null);
  const [{ seen, changed, oldest } = { seen: 0, changed: 0, oldest: from }] = rows;
  return { found, changed, cut: seen >= mostLines, oldest };
}

async function listSources({ sql, ledger, principal: { scope } }: Read): Promise<Unnamed["sources"]> {
  return sql<Unnamed["sources"]>`
    select id, name from app.sources
    where ledger = ${ledger} and kind <> 'vouch' and removed_at is null
      and (${scope.sources ?? null}::uuid[] is null or id = any(${scope.sources ?? []}::uuid[]))
    order by name`;
}

function describe(gap: Found, application: string | undefined, identities: Identity[]): UnnamedActor {
  const { actor, attribution, login, source, changes, firstAt, lastAt } = gap;
  const directory = new Directory(identities, source);
  const who = (login ? directory.login(login) : undefined) ?? directory.application(application);
  return {
    actor,
    claimed: attribution === "claimed",
    ...(login && { login }),
    ...(application && { application }),
    source: { id: source, name: gap.sourceName ?? "A source that was removed", kind: gap.sourceKind },
    changes,
    firstAt,
    lastAt,
    ...(who && { named: who.name }),
  };
}
