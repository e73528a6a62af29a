/**
 * A ledger of so many entries, settled, in a home of its own: made once, and used again where a folder is named. Loading does not wait
 * for the disk, searching runs on the server as `npm start` has it, but for its memory.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openWeb, type Web } from "../../lib/access/index.ts";
import { ensureDatabase, startEmbedded } from "../../lib/database/embedded/index.ts";
import { connect, type Home, loginUrl, openHome, prepareDatabase, type Sql } from "../../lib/database/index.ts";
import { instant, systemClock } from "../../lib/event/index.ts";
import { createLedger, settle } from "../../lib/ledger/index.ts";
import { endOf, entryAt, sources } from "./entries.ts";
import type { Share } from "./fill.ts";

export interface Ground {
  rows: number;
  home: Home;
  ledger: string;
  url: string;
  /** The superuser. */
  owner: Sql;
  /** With the clock at the moment of the last entry. */
  web: Web;
  /** Seconds that making it took: none where it was there. */
  made?: { filled: number; indexed: number; settled: number };
  stop(): Promise<void>;
}

interface Ready {
  rows: number;
  now: string;
}

const loading = {
  shared_buffers: "2GB",
  max_wal_size: "20GB",
  checkpoint_timeout: "1h",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  maintenance_work_mem: "1GB",
  full_page_writes: "off",
};
const serving = { shared_buffers: "4GB", effective_cache_size: "14GB", max_wal_size: "8GB", checkpoint_timeout: "1h" };

export async function makeGround(rows: number, named?: string): Promise<Ground> {
  const folder = named ?? mkdtempSync(join(tmpdir(), "vouch-bench-search-"));
  const file = join(folder, "ready.json");
  let made: Ground["made"];
  if (!existsSync(file)) made = await fillHome(folder, rows, file);
  const ready = JSON.parse(readFileSync(file, "utf8")) as Ready;
  if (ready.rows !== rows)
    throw new Error(`Expected ${rows} entries in ${folder}, it has ${ready.rows}. Name another folder.`);
  const server = await startEmbedded({ home: folder, version: "18", durable: true, settings: serving });
  const url = await ensureDatabase(server, "vouch");
  const home = openHome(folder);
  const owner = connect(url, { application: "bench", max: 2 });
  const [ledger] = await owner<{ id: string }[]>`select id from ledger.ledgers`;
  const web = openWeb(loginUrl(home, url, "web"), home, () => ready.now);
  return {
    rows,
    home,
    ledger: ledger?.id ?? "",
    url,
    owner,
    web,
    made,
    async stop() {
      await Promise.all([owner.end({ timeout: 2 }), web.sql.end({ timeout: 2 })]);
      if (named) return server.stop();
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fillHome(folder: string, rows: number, file: string): Promise<NonNullable<Ground["made"]>> {
  const server = await startEmbedded({ home: folder, version: "18", durable: false, settings: loading });
  const url = await ensureDatabase(server, "vouch");
  const home = openHome(folder);
  await prepareDatabase(url, home);
  const owner = connect(url, { application: "bench", max: 2 });
  try {
    const now = systemClock();
    const ledger = await createLedger(owner, "Benchmark");
    const filled = await timed(() =>
      fillTables(owner, { url, home: folder, ledger, count: rows, now: `${endOf(now)}` }),
    );
    const indexed = await timed(() => attach(owner, ledger, rows, now));
    const indexer = connect(loginUrl(home, url, "indexer"), { application: "bench indexer", max: 1 });
    const settled = await timed(() => settle(indexer, ledger, systemClock)).finally(() => indexer.end());
    await owner.unsafe("vacuum analyze");
    writeFileSync(file, JSON.stringify({ rows, now } satisfies Ready));
    return { filled, indexed, settled };
  } finally {
    await owner.end();
    await server.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
}

const monthOf = (n: number, { count, now }: Omit<Share, "parts">) =>
  entryAt(n, count, BigInt(now)).recordedAt.slice(0, 7).replace("-", "_");

/** Two processes, each with every other piece of each month. */
async function fillTables(owner: Sql, share: Omit<Share, "parts">): Promise<void> {
  const pieces: Share["parts"] = [];
  for (let from = 0; from < share.count; ) {
    const month = monthOf(from, share);
    let to = Math.min(from + Math.ceil(share.count / 24), share.count);
    for (let low = from; low < to; ) {
      // the first entry of the next month, if it is among these
      const middle = Math.floor((low + to) / 2);
      if (monthOf(middle, share) === month) low = middle + 1;
      else to = middle;
    }
    pieces.push({ from, to, month });
    from = to;
  }
  await owner.unsafe("create schema filling; create table filling.subjects (ledger uuid, subject bytea, salt bytea)");
  for (const month of new Set(pieces.map(({ month }) => month)))
    for (const table of ["entries", "projection", "disclosures"])
      await owner.unsafe(
        `create table filling.${table}_${month} (like ledger.${table} including defaults including constraints)`,
      );
  await Promise.all([0, 1].map((which) => run({ ...share, parts: pieces.filter((_, n) => n % 2 === which) })));
}

async function run(share: Share): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", join(import.meta.dirname, "fill.ts"), JSON.stringify(share)],
    { stdio: "inherit" },
  );
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`Filling ended with code ${code}.`);
}

/** Makes partitions of what was filled: their indexes are built as they are attached. */
async function attach(owner: Sql, ledger: string, rows: number, now: string): Promise<void> {
  const made = await owner<
    { name: string }[]
  >`select tablename as name from pg_tables where schemaname = 'filling' and tablename <> 'subjects' order by 1`;
  for (const { name } of made) {
    const [parent, year, month] = name.split("_") as [string, string, string];
    const from = `${year}-${month}-01T00:00:00Z`;
    await owner.unsafe(`drop table if exists ledger.${name}; alter table filling.${name} set schema ledger;
      alter table ledger.${parent} attach partition ledger.${name} for values from ('${from}') to ('${nextMonth(from)}')`);
  }
  await owner`insert into ledger.subjects select distinct * from filling.subjects`;
  await owner.unsafe("drop schema filling cascade");
  for (const { id, kind, name } of sources)
    await owner`insert into app.sources (id, ledger, kind, name) values (${id}, ${ledger}, ${kind}, ${name})`;
  await owner`update ledger.heads set size = ${rows}, recorded_at = ${now} where ledger = ${ledger}`;
}

function nextMonth(first: string): string {
  const [year, month] = first.split("-").map(Number) as [number, number];
  return instant(BigInt(Date.UTC(year, month, 1)) * 1_000n);
}
