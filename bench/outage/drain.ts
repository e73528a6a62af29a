/** The worker after the outage: how fast what waited gets into the ledger, and what that takes. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type Ground, type Shop, sizeOf, startWorker } from "../ingest/ground.ts";
import { fill, outboxOf } from "./source.ts";

export interface Emptied {
  entries: number;
  seconds: number;
  /** Entries a second in the first and in the last quarter. */
  first: number;
  last: number;
  /** Megabytes that the worker's process had at most. */
  memory: number;
  /** Rows and bytes that are left in the outbox when it has been emptied, after some thousand changes more. */
  left: number;
  bytes: number;
  /** Milliseconds of the reader's slowest query that was seen to run. */
  slowest: number;
}

/** Positions that a slot of the outbox takes in turn (drizzle/sql/source/1-outbox.sql). */
const slot = 4_096;

export async function emptied(ground: Ground, shop: Shop): Promise<Emptied> {
  const { rows } = await outboxOf(shop);
  const from = await sizeOf(ground);
  const began = performance.now();
  const worker = startWorker(ground);
  const seen: { at: number; entries: number }[] = [];
  let memory = 0;
  let slowest = 0;
  try {
    for (let entries = 0; entries < rows; ) {
      await pause(250);
      entries = (await sizeOf(ground)) - from;
      if (entries > 0) seen.push({ at: performance.now(), entries });
      memory = Math.max(memory, memoryOf(worker.process.pid));
      slowest = Math.max(slowest, await longestQuery(shop));
      if (performance.now() - began > 1_800_000)
        throw new Error(`Only ${entries} of ${rows} were drained within half an hour.`);
    }
    const seconds = (performance.now() - began) / 1_000;
    await fill(shop, 2 * slot); // the slot that was being filled is emptied when the next one is
    const left = await leftOf(shop);
    const total = seen.at(-1)?.entries ?? 0;
    return {
      entries: total,
      seconds,
      first: rate(seen, 0, total / 4),
      last: rate(seen, (3 * total) / 4, total),
      memory,
      slowest,
      ...left,
    };
  } finally {
    await worker.stop();
  }
}

/** What is in the outbox when the worker has had time to empty it. */
async function leftOf(shop: Shop): Promise<{ left: number; bytes: number }> {
  for (let waited = 0; ; waited++) {
    const { rows, bytes } = await outboxOf(shop);
    if (rows === 0 || waited > 60) return { left: rows, bytes };
    await pause(500);
  }
}

function rate(seen: { at: number; entries: number }[], from: number, to: number): number {
  const within = seen.filter(({ entries }) => entries >= from && entries <= to);
  const [first, last] = [within[0], within.at(-1)];
  return first && last && last.at > first.at ? (1_000 * (last.entries - first.entries)) / (last.at - first.at) : 0;
}

/** Megabytes in memory; 0 where the system does not tell. */
function memoryOf(pid: number | undefined): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

async function longestQuery({ sql }: Shop): Promise<number> {
  const [row] = await sql<{ ms: number }[]>`
    select coalesce(max(extract(epoch from clock_timestamp() - query_start) * 1000), 0)::float8 as ms
    from pg_stat_activity where application_name = 'vouch reader' and state = 'active'`;
  return row?.ms ?? 0;
}
