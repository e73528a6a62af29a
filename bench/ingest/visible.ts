/**
 * From a commit in the source to the page: every now and then one client changes a record that nobody else changes, and then
 * asks Vouch's database, as the page does, until the entry is there.
 */
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "../../lib/database/index.ts";
import type { Ground, Shop } from "./ground.ts";

/** Milliseconds from the answer to COMMIT until the projection has the entry, of one change every `every` milliseconds until `signal`. */
export async function delays(ground: Ground, { sql }: Shop, every: number, signal: AbortSignal): Promise<number[]> {
  const web = connect(ground.loginUrl("web"), { application: "bench page", max: 2 });
  const found: number[] = [];
  const record = -1 - Math.floor(Math.random() * 1_000_000_000); // of nobody else
  await sql`insert into customers select ${record}, tier, credit_limit, email, status, updated, note, flag from customers where id = 1`;
  try {
    while ((await changesOf(web, ground, record, 1)) === 0) await pause(5); // that it was made
    for (let seen = 1; !signal.aborted; seen++) {
      await sql`update customers set credit_limit = credit_limit + 1 where id = ${record}`;
      const committed = performance.now();
      while ((await changesOf(web, ground, record, seen + 1)) <= seen) {
        // behind a million changes of its own source it waits for these, since what committed first comes first
        if (performance.now() - committed > 900_000) throw new Error("A change did not arrive within 15 minutes.");
        await pause(5);
      }
      found.push(performance.now() - committed);
      await pause(every * Math.random() * 2);
    }
  } finally {
    await web.end();
  }
  return found;
}

async function changesOf(
  sql: ReturnType<typeof connect>,
  { ledger }: Ground,
  record: number,
  least: number,
): Promise<number> {
  const rows = await sql`
    select index from ledger.projection where ledger = ${ledger} and record_type = 'customers' and record_id = ${`${record}`}
    order by occurred_at desc, index desc limit ${least + 1}`;
  return rows.length;
}

/** The value that so much of `values` does not exceed: 0.5 for the median. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
