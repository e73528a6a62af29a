/** The source while nobody reads from it. */
import { setTimeout as pause } from "node:timers/promises";
import { Patrol } from "../../lib/capture/index.ts";
import { connect } from "../../lib/database/index.ts";
import { systemClock } from "../../lib/event/index.ts";
import { customers } from "../capture/customers.ts";
import type { Ground, Shop } from "../ingest/ground.ts";

const clients = 4;

/** Changes a second, one to a transaction, that four clients get through. */
export async function rateOf(shop: Shop, seconds: number): Promise<number> {
  await shop.sql`vacuum customers`; // what the table itself has become by then is another matter
  await shop.sql`checkpoint`;
  const until = performance.now() + seconds * 1_000;
  return (await writing(shop, () => performance.now() < until)) / seconds;
}

/** Writes so many changes, as fast as four clients can, with synchronous_commit off. Returns their number. */
export async function fill(shop: Shop, changes: number): Promise<number> {
  let left = changes;
  return writing(shop, () => left-- > 0, "off");
}

async function writing({ url }: Shop, more: () => boolean, synchronous = "on"): Promise<number> {
  const sql = connect(url, { application: "billing", max: clients });
  let done = 0;
  const client = async () => {
    const own = await sql.reserve();
    await own`select set_config('synchronous_commit', ${synchronous}, false)`;
    while (more()) {
      const id = 1 + Math.floor(Math.random() * customers);
      await own`update customers set credit_limit = credit_limit + 1, updated = now() where id = ${id}`;
      done++;
    }
    own.release();
  };
  await Promise.all(Array.from({ length: clients }, client));
  await sql.end();
  return done;
}

export async function outboxOf({ sql }: Shop): Promise<{ rows: number; bytes: number }> {
  const [row] = await sql<{ rows: number; bytes: number }[]>`
    select (select count(*) from vouch.outbox)::float8 as rows,
      (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'vouch.outbox'::regclass)::float8 as bytes`;
  return row ?? { rows: 0, bytes: 0 };
}

/**
 * The alarms that the patrol raises when it comes back after so many hours: what waits longest was written when the outage began.
 */
export async function alarmsOf(
  { own, home, ledger, loginUrl }: Ground,
  { sql, source }: Shop,
  hours: number,
): Promise<string[]> {
  const oldest = await sql`
    update vouch.outbox set at = at - make_interval(hours => ${hours}) where position = (select min(position) from vouch.outbox)`;
  if (oldest.count !== 1) throw new Error("expected something to wait in the outbox");
  const login = connect(loginUrl("sequencer"), { application: "bench patrol", max: 1 });
  const ending = new AbortController();
  const report = (sentence: string) => console.error(sentence);
  const patrol = new Patrol({ sql: login, home, ledger, clock: systemClock, signal: ending.signal, report });
  for (let round = 0; round < 2; round++) {
    await patrol.round();
    await pause(200);
  }
  await patrol.close();
  await login.end();
  const [row] = await own<{ alarms: string[] }[]>`select alarms from ledger.patrols where source = ${source}`;
  return row?.alarms ?? [];
}
