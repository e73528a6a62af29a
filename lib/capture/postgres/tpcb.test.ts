/**
 * A source that nobody here wrote: the TPC-B transactions of PostgreSQL's own pgbench, from eight clients, every twentieth
 * rolled back, with one transaction open throughout, while the worker is killed at each of its failpoints. Afterwards the
 * ledger must account for every row.
 *
 * Here the transactions are sent through postgres.js for a few seconds. VOUCH_PGBENCH=seconds lets pgbench itself send them
 * (it has to be on the PATH), and VOUCH_PGBENCH_SERVER names another server's superuser.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foreignDatabase, freshDatabase, type TestDatabase } from "../../database/builders.ts";
import { connect } from "../../database/index.ts";
import { systemClock } from "../../event/index.ts";
import { createLedger, failpoints, readCheckpoints, trustedKeys, verifyLedger } from "../../ledger/index.ts";
import { protect } from "./index.ts";
import { compare, historyRows, scale, tpcbSchema } from "./tpcb-compare.ts";

let vouch: TestDatabase;
let shop: Awaited<ReturnType<typeof foreignDatabase>>;
let ledger: string;

beforeAll(async () => {
  if (process.env.VOUCH_PGBENCH_SERVER) process.env.VOUCH_TEST_PG15 = process.env.VOUCH_PGBENCH_SERVER;
  vouch = await freshDatabase();
  ledger = await createLedger(vouch.owner, "Vouch");
  shop = await foreignDatabase(tpcbSchema, process.env.VOUCH_PGBENCH_SERVER ? "15" : "18");
  await protect(
    { url: shop.url },
    { sql: vouch.as("web"), home: vouch.home, ledger, actor: { kind: "human", id: "test", attribution: "claimed" } },
  );
});
afterAll(async () => {
  await shop?.drop();
  await vouch?.drop();
});

test("nothing is lost, doubled, disordered or held up, whatever is killed and when", { timeout: 300_000 }, async () => {
  const seconds = Number(process.env.VOUCH_PGBENCH ?? 6);
  const open = connect(shop.url, { application: "left open", max: 1 });
  const leftOpen = deferred();
  const opened = deferred();
  const late = open.begin(async (sql) => {
    await sql`insert into pgbench_history values (0, 0, 0, 0, now(), 'left open')`;
    opened.resolve();
    await leftOpen.promise;
  });
  await opened.promise;

  const ended = new AbortController();
  const workers = killAndRestart(ended.signal);
  await (process.env.VOUCH_PGBENCH ? pgbench(seconds) : transactions(seconds));
  const committed = await historyRows(shop.sql);
  // the transaction is still open: it must have held up nobody
  await caughtUp(committed);
  leftOpen.resolve();
  await late;
  await open.end();
  await caughtUp(committed + 1n);
  ended.abort();
  const kills = await workers;

  expect(kills).toBeGreaterThanOrEqual(failpoints.length);
  await compare(shop.sql, vouch.as("verifier"));
  const keys = trustedKeys(vouch.home, ledger);
  const checkpoints = readCheckpoints(vouch.home.checkpoints(ledger), keys);
  const verdict = await verifyLedger({ sql: vouch.as("verifier"), ledger, checkpoints, clock: systemClock });
  expect(verdict).toMatchObject({ verdict: "verified", findings: [] });
  expect(BigInt(verdict.checkedTo)).toBeGreaterThan(committed * 4n);
});

/** Runs workers, one after the other, each of which dies by kill -9 at the next failpoint; when `signal` comes, ends the last in order. */
async function killAndRestart(signal: AbortSignal): Promise<number> {
  let kills = 0;
  for (let n = 0; !signal.aborted; n++) {
    const name = failpoints[n % failpoints.length];
    const worker = startWorker(n < 3 * failpoints.length ? `${name}:${1 + (n % 7)}` : undefined);
    const stop = () => worker.kill("SIGTERM");
    signal.addEventListener("abort", stop, { once: true });
    const [, reason] = (await once(worker, "exit")) as [number | null, string | null];
    signal.removeEventListener("abort", stop);
    if (reason === "SIGKILL") kills++;
  }
  return kills;
}

function startWorker(failpoint: string | undefined): ChildProcess {
  const root = path.resolve(import.meta.dirname, "../../..");
  return spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "worker"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      VOUCH_HOME: vouch.home.folder,
      VOUCH_SEQUENCER_URL: vouch.urlOf("sequencer"),
      ...(failpoint && { VOUCH_FAILPOINT: failpoint }),
    },
  });
}

async function transactions(seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  const random = (n: number) => 1 + Math.floor(Math.random() * n);
  class Undo extends Error {}
  const client = async () => {
    while (performance.now() < until) {
      const [aid, tid, delta] = [random(scale.accounts), random(scale.tellers), random(10_000) - 5_000];
      await shop.sql
        .begin(async (sql) => {
          await sql`update pgbench_accounts set abalance = abalance + ${delta} where aid = ${aid}`;
          await sql`select abalance from pgbench_accounts where aid = ${aid}`;
          await sql`update pgbench_tellers set tbalance = tbalance + ${delta} where tid = ${tid}`;
          await sql`update pgbench_branches set bbalance = bbalance + ${delta} where bid = 1`;
          await sql`insert into pgbench_history (tid, bid, aid, delta, mtime) values (${tid}, 1, ${aid}, ${delta}, current_timestamp)`;
          if (random(20) === 1) throw new Undo();
        })
        .catch((error) => {
          if (!(error instanceof Undo)) throw error;
        });
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
}

async function pgbench(seconds: number): Promise<void> {
  const script = path.join(vouch.home.folder, "tpcb.sql");
  writeFileSync(
    script,
    `\\set aid random(1, ${scale.accounts})
\\set tid random(1, ${scale.tellers})
\\set delta random(-5000, 5000)
\\set undo random(1, 20)
begin;
update pgbench_accounts set abalance = abalance + :delta where aid = :aid;
select abalance from pgbench_accounts where aid = :aid;
update pgbench_tellers set tbalance = tbalance + :delta where tid = :tid;
update pgbench_branches set bbalance = bbalance + :delta where bid = 1;
insert into pgbench_history (tid, bid, aid, delta, mtime) values (:tid, 1, :aid, :delta, current_timestamp);
\\if :undo = 1
rollback;
\\else
commit;
\\endif
`,
  );
  const run = spawn("pgbench", ["-n", "-c8", "-j2", `-T${seconds}`, "-f", script, shop.url], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(run, "exit");
  expect(code).toBe(0);
}

async function caughtUp(rows: bigint): Promise<void> {
  const verifier = vouch.as("verifier");
  const deadline = performance.now() + 240_000;
  for (;;) {
    const [{ count, size, signed } = { count: 0n, size: 0n, signed: 0n }] = await verifier<
      { count: bigint; size: bigint; signed: bigint }[]
    >`
      select (select count(*) from ledger.projection where type = 'pgbench_history.created') as count,
        (select size from ledger.heads) as size, (select coalesce(max(size), 0) from ledger.checkpoints) as signed`;
    if (count === rows && size === signed) return;
    if (count > rows) throw new Error(`${count} inserts were captured, of ${rows} rows.`);
    if (performance.now() > deadline) throw new Error(`Only ${count} of ${rows} inserts were captured in time.`);
    await pause(200);
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
