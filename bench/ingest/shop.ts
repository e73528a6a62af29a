/** What is done in a shop: single changes by clients, as fast as they go or at a fixed rate, and many changes by one statement. */
import { setTimeout as pause } from "node:timers/promises";
import { customers } from "../capture/customers.ts";
import type { Shop } from "./ground.ts";

const anyCustomer = () => 1 + Math.floor(Math.random() * customers);

/** So many updates of one row each, in transactions of 500: prepared, or each with its values in its text. */
export async function changeSingly({ sql }: Shop, count: number, manner: "prepared" | "literal"): Promise<void> {
  for (let done = 0; done < count; done += 500) {
    await sql.begin((transaction) =>
      Promise.all(
        Array.from({ length: Math.min(500, count - done) }, (_, i) =>
          manner === "prepared"
            ? transaction`update customers set credit_limit = credit_limit + 1, updated = now() where id = ${anyCustomer()}`
            : transaction.unsafe(
                `update customers set credit_limit = ${100 + done + i}, updated = now() where id = ${anyCustomer()}`,
              ),
        ),
      ).then(() => undefined),
    );
  }
}

/** One statement that changes so many rows. */
export async function changeAtOnce({ sql }: Shop, rows: number): Promise<void> {
  await sql`update customers set credit_limit = credit_limit + 1, updated = now() where id <= ${rows}`;
}

/** A backlog of so many changes of single rows: what `changeSingly` has left in the outbox, over and over, 5,000 to a transaction. */
export async function pileUp({ sql }: Shop, count: number): Promise<void> {
  const columns = (
    await sql<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = 'vouch.outbox'::regclass and attnum > 0 and not attisdropped and attname not in ('position', 'xid', 'at') order by attnum`
  ).map(({ name }) => name);
  const [first] = await sql<{ n: bigint }[]>`select count(*) as n from vouch.outbox`;
  const sample = Math.min(Number(first?.n ?? 0n), 5_000);
  await sql.unsafe(`create temp table piled as select ${columns.join(", ")} from vouch.outbox limit ${sample}`);
  for (let there = Number(first?.n ?? 0n); there < count; there += sample) {
    await sql.unsafe(`insert into vouch.outbox (${columns.join(", ")}) select * from piled limit ${count - there}`);
  }
  await sql`drop table piled`;
}

/** Changes single rows, each its own transaction, at a fixed rate until `signal`. Returns how many. */
export async function changeAtRate({ sql }: Shop, perSecond: number, signal: AbortSignal): Promise<number> {
  const began = performance.now();
  let sent = 0;
  const underWay = new Set<Promise<unknown>>();
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - began) * perSecond) / 1_000);
    for (; sent < due; sent++) {
      const change =
        sql`update customers set credit_limit = credit_limit + 1, updated = now() where id = ${anyCustomer()}`
          .execute()
          .finally(() => underWay.delete(change));
      underWay.add(change);
    }
    await pause(2);
  }
  await Promise.all(underWay);
  return sent;
}
