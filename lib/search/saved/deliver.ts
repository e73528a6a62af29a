/**
 * Bringing alerts to their webhooks: at once, then after 1 and 5 and 30 minutes, 2 and 6 hours, then not any more, which the
 * subscriber is told. An attempt is noted before it begins, so that one which dies with its process is followed by another: the
 * other side may be told twice, under the same id, and is not left untold.
 */
import { setTimeout as pause } from "node:timers/promises";
import { erasable, guard, keep, may, notify, type Role, targetOf, type Web } from "../../access/index.ts";
import type { Home, Transaction } from "../../database/index.ts";
import { Fault, instant, microseconds } from "../../event/index.ts";
import { post } from "../../ledger/index.ts";
import { type Answer, patience, type Resolve, send } from "./reach.ts";
import { type Told, vouchItself } from "./search-event.ts";
import type { Errand } from "./watch.ts";
import { headersOf, openBody, openWebhook } from "./webhook-seal.ts";

/** Minutes from an attempt that failed to the next; after the last of them it is given up. */
export const retries = [1, 5, 30, 120, 360] as const;
/** At once: of all webhooks, and of one, so that one that answers slowly does not hold up the others. */
const mostAtOnce = { all: 8, webhook: 2 };
/** Milliseconds after which an attempt that nobody ended is taken up again. */
const lease = patience + 20_000;
const daysKept = 30;

export interface Delivering extends Errand {
  /** In the place of the system's, for tests. */
  resolve?: Resolve;
}

/** What ended long ago: that it was sent stands in the ledger, what it said need not be kept. Returns how many are gone. */
export async function forgetDelivered({ sql, clock }: Web): Promise<number> {
  const since = later(clock(), -daysKept * 86_400_000);
  const gone = await sql`
    delete from app.deliveries where id in (select id from app.deliveries where ended_at < ${since} limit 10000)`;
  return gone.count;
}

interface Waiting {
  id: string;
  webhook: string;
}

/** Runs until `signal`; what is under way then is ended first. */
export async function keepDelivering(work: Delivering): Promise<void> {
  const underWay = new Map<string, { webhook: string; done: Promise<void> }>();
  let reported = false;
  let tidied = Number.NEGATIVE_INFINITY;
  while (!work.signal.aborted) {
    try {
      if (performance.now() - tidied > 3_600_000) {
        await forgetDelivered(work.web);
        tidied = performance.now();
      }
      for (const { id, webhook } of await findWaiting(work.web)) {
        const same = [...underWay.values()].filter((other) => other.webhook === webhook).length;
        if (underWay.has(id) || same >= mostAtOnce.webhook || underWay.size >= mostAtOnce.all) continue;
        const done = deliver(work.web, id, work.resolve)
          .catch((error) => work.report(error instanceof Fault ? error.message : "An alert could not be sent."))
          .finally(() => underWay.delete(id));
        underWay.set(id, { webhook, done });
      }
      reported = false;
    } catch {
      if (!reported && !work.signal.aborted) work.report("Alerts cannot be sent just now; they wait.");
      reported = true;
    }
    await pause(work.rest ?? 1_000, undefined, { signal: work.signal }).catch(() => {});
  }
  await Promise.all([...underWay.values()].map(({ done }) => done));
}

/** Sends what is due, one after the other. Returns how many attempts were made. */
export async function deliverOnce(web: Web, resolve?: Resolve): Promise<number> {
  const waiting = await findWaiting(web);
  for (const { id } of waiting) await deliver(web, id, resolve);
  return waiting.length;
}

async function findWaiting({ sql, clock }: Web): Promise<Waiting[]> {
  return sql<Waiting[]>`
    select id, webhook from (
      select id, webhook, next_at, row_number() over (partition by webhook order by next_at) as place
      from app.deliveries where state = 'waiting' and next_at <= ${clock()}) as due
    where place <= ${mostAtOnce.webhook * 2} order by next_at limit 200`;
}

interface Attempt {
  id: string;
  number: number;
  body: string;
  person: string;
  role: Role;
  deactivated: boolean;
  search: { id: string; name: string };
  webhook: { id: string; name: string; place: string; inside: boolean; ended: boolean };
  sealed: Buffer;
}

async function deliver(web: Web, id: string, resolve?: Resolve): Promise<void> {
  const attempt = await begin(web, id);
  if (!attempt) return;
  const { webhook, sealed } = attempt;
  let answer: Answer;
  try {
    const { address, secret } = openWebhook(web.home, webhook.id, sealed);
    const body = openBody(web.home, id, attempt.body);
    const seconds = Math.floor(Date.parse(web.clock()) / 1_000);
    answer = await send({ address, inside: webhook.inside }, body, headersOf(secret, id, body, seconds), resolve);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    answer = { taken: false, says: error.message };
  }
  await settleAttempt(web, attempt, answer);
}

