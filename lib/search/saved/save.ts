/**
 * Saving a search, and what becomes of it: changed, shared, removed, brought back. Each is an event in the transaction of the change.
 * Another's private search is not there; a shared one is changed by its owner, and removed by its owner or an administrator.
 */
import { randomBytes } from "node:crypto";
import {
  authorise,
  countAttempt,
  eventBy,
  keep,
  may,
  minutesUntil,
  notify,
  type Principal,
  readName,
  recordDenial,
  takeBackNotices,
  type Web,
  web,
} from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { eventId, Fault, instant, microseconds } from "../../event/index.ts";
import { post, theLedger } from "../../ledger/index.ts";
import { changing } from "./changing.ts";
import { insertPin } from "./pin.ts";
import {
  type GivenSearch,
  holdSearch,
  mostSaved,
  readDescription,
  readGiven,
  readQuery,
  type StoredSearch,
  understand,
} from "./saved.ts";
import { changedSearch, searchEvent, type Told } from "./search-event.ts";
import { insertSubscription } from "./subscribe.ts";

/** Days in which a removed search can be brought back. */
const daysBack = 30;

/** Throws `forbidden`, `invalid`, and `conflict` where the person has one of that name, or too many. */
export async function saveSearch(
  principal: Principal | undefined,
  given: GivenSearch,
  through: Web = web(),
): Promise<{ id: string; name: string }> {
  const by = await authorise(principal, "queries.save", { target: { type: "query" } }, through);
  if (given.shared) await authorise(by, "queries.share", { target: { type: "query" } }, through);
  if (given.alert) await authorise(by, "subscriptions.manage", { target: { type: "query" } }, through);
  const now = through.clock();
  const { name, description, query, zone, view } = readGiven(given, now);
  const shared = given.shared ?? false;
  return changing(through, async (sql) => {
    await holdCount(sql, by);
    await countSaving(sql, by, now);
    const id = eventId(microseconds(now), randomBytes(10));
    const ledger = await theLedger(sql);
    const made = await sql`
      insert into app.queries (id, ledger, owner, name, description, query, zone, view, shared, created_at, changed_at)
      values (${id}, ${ledger}, ${by.person.id}, ${name}, ${description}, ${query}, ${zone}, ${JSON.stringify(view)}::text::jsonb, ${shared}, ${now}, ${now})
      on conflict (owner, name) where removed_at is null do nothing`;
    if (made.count === 0) throw taken(name);
    const search = { id, name, query };
    const rolling = keep("times", understand(query).rolling ? "rolling" : "fixed");
    const data = [keep("zone", zone), rolling, keep("shared", shared ? "yes" : "no")];
    await post(sql, eventBy(by, searchEvent("query.saved", search, data)), through.clock);
    if (given.pinned) await insertPin(sql, by, search, through);
    if (given.alert) await insertSubscription(sql, by, { ...search, ledger }, undefined, through);
    return { id, name };
  });
}

/** Name, description and query. Throws as `saveSearch` does, and `not-found`. */
export async function changeSearch(
  principal: Principal | undefined,
  id: string,
  given: Pick<GivenSearch, "name" | "description" | "query">,
  through: Web = web(),
): Promise<void> {
  await changingOwn(principal, id, through, async (sql, before) => {
    const name = readName(given.name);
    const description = readDescription(given.description);
    // what was saved with a mistake may keep it while its name is changed
    const query =
      given.query === before.query ? before.query : readQuery(given.query, before.zone, undefined, through.clock());
    const after = { name, description, query };
    if (name === before.name && description === before.description && query === before.query) return undefined;
    const others = await sql`
      select 1 from app.queries
      where owner = ${before.owner} and name = ${name} and id <> ${before.id} and removed_at is null`;
    if (others.length > 0) throw taken(name);
    await sql`
      update app.queries set name = ${name}, description = ${description}, query = ${query}, changed_at = ${through.clock()}
      where id = ${before.id}`;
    return changedSearch(before, after);
  });
}

/** Everybody who may search sees it from now on, or nobody else any more. Throws as `changeSearch` does. */
export async function shareSearch(
  principal: Principal | undefined,
  id: string,
  shared: boolean,
  through: Web = web(),
): Promise<void> {
  const sharing = await authorise(principal, "queries.share", { target: { type: "query", id } }, through);
  await changingOwn(sharing, id, through, async (sql, before, by) => {
    if (before.shared === shared) return undefined;
    const now = through.clock();
    await sql`update app.queries set shared = ${shared}, changed_at = ${now} where id = ${before.id}`;
    if (!shared) await endOthers(sql, by, before, now);
    return searchEvent(shared ? "query.shared" : "query.unshared", before);
  });
}

