/**
 * The limit that a drain is measured against: the very rows that it stored, copied with COPY … (format binary) into empty
 * tables of the same shape, keys, indexes, checks and partitions, on the same server.
 */
import net from "node:net";
import { finished } from "node:stream/promises";
import postgres from "postgres";
import type { Sql } from "../../lib/database/index.ts";
import type { Ground } from "./ground.ts";

const partitioned = ["entries", "projection", "disclosures"] as const;
const tables = [...partitioned, "subjects"] as const;
type Copied = Record<(typeof tables)[number], Buffer>;

/** Takes the rows of entries `from` up to `to` out of the ledger, `batch` entries at a time. Subjects: those heard of first. */
export async function takeRows({ own }: Ground, from: number, to: number, batch: number): Promise<Copied[]> {
  const taken: Copied[] = [];
  const known = await own<
    { n: bigint }[]
  >`select count(distinct subject) as n from ledger.disclosures where index < ${from}`;
  const subjects = await own<{ n: bigint }[]>`select count(*) as n from ledger.subjects`;
  let passed = Number(known[0]?.n ?? 0n);
  const fresh = Number(subjects[0]?.n ?? 0n) - passed;
  for (let at = from; at < to; at += batch) {
    const end = Math.min(at + batch, to);
    const copied: Partial<Copied> = {};
    for (const table of partitioned) {
      copied[table] = await copyOut(
        own,
        `select * from ledger.${table} where index >= ${at} and index < ${end} order by index`,
      );
    }
    const share = Math.round((fresh * (end - from)) / (to - from)) + Number(known[0]?.n ?? 0n) - passed;
    copied.subjects = await copyOut(own, `select * from ledger.subjects order by ctid offset ${passed} limit ${share}`);
    passed += share;
    taken.push(copied as Copied);
  }
  return taken;
}

/** Through a file of the server: where the reader of a COPY … TO STDOUT falls behind, the driver never reads on. */
async function copyOut(sql: Sql, query: string): Promise<Buffer> {
  await sql.unsafe(
    `do $$ begin execute format('copy (${query}) to %L (format binary)', current_setting('data_directory') || '/vouch-bench.copy'); end $$`,
  );
  const [row] = await sql<{ bytes: Buffer }[]>`select pg_read_binary_file('vouch-bench.copy') as bytes`;
  return row?.bytes ?? Buffer.alloc(0);
}

/**
 * A connection that sends at once: the driver leaves Nagle's algorithm on, and then the end of each COPY waits for an
 * acknowledgement that the server delays by 40 ms, which would make the limit look low.
 */
function prompt(url: string): postgres.Sql {
  const dial = ({ host: [host = ""], port: [port = 0] }: { host: string[]; port: number[] }) =>
    net.connect(port, host).setNoDelay(true);
  return postgres(url, { max: 1, onnotice: () => {}, socket: dial } as object);
}

/** Seconds that it takes to copy `batches` into fresh tables, a transaction each. */
export async function copyIn({ url }: Ground, batches: Copied[]): Promise<number> {
  const sql = prompt(url);
  await sql.unsafe(`drop schema if exists bare cascade; create schema bare;
    create table bare.subjects (like ledger.subjects including all);
    ${partitioned
      .map(
        (table) => `create table bare.${table} (like ledger.${table} including all) partition by range (recorded_at);
          create table bare.${table}_all partition of bare.${table} for values from ('2000-01-01') to ('2200-01-01');`,
      )
      .join("\n")}`);
  await sql`checkpoint`;
  const began = performance.now();
  for (const batch of batches) {
    await sql.begin(async (transaction) => {
      for (const table of tables) {
        const stream = await transaction.unsafe(`copy bare.${table} from stdin (format binary)`).writable();
        await finished(stream.end(batch[table]));
      }
    });
  }
  const seconds = (performance.now() - began) / 1_000;
  await sql.end();
  return seconds;
}

/** The same as one transaction: one COPY per table. */
export function joined(batches: Copied[]): Copied[] {
  const header = 19; // signature, flags, length of the extension (PostgreSQL manual, COPY, Binary Format)
  const trailer = 2;
  const join = (table: keyof Copied) => {
    const bodies = batches.map((batch) => batch[table].subarray(header, -trailer));
    return Buffer.concat([
      batches[0]?.[table].subarray(0, header) ?? Buffer.alloc(0),
      ...bodies,
      Buffer.from([0xff, 0xff]),
    ]);
  };
  return [Object.fromEntries(tables.map((table) => [table, join(table)])) as Copied];
}