/** Takes up an attempt, and records that something is about to leave, before it does. Undefined where another process has it. */
async function begin(web: Web, id: string): Promise<Attempt | undefined> {
  const { sql, clock } = web;
  return guard(async () => {
    const { value } = await sql.begin(async (transaction) => {
      const now = clock();
      const [taken] = await transaction<{ attempts: number }[]>`
        update app.deliveries set attempts = attempts + 1, next_at = ${later(now, lease)}
        where id = (select id from app.deliveries where id = ${id} and state = 'waiting' and next_at <= ${now} for update skip locked)
        returning attempts`;
      if (!taken) return { value: undefined };
      const attempt = await readAttempt(transaction, id);
      const refusal = whyNot(attempt);
      if (refusal) {
        await giveUp(transaction, attempt, refusal, web);
        return { value: undefined };
      }
      if (attempt.number === 1) await post(transaction, sentEvent("alert.sent", attempt, web), clock);
      return { value: attempt };
    });
    return value;
  });
}

async function readAttempt(sql: Transaction, id: string): Promise<Attempt> {
  const [found] = await sql<Attempt[]>`
    select d.id, d.attempts as number, d.body, p.id as person, p.role, p.deactivated_at is not null as deactivated,
      json_build_object('id', q.id, 'name', q.name) as search, w.sealed,
      json_build_object('id', w.id, 'name', w.name, 'place', w.place, 'inside', w.inside, 'ended', w.ended_at is not null) as webhook
    from app.deliveries d join app.subscriptions s on s.id = d.subscription join app.queries q on q.id = s.query
    join app.people p on p.id = s.person join app.webhooks w on w.id = d.webhook
    where d.id = ${id}`;
  if (!found) throw new Error("a delivery without its subscription");
  return found;
}

/** What was allowed when it was found may not be any more. */
function whyNot({ deactivated, role, webhook }: Attempt): string | undefined {
  if (webhook.ended) return "The webhook was removed.";
  if (deactivated) return "Whoever was alerted is deactivated.";
  if (!may(role, "alerts.send")) return `Whoever was alerted may not send alerts any more (${role}).`;
  return undefined;
}

async function settleAttempt(web: Web, attempt: Attempt, { taken, says }: Answer): Promise<void> {
  const { sql, clock } = web;
  await guard(() =>
    sql.begin(async (transaction) => {
      const now = clock();
      const wait = retries[attempt.number - 1];
      if (taken) {
        await transaction`
          update app.deliveries set state = 'delivered', ended_at = ${now}, next_at = null, answer = ${says}, body = ''
          where id = ${attempt.id} and state = 'waiting'`;
      } else if (wait === undefined) {
        await giveUp(transaction, attempt, says, web);
      } else {
        await transaction`
          update app.deliveries set next_at = ${later(now, wait * 60_000)}, answer = ${says}
          where id = ${attempt.id} and state = 'waiting' and attempts = ${attempt.number}`;
      }
    }),
  );
}

async function giveUp(sql: Transaction, attempt: Attempt, says: string, web: Web): Promise<void> {
  const now = web.clock();
  const ended = await sql`
    update app.deliveries set state = 'failed', ended_at = ${now}, next_at = null, answer = ${says}
    where id = ${attempt.id} and state = 'waiting'`;
  if (ended.count === 0) return;
  await post(sql, sentEvent("alert.failed", attempt, web), web.clock);
  const data = { name: attempt.search.name, webhook: attempt.webhook.name, why: says };
  const { person, deactivated } = attempt;
  await notify(sql, deactivated ? [] : [person], { type: "alert.undelivered", data, address: "/queries" }, now);
}

/** What left, and where to; not what it said. */
function sentEvent(
  type: string,
  { id, search, webhook, body }: Attempt,
  { home }: Web,
): Told & { actor: typeof vouchItself } {
  const data = [
    erasable("name", search.name),
    erasable("webhook", webhook.name),
    erasable("place", webhook.place),
    keep("entries", countIn(home, id, body)),
    keep("delivery", id),
  ];
  const target = targetOf({ type: "query", id: search.id });
  return { type, category: "export", target, actor: vouchItself, data };
}

/** A body that cannot be opened any more says nothing. */
function countIn(home: Home, id: string, body: string): string {
  try {
    return String((JSON.parse(openBody(home, id, body)) as { count?: number }).count ?? 0);
  } catch (error) {
    if (error instanceof Fault) return "0";
    throw error;
  }
}

function later(now: string, milliseconds: number): string {
  return instant(microseconds(now) + BigInt(milliseconds) * 1_000n);
}