/** It can be brought back for 30 days. Throws as `changeSearch` does. */
export async function removeSearch(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const remove = async (sql: Transaction, before: StoredSearch, by: Principal) => {
    const now = through.clock();
    await sql`update app.queries set removed_at = ${now} where id = ${before.id}`;
    await endOthers(sql, by, before, now);
    if (before.owner !== by.person.id) {
      const told = { who: by.person.name, name: before.name };
      await notify(
        sql,
        [before.owner],
        { type: "search.removed", data: told, address: addressOfSearch(before.id) },
        now,
      );
    }
    return searchEvent("query.removed", before);
  };
  await changingOwn(principal, id, through, remove, "administrator");
}

/** With its pins, and the alerts that ended with it. Throws as `changeSearch` does, and `conflict` after 30 days. */
export async function restoreSearch(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = await authorise(principal, "queries.save", { target: { type: "query", id } }, through);
  await changingIfAllowed(by, id, through, async (sql) => {
    const before = await holdSearch(sql, by, id, "removed");
    holdRights(before, by, "administrator");
    const since = instant(microseconds(through.clock()) - BigInt(daysBack) * 86_400_000_000n);
    if (!before.removedAt || before.removedAt < since) {
      throw new Fault("conflict", `This was removed more than ${daysBack} days ago. Save the search anew.`);
    }
    if (before.owner === by.person.id) await holdCount(sql, by);
    const same = await sql`
      select 1 from app.queries where owner = ${before.owner} and name = ${before.name} and removed_at is null`;
    if (same.length > 0) throw taken(before.name);
    await sql`update app.queries set removed_at = null where id = ${before.id}`;
    await sql`
      update app.subscriptions set ended_at = null where query = ${before.id} and ended_at = ${before.removedAt}`;
    for (const type of ["alert.ended", "search.removed"] as const)
      await takeBackNotices(sql, type, addressOfSearch(before.id));
    await post(sql, eventBy(by, searchEvent("query.restored", before)), through.clock);
  });
}

/** The page on which a saved search stands. */
export function addressOfSearch(id: string): string {
  return `/queries#${id}`;
}

/** Other people's alerts of a search that they no longer see end, and they are told. */
async function endOthers(sql: Transaction, by: Principal, { id, owner, name }: StoredSearch, now: string) {
  const ended = await sql<{ person: string }[]>`
    update app.subscriptions set ended_at = ${now}
    where query = ${id} and person <> ${owner} and ended_at is null returning person`;
  const people = ended.map(({ person }) => person);
  const data = { who: by.person.name, name };
  await notify(sql, people, { type: "alert.ended", data, address: addressOfSearch(id) }, now);
}

type Change = (sql: Transaction, before: StoredSearch, by: Principal) => Promise<Told | undefined>;

async function changingOwn(
  principal: Principal | undefined,
  id: string,
  through: Web,
  work: Change,
  also?: "administrator",
): Promise<void> {
  const by = await authorise(principal, "queries.save", { target: { type: "query", id } }, through);
  await changingIfAllowed(by, id, through, async (sql) => {
    const before = await holdSearch(sql, by, id);
    holdRights(before, by, also);
    const told = await work(sql, before, by);
    if (told) await post(sql, eventBy(by, told), through.clock);
  });
}

/** A refusal undoes the change, and is recorded when its transaction has ended. */
async function changingIfAllowed(
  by: Principal,
  id: string,
  through: Web,
  work: (sql: Transaction) => Promise<void>,
): Promise<void> {
  try {
    await changing(through, work);
  } catch (error) {
    if (error instanceof Fault && error.code === "forbidden")
      await recordDenial(through, by, "queries.share", { target: { type: "query", id } });
    throw error;
  }
}

/** What others see changes under the permission with which it was shown to them. Throws `forbidden`. */
function holdRights({ owner, shared }: StoredSearch, { person }: Principal, also?: "administrator"): void {
  if (owner !== person.id && person.role !== also)
    throw new Fault("forbidden", "Only whoever saved this search changes it. Save one of your own instead.");
  if (shared && !may(person.role, "queries.share"))
    throw new Fault("forbidden", `Your role (${person.role}) may not change what is shared. Ask an administrator.`);
}

/** One person's searches are counted one after the other. */
async function holdCount(sql: Transaction, { person }: Principal): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`saved searches ${person.id}`}, 0))`;
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.queries where owner = ${person.id} and removed_at is null`;
  if ((row?.count ?? 0) < mostSaved) return;
  throw new Fault(
    "conflict",
    `You have ${mostSaved} saved searches, which is the limit. Remove one that nobody needs.`,
  );
}

/** Whoever saves and removes without end leaves a row each time. */
async function countSaving(sql: Transaction, { person }: Principal, now: string): Promise<void> {
  const count = await countAttempt(sql, { door: "query", key: person.id }, now);
  if (!count.locked) return;
  throw new Fault(
    "held",
    `You saved many searches. Wait ${minutesUntil(count.until, now)} minutes, then save another.`,
  );
}

function taken(name: string): Fault {
  return new Fault("conflict", `You have a saved search named “${name}” already. Choose another name.`);
}
