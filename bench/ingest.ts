/**
 * From outbox to ledger: `npm run bench -- ingest [--quick] [--rounds 3] [--only drain,visible,backlog,bulk,http]`.
 *
 * drain: what waits in the outbox is taken into the ledger by the worker, as it is started by `npm start`, with its signer;
 * and right afterwards the very rows that this stored are copied (COPY … binary) into empty tables of the same shape. A
 * figure is the median over the rounds; ratios are taken within a round. Bare COPY is told in transactions of 1,000 entries,
 * as the worker has them, and as one. The machine is shared by source, worker, Vouch's database and, while it waits, by us.
 *
 * visible: from the answer to COMMIT until the projection has the entry, while others change 2,000 rows a second.
 * backlog: a million changes wait. bulk: one statement changes a million rows while another client changes single ones.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { copyIn, joined, takeRows } from "./ingest/bare.ts";
import { type Ground, makeGround, reached, type Shop, sizeOf, startWorker } from "./ingest/ground.ts";
import { ownMemory, peakMemory, processorTime } from "./ingest/process.ts";
import { changeAtOnce, changeAtRate, changeSingly, pileUp } from "./ingest/shop.ts";
import { delays, quantile } from "./ingest/visible.ts";
import { atLeast, atMost, type Measure } from "./report.ts";

const parts = ["drain", "visible", "backlog", "bulk", "http"] as const;
/** Entries to a transaction of the worker. */
const batch = 1_000;

export async function bench(args: string[]): Promise<Measure[]> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: "boolean" }, rounds: { type: "string" }, only: { type: "string" } },
  });
  const quick = values.quick === true;
  const rounds = Number(values.rounds ?? (quick ? 1 : 3));
  const only = values.only?.split(",") ?? parts;
  const wanted = (part: (typeof parts)[number]) => only.includes(part);
  const measures: Measure[] = [];
  if (wanted("drain")) measures.push(...(await onGround((ground, shop) => drains(ground, shop, rounds, quick))));
  if (wanted("visible")) measures.push(...(await onGround((ground, shop) => visible(ground, shop, quick ? 5 : 30))));
  if (wanted("backlog")) measures.push(...(await onGround((ground, shop) => backlog(ground, shop, quick))));
  if (wanted("bulk")) measures.push(...(await onGround((ground, shop) => bulk(ground, shop, quick))));
  if (wanted("http")) measures.push(...(await http()));
  return measures;
}

async function onGround(work: (ground: Ground, shop: Shop) => Promise<Measure[]>): Promise<Measure[]> {
  const ground = await makeGround();
  try {
    return await work(ground, await ground.addShop("shop"));
  } finally {
    await ground.remove();
  }
}

interface Drain {
  rate: number;
  /** Microseconds of the worker's processor time per entry. */
  processor: number;
  bare: number;
  bareAsOne: number;
}

async function drains(ground: Ground, shop: Shop, rounds: number, quick: boolean): Promise<Measure[]> {
  const count = quick ? 10_000 : 40_000;
  const manners = {
    "single rows, prepared": () => changeSingly(shop, count, "prepared"),
    "single rows, values in the text": () => changeSingly(shop, count, "literal"),
    [`one statement of ${count} rows`]: () => changeAtOnce(shop, count),
  };
  const measures: Measure[] = [];
  for (const [name, fill] of Object.entries(manners)) {
    const found: Drain[] = [];
    for (let round = 0; round < rounds; round++) {
      await fill();
      found.push(await drain(ground, count));
      console.error(`${name}, round ${round + 1}: ${JSON.stringify(found.at(-1), (_, n) => Math.round(n) || n)}`);
    }
    const median = (of: (drain: Drain) => number) => quantile(found.map(of), 0.5);
    measures.push(
      atLeast(
        0.7,
        `drain, ${name}: to a bare COPY in batches of ${batch}`,
        median((d) => d.rate / d.bare),
        "ratio",
      ),
      told(
        `drain, ${name}: to a bare COPY as one`,
        median((d) => d.rate / d.bareAsOne),
        "ratio",
      ),
      told(
        `drain, ${name}`,
        median((d) => d.rate),
        "entries/s",
      ),
      told(
        `drain, ${name}: processor time of the worker`,
        median((d) => d.processor),
        "µs per entry",
      ),
    );
  }
  return measures;
}

