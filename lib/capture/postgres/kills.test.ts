/**
 * kill -9 of everything in turn, under load: the source's server, the worker, and the server of Vouch's own database, each at
 * random moments, while eight clients write TPC-B transactions. What the source has acknowledged must be in the ledger, once
 * and in order. The servers are this test's own and durable. VOUCH_KILLS: how often each of the three is killed.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Embedded, ensureDatabase, freePort, startEmbedded } from "../../database/embedded/index.ts";
import {
  connect,
  type Home,
  isUnreachable,
  loginUrl,
  openHome,
  prepareDatabase,
  type Sql,
} from "../../database/index.ts";
import { systemClock } from "../../event/index.ts";
import { until } from "../../ledger/builders.ts";
import { createLedger, readCheckpoints, trustedKeys, verifyLedger } from "../../ledger/index.ts";
import { protect } from "./index.ts";
import { compare, historyRows, scale, tpcbSchema } from "./tpcb-compare.ts";

const each = Number(process.env.VOUCH_KILLS ?? 2);
const patience = 60_000 + each * 20_000;

/** A server of this test's own, on the same port whenever it is started again. */
interface Server {
  start(): Promise<void>;
  kill(): Promise<void>;
  url: string;
  remove(): Promise<void>;
}

let folder: string;
let home: Home;
let ledger: string;
let shop: Server;
let own: Server;
const open: Sql[] = [];

const opened = (url: string, max: number): Sql => {
  const sql = connect(url, { application: "tests", max });
  open.push(sql);
  return sql;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "vouch-kills-"));
  chmodSync(folder, 0o755); // as root the servers run as another user, who must get in
  [shop, own] = await Promise.all([server("shop"), server("vouch")]);
  home = openHome(path.join(folder, "vouch"));
  await prepareDatabase(own.url, home);
  ledger = await createLedger(opened(own.url, 1), "Vouch");
  await opened(shop.url, 1).unsafe(tpcbSchema);
  const sql = opened(loginUrl(home, own.url, "web"), 1);
  await protect({ url: shop.url }, { sql, home, ledger, actor: { kind: "human", id: "test", attribution: "claimed" } });
  await close(); // before the servers go
}, 120_000);

async function close(): Promise<void> {
  await Promise.all(open.splice(0).map((sql) => sql.end({ timeout: 1 })));
}

afterAll(async () => {
  await close();
  await Promise.all([shop?.remove(), own?.remove()]);
  rmSync(folder, { recursive: true, force: true });
});

async function server(name: string): Promise<Server> {
  const settings = { port: `${await freePort()}` };
  const start = () => startEmbedded({ home: path.join(folder, name), version: "18", durable: true, settings });
  let running: Embedded = await start();
  return {
    url: await ensureDatabase(running, name),
    async start() {
      running = await start();
    },
    kill: () => running.kill9(),
    remove: () => running.remove(),
  };
}

test("source, worker and Vouch's database are killed in turn, and nothing acknowledged is missing, doubled or out of order", {
  timeout: 2 * patience,
}, async () => {
  const ended = new AbortController();
  const workers = keepWorker(ended.signal);
  const acknowledged = new Set<string>();
  const clients = Array.from({ length: 8 }, (_, n) => client(n, acknowledged, ended.signal));
  await pause(500);
  const targets = [shop, own, workers];
  for (let n = 0; n < 3 * each; n++) {
    const target = targets[n % 3];
    const before = acknowledged.size;
    await target?.kill();
    await pause(Math.random() * 300);
    await target?.start();
    const going = until("the clients to go on", () => acknowledged.size > before + 40, patience);
    await Promise.race([going, Promise.all(clients)]);
    await pause(Math.random() * 400);
  }
  ended.abort();
  await Promise.all(clients);
  const source = opened(shop.url, 1);
  await account(source, acknowledged);
  await workers.stop();
});

