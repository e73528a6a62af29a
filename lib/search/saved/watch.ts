/**
 * Looking for what subscribers want to be told of, as entries arrive. Each subscription says up to which entry it has looked; that
 * moves in the transaction which writes its notice and its delivery, and only from where it was: whatever dies when, nothing is
 * missed or told twice. Entries below the head never change, so looking happens before, within the subscriber's own scope.
 */
import { setTimeout as pause } from "node:timers/promises";
import { keep, notify, takeBackUnread, type Web } from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";
import { Fault, instant, microseconds } from "../../event/index.ts";
import { failpoint, post, readHead, theLedger } from "../../ledger/index.ts";
import { isRolling } from "../language/index.ts";
import { addressOf, type Looked, lookForNew } from "./look-for-new.ts";
import { searchEvent, vouchItself } from "./search-event.ts";
import { type Due, findDue, quiet, type Watch, watchOf } from "./subscription.ts";
import { sealBody } from "./webhook-seal.ts";

/** A process that runs until it is told to end. */
export interface Errand {
  web: Web;
  signal: AbortSignal;
  /** One sentence for the log; never a value. */
  report(sentence: string): void;
  /** Milliseconds between two looks. */
  rest?: number;
}

/** Runs until `signal`. What goes wrong is reported once, and tried again. */
export async function keepWatching(work: Errand): Promise<void> {
  const troubled = new Set<string>();
  while (!work.signal.aborted) {
    try {
      await watchOnce(work.web, (sentence) => {
        if (!troubled.has(sentence)) work.report(sentence);
        troubled.add(sentence);
      });
      troubled.delete(unreadable);
    } catch {
      if (!work.signal.aborted && !troubled.has(unreadable)) work.report(unreadable);
      troubled.add(unreadable);
    }
    await pause(work.rest ?? 1_000, undefined, { signal: work.signal }).catch(() => {});
  }
}

const unreadable =
  "Saved searches cannot be watched just now. What they should have found is looked for when they can.";

/** Brings every subscription that is due up to the head as it is now. Returns how many notices were written. */
export async function watchOnce(web: Web, report: (sentence: string) => void): Promise<number> {
  const { sql, clock } = web;
  const ledger = await theLedger(sql);
  const { size } = await readHead(sql, ledger);
  const quietSince = instant(microseconds(clock()) - BigInt(quiet) * 1_000_000n);
  let told = 0;
  for (const due of await findDue(sql, ledger, size, quietSince)) {
    try {
      if (await bringUp(web, due, size)) told++;
    } catch (error) {
      const why = error instanceof Fault ? `: ${error.message}` : ".";
      report(`A saved search could not be watched just now${why}`); // the next look tries again
    }
  }
  return told;
}

/** True where a notice was written. */
async function bringUp(web: Web, due: Due, head: bigint): Promise<boolean> {
  if (due.deactivated) return endOf(web, due);
  const watch = watchOf(due, web.home);
  if (typeof watch === "string") return stopFor(web, due, watch);
  const looked = await lookForNew(web, due, watch, head);
  return web.sql.begin(async (sql) => {
    const now = web.clock();
    const found = looked.count > 0;
    const moved = await sql`
      update app.subscriptions set up_to = ${looked.to.toString()}::bigint, trouble = ${watch.trouble ?? null},
        last_found_at = case when ${found} then ${now}::timestamptz else last_found_at end
      where id = ${due.subscription} and up_to = ${due.upTo.toString()}::bigint and ended_at is null`;
    if (moved.count === 0) return false; // another process was there first, or the person ended it
    if (watch.trouble && watch.trouble !== due.trouble) await tellTrouble(sql, due, watch.trouble, now);
    if (!found) return false;
    await tell(sql, web, due, watch, looked, now);
    failpoint("before-alert");
    return true;
  });
}

async function tell(
  sql: Transaction,
  { home }: Web,
  due: Due,
  watch: Watch,
  looked: Looked,
  now: string,
): Promise<void> {
  const { from, count } = await withUnread(sql, due, watch, looked);
  const data = { name: due.search.name, count: String(count), subscription: due.subscription, from: String(from) };
  const address = addressOf(watch, from, looked.to, looked.now);
  await notify(sql, [due.id], { type: "alert.found", data, address }, now);
  if (!watch.webhook || !looked.body) return;
  const { id, text } = looked.body;
  await sql`
    insert into app.deliveries (id, subscription, webhook, body, created_at, next_at)
    values (${id}, ${due.subscription}, ${watch.webhook.id}, ${sealBody(home, id, text)}, ${now}, ${now})`;
}

/**
 * What was told before and has not been read is told together with what is new, so that a search which finds much leaves one notice,
 * and room for others. Not where times roll: the search of now need not find what that of then found.
 */
async function withUnread(sql: Transaction, due: Due, { tree }: Watch, { count }: Looked) {
  const told = isRolling(tree) ? [] : await takeBackUnread(sql, due.id, due.subscription);
  const froms = told.map(({ from }) => BigInt(from)).concat(due.upTo);
  return {
    count: told.reduce((sum, before) => sum + Number(before.count), count),
    from: froms.reduce((least, from) => (from < least ? from : least)),
  };
}

/** Not looked at until that is mended; then everything from here on is. Said once. */
async function stopFor({ sql, clock }: Web, due: Due, trouble: string): Promise<false> {
  if (due.trouble === trouble) return false;
  await sql.begin(async (transaction) => {
    const now = clock();
    const noted = await transaction`
      update app.subscriptions set trouble = ${trouble}
      where id = ${due.subscription} and ended_at is null and trouble is distinct from ${trouble}`;
    if (noted.count > 0) await tellTrouble(transaction, due, trouble, now);
  });
  return false;
}

async function tellTrouble(sql: Transaction, { id, search }: Due, trouble: string, now: string): Promise<void> {
  const data = { name: search.name, trouble };
  await notify(sql, [id], { type: "alert.troubled", data, address: "/queries" }, now);
}

/** Whoever is deactivated is not alerted any more, and is not again when they come back. */
async function endOf({ sql, clock }: Web, due: Due): Promise<false> {
  await sql.begin(async (transaction) => {
    const ended = await transaction`
      update app.subscriptions set ended_at = ${clock()} where id = ${due.subscription} and ended_at is null`;
    if (ended.count === 0) return;
    const data = [keep("subscription", due.subscription), keep("reason", "deactivated")];
    await post(transaction, { ...searchEvent("subscription.ended", due.search, data), actor: vouchItself }, clock);
  });
  return false;
}