/** Drains at least `count` entries. The first batch is not counted: the worker starts meanwhile. */
async function drain(ground: Ground, count: number): Promise<Drain> {
  const before = await sizeOf(ground);
  await ground.own`checkpoint`;
  const worker = startWorker(ground);
  const { pid } = worker.process;
  await reached(ground, before + 1, 2);
  const [from, began, used] = [await sizeOf(ground), performance.now(), processorTime(pid)];
  await reached(ground, before + count, 5);
  const [to, took] = [await sizeOf(ground), (performance.now() - began) / 1_000];
  const processor = ((processorTime(pid) - used) * 1e6) / (to - from);
  await worker.stop();
  const rows = await takeRows(ground, from, to, batch);
  const entries = to - from;
  const [bare, bareAsOne] = [await copyIn(ground, rows), await copyIn(ground, joined(rows))];
  return { rate: entries / took, processor, bare: entries / bare, bareAsOne: entries / bareAsOne };
}

async function visible(ground: Ground, shop: Shop, seconds: number): Promise<Measure[]> {
  const rate = 2_000;
  const worker = startWorker(ground);
  await reached(ground, 1, 50);
  const ending = new AbortController();
  const changing = changeAtRate(shop, rate, ending.signal);
  await pause(2_000); // the worker has met its tables by then
  const watching = Promise.all([1, 2, 3].map(() => delays(ground, shop, 20, ending.signal)));
  const [began, from] = [performance.now(), await sizeOf(ground)];
  await pause(seconds * 1_000);
  const kept = ((await sizeOf(ground)) - from) / ((performance.now() - began) / 1_000);
  ending.abort();
  const [found] = [(await watching).flat(), await changing];
  await worker.stop();
  const name = `commit to page at ${rate} changes a second`;
  return [
    atMost(1_000, `${name}: p99`, quantile(found, 0.99), "ms"),
    told(`${name}: p50`, quantile(found, 0.5), "ms"),
    told(`${name}: longest`, Math.max(...found), "ms"),
    told(`${name}: changes watched`, found.length, ""),
    told(`${name}: entries arriving`, kept, "/s"),
  ];
}

async function backlog(ground: Ground, shop: Shop, quick: boolean): Promise<Measure[]> {
  const count = quick ? 50_000 : 1_000_000;
  await changeSingly(shop, 5_000, "prepared");
  await pileUp(shop, count);
  const [size] = await shop.sql<{ bytes: bigint }[]>`
    select sum(pg_total_relation_size(inhrelid))::bigint as bytes from pg_inherits where inhparent = 'vouch.outbox'::regclass`;
  const worker = startWorker(ground);
  const share = count / 10;
  await reached(ground, 1, 20);
  const times = [performance.now()];
  for (let tenth = 1; tenth <= 10; tenth++) {
    await reached(ground, tenth * share, 20);
    times.push(performance.now());
  }
  const rate = (tenth: number) => (share * 1_000) / ((times[tenth + 1] ?? 0) - (times[tenth] ?? 0));
  const drained = performance.now();
  const emptied = await until(async () => {
    const [left] = await shop.sql<{ any: boolean }[]>`select exists (select from vouch.outbox) as any`;
    return left?.any === false;
  });
  const memory = peakMemory(worker.process.pid);
  await worker.stop();
  const name = `backlog of ${count} changes`;
  return [
    told(`${name}: outbox`, Number(size?.bytes ?? 0n) / 1e6, "MB"),
    told(`${name}: first tenth`, rate(0), "entries/s"),
    atLeast(0.8, `${name}: last tenth to first`, rate(9) / rate(0), "ratio"),
    told(`${name}: drained in`, ((times[10] ?? 0) - (times[0] ?? 0)) / 1_000, "s"),
    told(`${name}: outbox empty after another`, (emptied - drained) / 1_000, "s"),
    atMost(1_000, `${name}: largest memory of the worker`, memory, "MB"),
  ];
}

