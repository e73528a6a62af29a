/**
 * What is measured on: one PostgreSQL 18 with Vouch's own database and protected shops, as `vouch protect` leaves them, and
 * the worker as `npm start` runs it, in a process of its own.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { protect } from "../../lib/capture/index.ts";
import { type Embedded, ensureDatabase, startEmbedded } from "../../lib/database/embedded/index.ts";
import { connect, type Home, loginUrl, openHome, prepareDatabase, type Sql } from "../../lib/database/index.ts";
import { createLedger } from "../../lib/ledger/index.ts";
import { schema } from "../capture/customers.ts";

export interface Shop {
  /** The superuser's address. */
  url: string;
  sql: Sql;
  /** The id under which Vouch knows it. */
  source: string;
}

export interface Ground {
  home: Home;
  ledger: string;
  /** Vouch's own database, as its superuser. */
  url: string;
  own: Sql;
  /** The address of one of Vouch's logins there. */
  loginUrl: (login: "sequencer" | "web") => string;
  addShop(name: string): Promise<Shop>;
  remove(): Promise<void>;
}

export interface Worker {
  process: ChildProcess;
  stop(): Promise<void>;
}

// durable, and otherwise still: nothing runs in the background of one measurement and not of the next
const settings = { shared_buffers: "1GB", max_wal_size: "16GB", checkpoint_timeout: "1h", autovacuum: "off" };

export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "vouch-bench-"));
  const server: Embedded = await startEmbedded({ home: folder, version: "18", durable: true, settings });
  const home = openHome(folder);
  const open: Sql[] = [];
  const connected = (url: string, max: number) => {
    const sql = connect(url, { application: "bench", max });
    open.push(sql);
    return sql;
  };
  const url = await ensureDatabase(server, "vouch");
  await prepareDatabase(url, home);
  const own = connected(url, 4);
  const ledger = await createLedger(own, "Benchmark");
  await own`select ledger.make_partitions(now(), 2)`;
  const web = connected(loginUrl(home, url, "web"), 1);
  return {
    home,
    ledger,
    url,
    own,
    loginUrl: (login) => loginUrl(home, url, login),
    async addShop(name) {
      const shopUrl = await ensureDatabase(server, name);
      const sql = connected(shopUrl, 4);
      await sql.unsafe(schema);
      const actor = { kind: "service", id: "bench", name: "Benchmark", attribution: "verified" } as const;
      const { source } = await protect({ url: shopUrl, tables: ["customers"] }, { sql: web, home, ledger, actor });
      await sql`vacuum analyze customers`;
      return { url: shopUrl, sql, source };
    },
    async remove() {
      await Promise.all(open.map((sql) => sql.end({ timeout: 2 })));
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The worker as `npm start` runs it. VOUCH_BENCH_NODE gives Node more arguments, such as --cpu-prof. */
export function startWorker({ home, loginUrl }: Ground): Worker {
  const more = process.env.VOUCH_BENCH_NODE?.split(" ") ?? [];
  const child = spawn(process.execPath, [...more, "--import", "tsx", "bin/vouch.ts", "worker"], {
    cwd: resolve(import.meta.dirname, "../.."),
    env: { ...process.env, VOUCH_HOME: home.folder, VOUCH_SEQUENCER_URL: loginUrl("sequencer") },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  process.once("exit", () => child.kill("SIGKILL")); // where the bench itself fails
  return {
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

export async function sizeOf({ own, ledger }: Ground): Promise<number> {
  const [head] = await own<{ size: bigint }[]>`select size from ledger.heads where ledger = ${ledger}`;
  return Number(head?.size ?? 0n);
}

/** Waits until the ledger has `size` entries. Gives up after so many seconds without a new one. */
export async function reached(ground: Ground, size: number, every = 20, patience = 60): Promise<void> {
  let last = -1;
  let since = performance.now();
  for (;;) {
    const now = await sizeOf(ground);
    if (now >= size) return;
    if (now !== last) since = performance.now();
    else if (performance.now() - since > patience * 1_000) {
      throw new Error(`The ledger stands still at ${now} entries, of ${size} that were to come.`);
    }
    last = now;
    await pause(every);
  }
}
