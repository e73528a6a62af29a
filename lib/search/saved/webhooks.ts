/**
 * Where alerts may be sent, as administrators say: made, tried, ended, and what was sent there. The address and the secret are
 * sealed; the secret is shown once, the address never again but for its place.
 */
import { randomBytes } from "node:crypto";
import {
  authorise,
  countAttempt,
  erasable,
  eventBy,
  keep,
  minutesUntil,
  notify,
  type Principal,
  permit,
  readName,
  record,
  targetOf,
  type Web,
  web,
} from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { eventId, Fault, type Field, microseconds } from "../../event/index.ts";
import { isUuid, post } from "../../ledger/index.ts";
import { testBody } from "./alert-body.ts";
import { changing } from "./changing.ts";
import { type Answer, placeOf, type Resolve, readDestination, send } from "./reach.ts";
import type { Told } from "./search-event.ts";
import { headersOf, newSecret, openWebhook, sealWebhook, type WebhookInside } from "./webhook-seal.ts";

export interface Webhook {
  id: string;
  name: string;
  /** `https://hooks.example.com/…` */
  place: string;
  /** It may lead into a private network. */
  inside: boolean;
  /** Sentences quote values. Undefined where this home cannot open it. */
  values: boolean | undefined;
  createdAt: string;
  createdBy: string;
  /** Searches whose alerts are sent there. */
  subscriptions: number;
  /** The newest, at most 20. */
  deliveries: Delivery[];
}

export interface Delivery {
  id: string;
  search: string;
  person: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  createdAt: string;
  nextAt: string | null;
  endedAt: string | null;
  answer: string | null;
}

export interface GivenWebhook {
  name: string;
  address: string;
  inside: boolean;
  values: boolean;
}

const mostWebhooks = 20;
const shownDeliveries = 20;

/** State, no act. Throws `forbidden`. */
export async function listWebhooks(principal: Principal | undefined, through: Web = web()): Promise<Webhook[]> {
  return permit(
    principal,
    "webhooks.manage",
    {},
    async ({ sql }) => {
      const rows = await sql<(Omit<Webhook, "values" | "deliveries"> & { sealed: Buffer })[]>`
        select w.id, w.name, w.place, w.inside, w.sealed, w.created_at as "createdAt", p.name as "createdBy",
          (select count(*)::int from app.subscriptions s where s.webhook = w.id and s.ended_at is null) as subscriptions
        from app.webhooks w join app.people p on p.id = w.created_by where w.ended_at is null order by lower(w.name), w.id`;
      return Promise.all(
        rows.map(async ({ sealed, ...row }) => ({
          ...row,
          values: opened(through, row.id, sealed)?.values,
          deliveries: await findDeliveries(sql, row.id),
        })),
      );
    },
    through,
  );
}

async function findDeliveries(sql: Transaction, webhook: string): Promise<Delivery[]> {
  return sql<Delivery[]>`
    select d.id, q.name as search, p.name as person, d.state, d.attempts, d.created_at as "createdAt", d.next_at as "nextAt",
      d.ended_at as "endedAt", d.answer
    from app.deliveries d join app.subscriptions s on s.id = d.subscription join app.queries q on q.id = s.query
    join app.people p on p.id = s.person
    where d.webhook = ${webhook} order by d.created_at desc, d.id desc limit ${shownDeliveries}`;
}

/** Throws `forbidden`, `invalid`, and `conflict` where the name is taken, or there are 20. */
export async function makeWebhook(
  principal: Principal | undefined,
  given: GivenWebhook,
  through: Web = web(),
): Promise<{ id: string; name: string; secret: string }> {
  const by = await authorise(principal, "webhooks.manage", { target: { type: "webhook" } }, through);
  const name = readName(given.name);
  const url = readDestination(given.address, given.inside);
  const [place, secret, now] = [placeOf(url), newSecret(), through.clock()];
  const id = eventId(microseconds(now), randomBytes(10));
  const sealed = sealWebhook(through.home, id, { address: url.href, secret, values: given.values });
  await changing(through, async (sql) => {
    await sql`lock table app.webhooks in share row exclusive mode`;
    const [row] = await sql<{ count: number; taken: boolean }[]>`
      select count(*)::int as count, coalesce(bool_or(name = ${name}), false) as taken from app.webhooks where ended_at is null`;
    if (row?.taken) throw new Fault("conflict", `There is a webhook named “${name}” already. Choose another name.`);
    if ((row?.count ?? 0) >= mostWebhooks) {
      throw new Fault(
        "conflict",
        `There are ${mostWebhooks} webhooks, which is the limit. Remove one that nobody uses.`,
      );
    }
    await sql`
      insert into app.webhooks (id, name, sealed, place, inside, created_by, created_at)
      values (${id}, ${name}, ${sealed}, ${place}, ${given.inside}, ${by.person.id}, ${now})`;
    const choices = [keep("inside", yesNo(given.inside)), keep("values", yesNo(given.values))];
    await post(sql, eventBy(by, webhookEvent("webhook.made", { id, name, place }, choices)), through.clock);
  });
  return { id, name, secret };
}

