/** Saved searches on somebody's Home, each with how much it finds now. */
import { authorise, eventBy, may, type Principal, permit, type Read, type Web, web } from "../../access/index.ts";
import { sqlState, type Transaction } from "../../database/index.ts";
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
/** Milliseconds for one count. */
const patience = 1_500;

export interface Pinned {
  id: string;
  name: string;
  description: string;
  /** Undefined where the search cannot be counted: it has a mistake, or took too long. */
  count?: { lines: number; more: boolean };
  mistaken: boolean;
}

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

/**
 * State, no act: what is asked was recorded when it was saved, and counts alone are shown. Nothing for those who may not search.
 */
export async function readPinned(principal: Principal | undefined, through: Web = web()): Promise<Pinned[]> {
  return permit(principal, "home.view", {}, (read) => findPinned(read, through), through);
}

async function findPinned(read: Read, through: Web): Promise<Pinned[]> {
  const { sql, ledger, principal } = read;
  const { person } = principal;
  if (!may(person.role, "events.search")) return [];
  const searches = await sql<StoredSearch[]>`
    select q.id, q.name, q.description, q.query, q.zone, q.view from app.pins p join app.queries q on q.id = p.query
    where p.person = ${person.id} and q.ledger = ${ledger} and q.removed_at is null and (q.owner = ${person.id} or q.shared)
    order by p.pinned_at, q.id limit ${mostPinned}`;
  const pinned: Pinned[] = [];
  for (const search of searches) pinned.push(await countOne(read, through, search));
  return pinned;
}

async function countOne(read: Read, { home, clock }: Web, search: StoredSearch): Promise<Pinned> {
  const { id, name, description } = search;
  const { tree, mistakes } = understand(search.query);
  const said = { id, name, description, mistaken: mistakes.length > 0 };
  if (mistakes.length > 0) return said;
  try {
    // a count that takes too long fails alone: the page does not wait for it, nor fail with it
    return await read.sql.savepoint(async (sql) => {
      await sql`select set_config('statement_timeout', ${String(patience)}, true)`;
      const ask = { tree, zone: zoneOf(search), now: clock() };
      const { lines, more } = await countFound({ ...read, sql }, home, ask, mostCounted);
      return { ...said, count: { lines, more } };
    });
  } catch (error) {
    if (error instanceof Fault || sqlState(error) === "57014") return said;
    throw error;
  }
}