async function bulk(ground: Ground, shop: Shop, quick: boolean): Promise<Measure[]> {
  const rows = quick ? 100_000 : 1_000_000;
  const other = await ground.addShop("other");
  await shop.sql`
    insert into customers select id + 1000000 * n, tier, credit_limit, email, status, updated, note, flag
    from customers, generate_series(1, ${Math.ceil(rows / 200_000)}) n limit ${rows}`;
  await shop.sql`truncate vouch.outbox`;
  const worker = startWorker(ground);
  await reached(ground, 1, 50);
  const ending = new AbortController();
  const watching = Promise.all([delays(ground, other, 100, ending.signal), delays(ground, shop, 100, ending.signal)]);
  await pause(1_000);
  const from = await sizeOf(ground);
  let backend = 0;
  const updating = shop.sql.begin(async (sql) => {
    const [own] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const watch = setInterval(() => {
      backend = Math.max(backend, ownMemory(own?.pid) || 0);
    }, 50);
    await sql`update customers set credit_limit = credit_limit + 1 where id > 1000000`;
    clearInterval(watch);
  });
  const began = performance.now();
  await updating;
  const updated = performance.now();
  await reached(ground, from + rows, 50);
  const drained = performance.now();
  ending.abort();
  const [elsewhere, beside] = await watching;
  const memory = peakMemory(worker.process.pid);
  await worker.stop();
  const [line] = await ground.own<{ statements: bigint; lines: bigint }[]>`
    select count(*) filter (where rows = ${rows}) as statements, count(*) filter (where part_of is null and rows > 1) as lines
    from ledger.projection where type = 'customers.updated' and category = 'statement'`;
  const name = `UPDATE of ${rows} rows`;
  return [
    told(`${name}: the statement itself`, (updated - began) / 1_000, "s"),
    told(`${name}: in the ledger after another`, (drained - updated) / 1_000, "s"),
    told(`${name}: its lines on the page`, Number(line?.lines ?? 0n), ""),
    atMost(1_000, `${name}: largest memory of the worker`, memory, "MB"),
    told(`${name}: memory of the statement's own backend`, backend, "MB"),
    atMost(1_000, `${name}: another source's changes meanwhile, p50`, quantile(elsewhere ?? [], 0.5), "ms"),
    told(`${name}: another source's changes meanwhile, longest`, Math.max(...(elsewhere ?? [])), "ms"),
    told(`${name}: changes in the same source meanwhile, p50`, quantile(beside ?? [], 0.5), "ms"),
    told(`${name}: changes in the same source meanwhile, longest`, Math.max(...(beside ?? [])), "ms"),
  ];
}

/** What bench/ingest/http.ts measures. */
async function http(): Promise<Measure[]> {
  const file = join(import.meta.dirname, "ingest", "http.ts");
  if (!existsSync(file)) {
    console.error("There is no bench/ingest/http.ts: HTTP was not measured.");
    return [];
  }
  const { measureHttp } = (await import(file)) as { measureHttp(): Promise<Measure[]> };
  return measureHttp();
}

/** When `condition` came true. Gives up after two minutes. */
async function until(condition: () => Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > 120_000) return Number.NaN;
    await pause(100);
  }
  return performance.now();
}

/** A figure without a goal. */
function told(name: string, value: number, unit: string): Measure {
  return { name, value, unit, goal: "none", met: true };
}