/** Nothing is sent there any more; whoever was alerted by it is told. Throws `forbidden` and `not-found`. */
export async function endWebhook(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = await authorise(principal, "webhooks.manage", { target: { type: "webhook", id } }, through);
  await changing(through, async (sql) => {
    const webhook = await holdWebhook(sql, id);
    const now = through.clock();
    await sql`update app.webhooks set ended_at = ${now} where id = ${webhook.id}`;
    const ended = await sql<{ person: string }[]>`
      update app.subscriptions set ended_at = ${now} where webhook = ${webhook.id} and ended_at is null returning person`;
    await sql`
      update app.deliveries set state = 'failed', next_at = null, ended_at = ${now}, answer = 'The webhook was removed.'
      where webhook = ${webhook.id} and state = 'waiting'`;
    const told = { who: by.person.name, webhook: webhook.name };
    const people = ended.map(({ person }) => person);
    await notify(sql, people, { type: "alert.webhook_removed", data: told, address: "/queries" }, now);
    await post(sql, eventBy(by, webhookEvent("webhook.removed", webhook)), through.clock);
  });
}

/**
 * Sends a body that says it is a test, now and once; what came of it is an entry. Throws `forbidden`, `not-found`, and `held` beyond
 * 20 in an hour.
 */
export async function testWebhook(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
  resolve?: Resolve,
): Promise<Answer> {
  const by = await authorise(principal, "webhooks.manage", { target: { type: "webhook", id } }, through);
  const { webhook, inside } = await changing(through, async (sql) => {
    const held = await holdWebhook(sql, id);
    await countTest(sql, by, through);
    return { webhook: held, inside: openWebhook(through.home, held.id, held.sealed) };
  });
  const now = through.clock();
  const delivery = eventId(microseconds(now), randomBytes(10));
  // before anything leaves: what came of it is said to whoever asked
  await record(through, eventBy(by, webhookEvent("webhook.tested", webhook)));
  const body = testBody(delivery, now, webhook.name);
  const seconds = Math.floor(Date.parse(now) / 1_000);
  const headers = headersOf(inside.secret, delivery, body, seconds);
  return send({ address: inside.address, inside: webhook.inside }, body, headers, resolve);
}

/** What was given up is tried again, with all its retries. Throws `forbidden`, `not-found`, and `conflict` where it was not given up. */
export async function retryDelivery(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = await authorise(principal, "webhooks.manage", { target: { type: "delivery", id } }, through);
  await changing(through, async (sql) => {
    const [found] = isUuid(id)
      ? await sql<{ webhook: string; state: string }[]>`
          select webhook, state from app.deliveries where id = ${id} for update`
      : [];
    if (!found) throw new Fault("not-found", "Expected a delivery that exists. Load the page again.");
    const webhook = await holdWebhook(sql, found.webhook);
    if (found.state !== "failed") throw new Fault("conflict", "This was not given up. Load the page again.");
    await sql`
      update app.deliveries set state = 'waiting', attempts = least(attempts, 1), next_at = ${through.clock()}, ended_at = null where id = ${id}`;
    await post(sql, eventBy(by, webhookEvent("webhook.retried", webhook)), through.clock);
  });
}

interface Held {
  id: string;
  name: string;
  place: string;
  inside: boolean;
  sealed: Buffer;
}

async function holdWebhook(sql: Transaction, id: string): Promise<Held> {
  const [found] = isUuid(id)
    ? await sql<Held[]>`
        select id, name, place, inside, sealed from app.webhooks where id = ${id} and ended_at is null for update`
    : [];
  if (!found) throw new Fault("not-found", "Expected a webhook that is there. It was removed: load the page again.");
  return found;
}

/** Somebody who tries addresses one after the other learns what answers: not quickly. */
async function countTest(sql: Transaction, { person }: Principal, { clock }: Web): Promise<void> {
  const now = clock();
  const count = await countAttempt(sql, { door: "webhook", key: person.id }, now);
  if (!count.locked) return;
  const minutes = minutesUntil(count.until, now);
  throw new Fault("held", `You sent many tests. Wait ${minutes} minutes, then send another.`);
}

export function webhookEvent(
  type: string,
  { id, name, place }: Pick<Held, "id" | "name" | "place">,
  data: Field[] = [],
): Told {
  return {
    type,
    category: "configuration",
    target: targetOf({ type: "webhook", id }),
    data: [erasable("name", name), erasable("place", place), ...data],
  };
}

function opened({ home }: Web, id: string, sealed: Buffer): WebhookInside | undefined {
  try {
    return openWebhook(home, id, sealed);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

const yesNo = (yes: boolean) => (yes ? "yes" : "no");