/** Waits until the ledger has it all, and compares. */
async function account(source: Sql, acknowledged: Set<string>): Promise<void> {
  const verifier = opened(loginUrl(home, own.url, "verifier"), 2);
  const committed = await historyRows(source);
  await until(
    "the ledger to have it all, signed",
    async () => {
      const [row] = await verifier<{ count: bigint; size: bigint; signed: bigint }[]>`
        select (select count(*) from ledger.projection where type = 'pgbench_history.created') as count,
          (select size from ledger.heads) as size, (select coalesce(max(size), 0) from ledger.checkpoints) as signed`;
      expect(row?.count ?? 0n).toBeLessThanOrEqual(committed);
      return row?.count === committed && row.size === row.signed;
    },
    patience,
  );
  const kept = await source<{ filler: string }[]>`select trim(filler) as filler from pgbench_history`;
  const there = new Set(kept.map(({ filler }) => filler));
  expect([...acknowledged].filter((id) => !there.has(id))).toEqual([]); // else the source itself lost it
  expect(there.size).toBe(Number(committed));
  expect(acknowledged.size).toBeGreaterThan(each * 100);
  await compare(source, verifier, 0n);
  const keys = trustedKeys(home, ledger);
  const checkpoints = readCheckpoints(home.checkpoints(ledger), keys);
  const verdict = await verifyLedger({ sql: verifier, ledger, checkpoints, keys, clock: systemClock });
  expect(verdict).toMatchObject({ verdict: "verified", findings: [] });
  if (process.env.VOUCH_KILLS)
    console.error(
      `${3 * each} kills; ${acknowledged.size} acknowledged of ${committed} transactions; ${verdict.checkedTo} entries verified`,
    );
}

/** Sends transactions, each under an id of its own, until `signal`; what was acknowledged is noted. */
async function client(n: number, acknowledged: Set<string>, signal: AbortSignal): Promise<void> {
  let connection: Client | undefined;
  for (let i = 0; !signal.aborted; i++) {
    try {
      connection ??= await connected(shop.url);
      await transaction(connection, `${n}/${i}`);
      acknowledged.add(`${n}/${i}`);
    } catch (error) {
      if (!isUnreachable(error) && !/terminated|not queryable|timeout/i.test(String(error))) throw error;
      connection = undefined;
      await pause(20);
    }
  }
  await connection?.end();
}

// node-postgres: the other driver writes to a socket that has gone, where nobody can catch it
async function connected(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {}); // whoever waits for an answer gets it too
  await client.connect();
  return client;
}

async function transaction(sql: Client, id: string): Promise<void> {
  const random = (below: number) => 1 + Math.floor(Math.random() * below);
  const [aid, tid, delta] = [random(scale.accounts), random(scale.tellers), random(10_000) - 5_000];
  await sql.query("begin");
  await sql.query("update pgbench_accounts set abalance = abalance + $1 where aid = $2", [delta, aid]);
  await sql.query("update pgbench_tellers set tbalance = tbalance + $1 where tid = $2", [delta, tid]);
  await sql.query("update pgbench_branches set bbalance = bbalance + $1 where bid = 1", [delta]);
  await sql.query("insert into pgbench_history values ($1, 1, $2, $3, current_timestamp, $4)", [tid, aid, delta, id]);
  await sql.query("commit");
}

/** The worker, started again whenever it ends, as `npm start` does. */
function keepWorker(signal: AbortSignal) {
  let child: ChildProcess;
  let stopped = false;
  const start = () => {
    const { DATABASE_URL: _none, VOUCH_FAILPOINT: _neither, ...inherited } = process.env;
    child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "worker"], {
      cwd: path.resolve(import.meta.dirname, "../../.."),
      env: {
        ...inherited,
        VOUCH_HOME: home.folder,
        VOUCH_SEQUENCER_URL: loginUrl(home, own.url, "sequencer"),
      } as NodeJS.ProcessEnv,
      stdio: "ignore",
    });
    child.once("exit", () => {
      if (!stopped) setTimeout(start, 100);
    });
  };
  start();
  return {
    async kill() {
      child.kill("SIGKILL");
    },
    async start() {}, // it is
    async stop() {
      expect(signal.aborted).toBe(true);
      stopped = true;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}
