/** The three databases that are compared, alike but for what captures them, on one PostgreSQL 18 in a temporary home. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { protect } from "../../lib/capture/index.ts";
import { type Embedded, ensureDatabase, startEmbedded } from "../../lib/database/embedded/index.ts";
import { connect, loginUrl, openHome, prepareDatabase, type Sql } from "../../lib/database/index.ts";
import { createLedger } from "../../lib/ledger/index.ts";
import { schema } from "./customers.ts";

/** plain: no trigger. vouch: as `vouch protect` leaves it. peer: peer.sql. */
export const variants = ["plain", "vouch", "peer"] as const;
export type Variant = (typeof variants)[number];

export interface Compared {
  variant: Variant;
  /** The superuser's address. */
  url: string;
  sql: Sql;
}

export interface Databases {
  all: Compared[];
  remove(): Promise<void>;
}

// durable, with all three databases in memory, and otherwise still: nothing runs in the background of one measurement and
// not of the next
const settings = { shared_buffers: "512MB", max_wal_size: "16GB", checkpoint_timeout: "1h", autovacuum: "off" };

export async function makeDatabases(): Promise<Databases> {
  const home = mkdtempSync(join(tmpdir(), "vouch-bench-"));
  const server = await startEmbedded({ home, version: "18", durable: true, settings });
  const all: Compared[] = [];
  const remove = async () => {
    await Promise.all(all.map(({ sql }) => sql.end({ timeout: 2 })));
    await server.remove();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    for (const variant of variants) {
      const url = await ensureDatabase(server, `bench_${variant}`);
      const sql = connect(url, { application: "bench", max: 1 });
      all.push({ variant, url, sql });
      await sql.unsafe(schema);
      if (variant === "vouch") await protectForReal(server, home, url);
      if (variant === "peer") await sql.unsafe(readFileSync(join(import.meta.dirname, "peer.sql"), "utf8"));
    }
    await settle(all);
    return { all, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function protectForReal(server: Embedded, folder: string, url: string): Promise<void> {
  const home = openHome(folder);
  const own = await ensureDatabase(server, "vouch");
  await prepareDatabase(own, home);
  const owner = connect(own, { application: "bench owner", max: 1 });
  const web = connect(loginUrl(home, own, "web"), { application: "bench web", max: 1 });
  try {
    const ledger = await createLedger(owner, "Benchmark");
    const actor = { kind: "service", id: "bench", name: "Benchmark", attribution: "verified" } as const;
    await protect({ url, tables: ["customers"] }, { sql: web, home, ledger, actor });
  } finally {
    await Promise.all([owner.end(), web.end()]);
  }
}

/** Every page has been written since the last checkpoint and has room, so that early and late measurements meet the same table. */
async function settle(all: Compared[]): Promise<void> {
  for (const { sql } of all) {
    await sql`checkpoint`;
    await sql`update customers set flag = flag`;
    await sql`analyze`;
  }
  await clean(all);
}

/** Takes away what a measurement left: dead rows, and what was captured. */
export async function clean(all: Compared[]): Promise<void> {
  for (const { variant, sql } of all) {
    if (variant === "vouch") await sql`truncate vouch.outbox`;
    if (variant === "peer") await sql`truncate audit.record_version`;
    await sql`vacuum customers`;
  }
}
