/** The product as `npm start` serves it, in a home of its own, with something in its ledger. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { protect } from "../../lib/capture/index.ts";
import { type Embedded, ensureDatabase, freePort, startEmbedded } from "../../lib/database/embedded/index.ts";
import { connect, type Home, loginUrl, openHome, prepareDatabase, type Sql } from "../../lib/database/index.ts";
import { createLedger } from "../../lib/ledger/index.ts";
import { schema } from "../capture/customers.ts";
import { fillLedger } from "./entries.ts";

export interface Product {
  url: string;
  /** Vouch's own database, as its superuser. */
  owner: Sql;
  /** Seconds of processor time that the pages' process has used, as /metrics says. */
  processor(): Promise<number>;
  /** Number of entries. */
  size(): Promise<number>;
  stop(): Promise<void>;
}

const token = "only-for-this-measurement";

export async function startProduct({ demo, entries }: { demo: boolean; entries: number }): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), "vouch-bench-"));
  if (!demo) await fill(folder, entries);
  const port = await freePort();
  const child = spawn(process.execPath, [resolve("bin/bootstrap.mjs"), "start"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      VOUCH_HOME: folder,
      VOUCH_DEMO: demo ? "on" : "off",
      VOUCH_LOG_LEVEL: "error",
      VOUCH_METRICS_TOKEN: token,
      DATABASE_URL: "",
      NEXTAUTH_URL: "",
      npm_lifecycle_event: "bench", // it ends with us, however we end
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  const ended = once(child, "exit");
  await Promise.race([ready(url), ended.then(() => Promise.reject(new Error("Vouch did not start.")))]);
  // it holds the server; so do we, for as long as we measure
  const server = await startEmbedded({ home: demo ? join(folder, "demo") : folder, version: "18", durable: true });
  const owner = connect(server.url("vouch"), { application: "bench", max: 2 });
  return {
    url,
    owner,
    async processor() {
      await pause(1_100); // an answer is given again for a second
      const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
      return Number(/^process_cpu_seconds_total (\S+)/m.exec(await answer.text())?.[1]);
    },
    async size() {
      const [head] = await owner<{ size: bigint }[]>`select sum(size)::bigint as size from ledger.heads`;
      return Number(head?.size ?? 0n);
    },
    async stop() {
      await owner.end({ timeout: 2 });
      await server.stop();
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(200);
  }
}

/** A ledger with `entries` entries of a year, and a database that is protected. */
async function fill(folder: string, entries: number): Promise<void> {
  const server = await startEmbedded({ home: folder, version: "18", durable: true });
  try {
    const home = openHome(folder);
    const url = await ensureDatabase(server, "vouch");
    await prepareDatabase(url, home);
    const owner = connect(url, { application: "bench", max: 2 });
    const ledger = await createLedger(owner, "Vouch");
    const source = await protectShop(server, url, home, ledger);
    await fillLedger(owner, home, ledger, source, entries);
    await owner`vacuum analyze`;
    await owner.end();
  } finally {
    await server.stop();
  }
}

async function protectShop(server: Embedded, own: string, home: Home, ledger: string): Promise<string> {
  const shopUrl = await ensureDatabase(server, "shop");
  const shop = connect(shopUrl, { application: "bench", max: 1 });
  await shop.unsafe(schema);
  await shop.end();
  const web = connect(loginUrl(home, own, "web"), { application: "bench", max: 1 });
  const actor = { kind: "service", id: "bench", name: "Benchmark", attribution: "verified" } as const;
  const { source } = await protect({ url: shopUrl, tables: ["customers"] }, { sql: web, home, ledger, actor });
  await web.end();
  return source;
}
