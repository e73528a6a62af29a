/**
 * Alerts: whoever subscribes to a saved search is told of what it finds from then on, in Vouch, and by a webhook where one is
 * chosen. One subscription of a person to a search at a time.
 */
import { randomBytes } from "node:crypto";
import { authorise, erasable, eventBy, keep, type Principal, type Web, web } from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { eventId, Fault, microseconds } from "../../event/index.ts";
import { isUuid, post, readHead } from "../../ledger/index.ts";
import { changing } from "./changing.ts";
import { holdSearch, type StoredSearch, understand } from "./saved.ts";
import { searchEvent } from "./search-event.ts";

/** Searches that one person is alerted to. */
const mostSubscriptions = 50;

interface Place {
  id: string;
  name: string;
}

/**
 * `webhook`: the id of one that an administrator made; without, in Vouch alone. In the place of the subscription that the person
 * has, where there is one. Throws `forbidden`, `not-found`, and `conflict` for a search with mistakes, or beyond 50.
 */
export async function subscribe(
  principal: Principal | undefined,
  id: string,
  webhook: string | undefined,
  through: Web = web(),
): Promise<void> {
  const act = { target: { type: "query", id } };
  const by = await authorise(principal, "subscriptions.manage", act, through);
  if (webhook !== undefined) await authorise(by, "alerts.send", act, through);
  await changing(through, async (sql) => {
    const search = await holdSearch(sql, by, id);
    const place = webhook === undefined ? undefined : await holdWebhook(sql, webhook);
    await insertSubscription(sql, by, search, place, through);
  });
}

/** In the caller's transaction, which holds the search. */
export async function insertSubscription(
  sql: Transaction,
  by: Principal,
  search: Pick<StoredSearch, "id" | "name" | "query" | "ledger">,
  webhook: Place | undefined,
  { clock }: Web,
): Promise<void> {
  const [mistake] = understand(search.query).mistakes;
  if (mistake) {
    throw new Fault("conflict", `This search would find something else than it says: ${mistake.sentence} Correct it.`);
  }
  await sql`select 1 from app.people where id = ${by.person.id} for no key update`; // one after the other
  const now = clock();
  await sql`
    update app.subscriptions set ended_at = ${now}
    where query = ${search.id} and person = ${by.person.id} and ended_at is null`;
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.subscriptions where person = ${by.person.id} and ended_at is null`;
  if ((row?.count ?? 0) >= mostSubscriptions) {
    throw new Fault("conflict", `You are alerted to ${mostSubscriptions} searches, which is the limit. End one first.`);
  }
  const subscription = eventId(microseconds(now), randomBytes(10));
  const { size } = await readHead(sql, search.ledger);
  await sql`
    insert into app.subscriptions (id, query, person, webhook, up_to, created_at)
    values (${subscription}, ${search.id}, ${by.person.id}, ${webhook?.id ?? null}, ${size}, ${now})`;
  const data = [...(webhook ? [erasable("webhook", webhook.name)] : []), keep("subscription", subscription)];
  await post(sql, eventBy(by, searchEvent("subscription.started", search, data)), clock);
}

/** Nothing happens where the person is not alerted to it. Throws `forbidden` and `not-found`. */
export async function unsubscribe(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = await authorise(principal, "queries.save", { target: { type: "query", id } }, through);
  await changing(through, async (sql) => {
    const search = await holdSearch(sql, by, id);
    const ended = await sql<{ id: string }[]>`
      update app.subscriptions set ended_at = ${through.clock()}
      where query = ${search.id} and person = ${by.person.id} and ended_at is null returning id`;
    for (const { id: subscription } of ended) {
      const data = [keep("subscription", subscription)];
      await post(sql, eventBy(by, searchEvent("subscription.ended", search, data)), through.clock);
    }
  });
}

/** Held, so that it is not removed meanwhile. */
async function holdWebhook(sql: Transaction, id: string): Promise<Place> {
  const [found] = isUuid(id)
    ? await sql<Place[]>`select id, name from app.webhooks where id = ${id} and ended_at is null for share`
    : [];
  if (!found)
    throw new Fault("not-found", "Expected a webhook that is there. Load the page again and choose another way.");
  return found;
}
