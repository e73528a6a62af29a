/** The question: which searches are kept, by me and for me, what do they mean now, and am I alerted to them? */
import { may, type Principal, permit, type Read, type Web, web } from "../../access/index.ts";
import { type Mistake, queryWords, timesOf } from "../language/index.ts";
import { addressNow, runAddress, zoneOf } from "./run.ts";
import { longest, type StoredSearch, understand } from "./saved.ts";

export interface SavedSearch {
  id: string;
  name: string;
  description: string;
  /** In the search's own language. */
  query: string;
  /** As a sentence's part; empty: every entry. */
  words: string;
  mistakes: Mistake[];
  zone: string;
  range: SavedRange;
  shared: boolean;
  mine: boolean;
  /** Name of whoever saved it. */
  owner: string;
  /** The page that runs it: of a private one the search itself, with its times frozen, since nobody else has the other. */
  link: string;
  createdAt: string;
  lastRun?: { at: string; by: string; byYou: boolean };
  pinned: boolean;
  alert?: SavedAlert;
  /** Others who are alerted to it. */
  watchers: number;
}

/** Times in UTC, `to` exclusive: what every entry that is found lies between, as of now. */
export interface SavedRange {
  kind: "rolling" | "frozen" | "any";
  from?: string;
  to?: string;
}

export interface SavedAlert {
  /** Id of where it is sent, too; without, in Vouch alone. */
  webhook?: string;
  since: string;
  lastFoundAt?: string;
  /** Why it is not looked at just now. */
  trouble?: string;
}

export interface SavedList {
  mine: SavedSearch[];
  shared: SavedSearch[];
  /** Where alerts may be sent, for those who may send them. */
  webhooks: { id: string; name: string; place: string }[];
}

/** Lists of shared searches end here. */
const mostShared = 500;

/** State, no act: nothing of the ledger is shown. Throws `forbidden`. */
export async function listSearches(principal: Principal | undefined, through: Web = web()): Promise<SavedList> {
  const found = await permit(principal, "queries.save", {}, (read) => findSearches(read, through.clock()), through);
  // not within the read above: whoever is held to a scope reads no webhooks
  const webhooks =
    principal && may(principal.person.role, "alerts.send")
      ? await through.sql<SavedList["webhooks"]>`
          select id, name, place from app.webhooks where ended_at is null order by lower(name)`
      : [];
  return { ...found, webhooks: [...webhooks] };
}

interface Row extends StoredSearch {
  ownerName: string;
  createdAt: string;
  lastRunAt: string | null;
  lastRunBy: string | null;
  runner: string | null;
  pinned: boolean;
  watchers: number;
  since: string | null;
  lastFoundAt: string | null;
  trouble: string | null;
  webhook: string | null;
}

async function findSearches({ sql, ledger, principal: { person } }: Read, now: string) {
  const rows = await sql<Row[]>`
    select q.id, q.owner, q.name, q.description, q.query, q.zone, q.view, q.shared, o.name as "ownerName",
      q.created_at as "createdAt", q.last_run_at as "lastRunAt", q.last_run_by as "lastRunBy", r.name as runner,
      exists (select from app.pins p where p.query = q.id and p.person = ${person.id}) as pinned,
      (select count(*)::int from app.subscriptions w where w.query = q.id and w.ended_at is null and w.person <> ${person.id}) as watchers,
      s.created_at as since, s.last_found_at as "lastFoundAt", s.trouble, s.webhook
    from app.queries q join app.people o on o.id = q.owner left join app.people r on r.id = q.last_run_by
    left join app.subscriptions s on s.query = q.id and s.person = ${person.id} and s.ended_at is null
    where q.ledger = ${ledger} and q.removed_at is null and (q.owner = ${person.id} or q.shared)
    order by q.owner <> ${person.id}, lower(q.name), q.id limit ${mostShared}`;
  const searches = rows.map((row) => searchOf(row, person.id, now));
  return { mine: searches.filter(({ mine }) => mine), shared: searches.filter(({ mine }) => !mine) };
}

function searchOf(row: Row, reader: string, now: string): SavedSearch {
  const { id, name, description, shared, createdAt, pinned, watchers } = row;
  const { tree, mistakes, rolling } = understand(row.query);
  const zone = zoneOf(row);
  const times = timesOf(tree, zone, now);
  const kind = rolling ? "rolling" : times.from || times.to ? "frozen" : "any";
  return {
    id,
    name,
    description,
    query: row.query.slice(0, longest.query),
    words: queryWords(tree),
    mistakes,
    zone,
    range: { kind, ...times },
    shared,
    mine: row.owner === reader,
    owner: row.ownerName,
    link: shared ? runAddress(id) : addressNow(row, now),
    createdAt,
    ...(row.lastRunAt && {
      lastRun: { at: row.lastRunAt, by: row.runner ?? "somebody", byYou: row.lastRunBy === reader },
    }),
    pinned,
    ...(row.since && { alert: alertOf(row, row.since) }),
    watchers,
  };
}

function alertOf({ webhook, lastFoundAt, trouble }: Row, since: string): SavedAlert {
  return {
    since,
    ...(webhook && { webhook }),
    ...(lastFoundAt && { lastFoundAt }),
    ...(trouble && { trouble }),
  };
}
