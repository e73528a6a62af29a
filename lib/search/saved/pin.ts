/** Saved searches on somebody's Home, each with how much it finds now. */
import { authorise, eventBy, may, type Principal, permit, type Read, type Web, web } from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { post } from "../../ledger/index.ts";
import { countFound } from "../find/index.ts";
import { changing } from "./changing.ts";
import { zoneOf } from "./run.ts";
import { holdSearch, type StoredSearch, understand } from "./saved.ts";
import { searchEvent } from "./search-event.ts";

/** On one Home; each costs a count whenever it is opened. */
const mostPinned = 6;
/** Beyond it a count says that there are more. */
const mostCounted = 10_000;
/** Milliseconds for all counts together. */
const patience = 2_000;

export interface Pinned {
  id: string;
  name: string;
  description: string;
  /** What is marked in its query keeps it from being counted. */
  mistaken: boolean;
}

/** By the id of the search; one that took too long is not among them. */
export type PinnedCounts = Record<string, { lines: number; more: boolean }>;

/** Throws `forbidden`, `not-found`, and `conflict` where there are too many already. */
export async function pinSearch(
  principal: Principal | undefined,
  id: string,
  pinned: boolean,
  through: Web = web(),
): Promise<void> {
  const by = await authorise(principal, "queries.save", { target: { type: "query", id } }, through);
  await changing(through, async (sql) => {
    const search = await holdSearch(sql, by, id);
    if (pinned) return insertPin(sql, by, search, through);
    const gone = await sql`delete from app.pins where person = ${by.person.id} and query = ${search.id}`;
    if (gone.count > 0) await post(sql, eventBy(by, searchEvent("query.unpinned", search)), through.clock);
  });
}

export async function insertPin(
  sql: Transaction,
  by: Principal,
  search: Pick<StoredSearch, "id" | "name" | "query">,
  { clock }: Web,
): Promise<void> {
  await sql`select 1 from app.people where id = ${by.person.id} for no key update`; // one after the other
  const [row] = await sql<{ count: number; pinned: boolean }[]>`
    select count(*)::int as count, coalesce(bool_or(p.query = ${search.id}), false) as pinned
    from app.pins p join app.queries q on q.id = p.query
    where p.person = ${by.person.id} and q.removed_at is null and (q.owner = ${by.person.id} or q.shared)`;
  if (row?.pinned) return;
  if ((row?.count ?? 0) >= mostPinned) {
    throw new Fault(
      "conflict",
      `${mostPinned} saved searches stand on your Home, which is the limit. Take one off first.`,
    );
  }
  await sql`
    insert into app.pins (person, query, pinned_at) values (${by.person.id}, ${search.id}, ${clock()})
    on conflict do nothing`;
  await post(sql, eventBy(by, searchEvent("query.pinned", search)), clock);
}

/** State, no act. Nothing for those who may not search. */
export async function readPinned(principal: Principal | undefined, through: Web = web()): Promise<Pinned[]> {
  const work = async (read: Read) =>
    (await findPinned(read)).map(({ id, name, description, query }) => {
      return { id, name, description, mistaken: understand(query).mistakes.length > 0 };
    });
  return permit(principal, "home.view", {}, work, through);
}

/** State, no act: what is asked was recorded when it was saved, and counts alone are shown, within what the reader may see. */
export async function countPinned(principal: Principal | undefined, through: Web = web()): Promise<PinnedCounts> {
  return permit(principal, "home.view", {}, (read) => countAll(read, through), through);
}

async function findPinned({ sql, ledger, principal: { person } }: Read): Promise<StoredSearch[]> {
  if (!may(person.role, "events.search")) return [];
  return sql<StoredSearch[]>`
    select q.id, q.name, q.description, q.query, q.zone from app.pins p join app.queries q on q.id = p.query
    where p.person = ${person.id} and q.ledger = ${ledger} and q.removed_at is null and (q.owner = ${person.id} or q.shared)
    order by p.pinned_at, q.id limit ${mostPinned}`;
}

async function countAll(read: Read, { home, clock }: Web): Promise<PinnedCounts> {
  const counts: PinnedCounts = {};
  const end = performance.now() + patience;
  const now = clock();
  for (const search of await findPinned(read)) {
    const { tree, mistakes } = understand(search.query);
    if (mistakes.length > 0) continue;
    try {
      counts[search.id] = await read.sql.savepoint(async (sql) => {
        const { lines, more } = await countFound(
          { ...read, sql: until(end, sql) },
          home,
          { tree, zone: zoneOf(search), now },
          mostCounted,
        );
        return { lines, more };
      });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return counts;
}

/** The same transaction, which begins no statement any more when the time is over: a page waits for no count. */
function until(end: number, sql: Transaction): Transaction {
  return new Proxy(sql, {
    apply(target, self, args) {
      if (performance.now() > end) throw new Fault("unavailable", "Counting took too long.");
      return Reflect.apply(target, self, args);
    },
  });
}
