/**
 * Test builders: a ledger with the sequencer, signer and verifier that a running Vouch has, a superuser who tampers with it,
 * and the one helper with which tests wait.
 */
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freshDatabase, type TestDatabase } from "../database/builders.ts";
import { connect, type Home, type Sql } from "../database/index.ts";
import { anEvent, anEventId, anUpdate, aTime } from "../event/builders.ts";
import { type Clock, type Event, instant, microseconds } from "../event/index.ts";
import {
  canonicalBytes,
  chainStart,
  chainStep,
  type Leaf,
  leafHash,
  readLeaf,
  type Verdict,
} from "../integrity/index.ts";
import {
  append,
  createLedger,
  type Entry,
  emptySnapshot,
  findEntries,
  type Head,
  inboxOutbox,
  type Outbox,
  type OwnEvent,
  post,
  projectedAnew,
  readCheckpoints,
  readHead,
  Signer,
  sequence,
  termsOf,
  trustedKeys,
  verifyLedger,
} from "./index.ts";

/** The source of events that tests append by hand. */
export const aSource = "0190f7d2-6f1e-7000-8000-00000000d001";

/** Waits until `condition` gives something other than false, null or undefined, and returns that. Fails after `deadline` milliseconds. */
export async function until<T>(
  what: string,
  condition: () => Promise<T> | T,
  deadline = 15_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + deadline;
  for (;;) {
    const got = await condition();
    if (got !== false && got !== null && got !== undefined) return got;
    if (performance.now() > end) throw new Error(`waited ${deadline / 1000} s for ${what}, which did not come`);
    await pause(10);
  }
}

/** A clock that moves by a microsecond whenever it is read, and otherwise when it is told. */
export interface TestClock extends Clock {
  set(time: string): void;
}

export function testClock(start: string): TestClock {
  let now = microseconds(start);
  const clock = () => instant(now++);
  const set = (time: string) => {
    now = microseconds(time);
  };
  return Object.assign(clock, { set });
}

/** A running sequencer. */
export interface Running {
  /** What it has reported. */
  reports: string[];
  /** Rejects when it ended by an error. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface TestLedger {
  database: TestDatabase;
  home: Home;
  /** Id of the ledger. */
  ledger: string;
  /** The sequencer's login. */
  sql: Sql;
  /** The superuser who owns the database. */
  owner: Sql;
  clock: TestClock;
  inbox: Outbox;
  /** Makes entries of events without an outbox, in batches of `batch`. */
  appendEvents(events: Event[], batch?: number): Promise<Head>;
  head(): Promise<Head>;
  /** Posts an event of Vouch's own, as the pages do. */
  post(event: OwnEvent): Promise<string>;
  startSequencer(outboxes?: Outbox[] | (() => Promise<Outbox[]>), login?: Sql): Running;
  /** Runs the sequencer until it has found everything that had been committed in the outboxes. */
  drain(...outboxes: Outbox[]): Promise<string[]>;
  /** A worker process as `npm start` has it; killed with the ledger. */
  spawnWorker(env?: Record<string, string>): ChildProcess;
  sign(): Promise<bigint>;
  verify(): Promise<Verdict>;
  /** Every entry, in order, with the values beside it. */
  entries(): Promise<Required<Entry>[]>;
  /** What the signer keeps outside the database. */
  folder: string;
  drop(): Promise<void>;
}

export async function freshLedger(start = aTime()): Promise<TestLedger> {
  const database = await freshDatabase();
  const { home, owner } = database;
  const clock = testClock(start);
  const ledger = await createLedger(owner, "Test", clock);
  await owner`select ledger.make_partitions(${clock()}, 2)`;
  const sql = database.as("sequencer");
  const web = database.as("web");
  const verifier = database.as("verifier");
  const inbox = inboxOutbox(sql);
  const children: ChildProcess[] = [];
  const sequencers: Running[] = [];

  const run = (outboxes: () => Promise<Outbox[]>, login: Sql): Running => {
    const ending = new AbortController();
    const reports: string[] = [];
    const work = {
      openLock: () => connect(database.urlOf("sequencer"), { application: "sequencer lock", max: 1 }),
      ledger,
      home,
      clock,
      sql: login,
      outboxes,
      rest: 5,
      signal: ending.signal,
      report: (sentence: string) => void reports.push(sentence),
    };
    const ended = sequence(work);
    ended.catch(() => {}); // whoever waits for it gets the error
    const running = {
      reports,
      ended,
      async stop() {
        ending.abort();
        await ended;
      },
    };
    sequencers.push(running);
    return running;
  };

  return {
    database,
    home,
    ledger,
    sql,
    owner,
    clock,
    inbox,
    folder: home.checkpoints(ledger),
    async appendEvents(events, batch = 1_000) {
      let head = await readHead(sql, ledger);
      for (let at = 0; at < events.length; at += batch) {
        const cursor = { seen: emptySnapshot, reading: emptySnapshot, position: 0n };
        head = await append(sql, { ledger, home, clock }, head, events.slice(at, at + batch), {
          source: aSource,
          cursor,
          system: "tests",
        });
      }
      return head;
    },
    head: () => readHead(sql, ledger),
    post: (event) => post(web, event, clock),
    startSequencer: (outboxes = [inbox], login = sql) =>
      run(typeof outboxes === "function" ? outboxes : async () => outboxes, login),
    async drain(...given) {
      const outboxes = given.length > 0 ? given : [inbox];
      const idle = new Set<Outbox>();
      const watched = outboxes.map(
        (outbox): Outbox => ({
          ...outbox,
          read: async (cursor) => {
            const batch = await outbox.read(cursor);
            // a whole pass that began after us and found nothing: what had been found before is in the ledger
            if (cursor.reading === cursor.seen && batch.ended && batch.events.length === 0) idle.add(outbox);
            return batch;
          },
        }),
      );
      const running = run(async () => watched, sql);
      await Promise.race([
        running.ended,
        until("the outboxes to be read to their ends", () => idle.size === outboxes.length, 30_000),
      ]);
      await running.stop();
      return running.reports;
    },
    spawnWorker(env = {}) {
      const { DATABASE_URL: _none, VOUCH_FAILPOINT: _neither, ...inherited } = process.env;
      const more = { VOUCH_HOME: home.folder, VOUCH_SEQUENCER_URL: database.urlOf("sequencer"), ...env };
      const child = spawn(process.execPath, ["--import", "tsx", "bin/vouch.ts", "worker"], {
        cwd: path.resolve(import.meta.dirname, "../.."),
        env: { ...inherited, ...more } as NodeJS.ProcessEnv,
        stdio: ["ignore", "ignore", "inherit"],
      });
      children.push(child);
      return child;
    },
    sign: () => new Signer(ledger, home, clock).sign(sql),
    verify() {
      const keys = trustedKeys(home, ledger);
      return verifyLedger({
        sql: verifier,
        ledger,
        checkpoints: readCheckpoints(home.checkpoints(ledger), keys),
        keys,
        clock,
        home,
      });
    },
    async entries() {
      const rows = await owner<{ index: bigint }[]>`
        select index from ledger.entries where ledger = ${ledger} order by index`;
      const indexes = rows.map((row) => row.index);
      const found = await findEntries(owner, home, ledger, indexes);
      return found.map((entry) => {
        const { leaf, disclosures } = entry;
        if (!leaf || !disclosures) throw new Error(`expected entry ${entry.index} to be as it was written`);
        return { ...entry, leaf, disclosures };
      });
    },
    async drop() {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(sequencers.map((running) => running.stop().catch(() => {})));
      await database.drop();
    },
  };
}

/** `count` events of kinds that differ: sign-ins, updates with values of every mode, with text and without. */
export function someEvents(count: number, from = 0): Event[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const overrides = {
      id: anEventId(n),
      occurredAt: aTime(n),
      source: { id: aSource, kind: "postgres" as const, name: "billing", position: `${n}` },
    };
    if (n % 3 === 0) return anEvent(overrides);
    const fields: Event["data"] = [
      { name: "id", type: "bigint", mode: "keep", changed: false, value: `${n}` },
      { name: "amount", type: "numeric(12,2)", mode: "keep", changed: true, before: "120.00", after: `${n}.00` },
      { name: "note", type: "text", mode: "erasable", changed: true, before: "call back", after: `paid ${n}` },
      { name: "iban", type: "text", mode: "conceal", changed: false, value: `DE00 ${n}` },
    ];
    return anUpdate({ id: `${n}`, fields }, overrides);
  });
}

/** A row of ledger.entries. */
export interface StoredRow {
  index: bigint;
  recordedAt: string;
  leaf: Buffer;
  leafHash: Buffer;
  chain: Buffer;
}

/** What the superuser recomputes after a change, so that it does not show: each includes those before it. */
export type Recomputed = "nothing" | "hash" | "chain" | "everything";

/** A superuser with a copy of the ledger as it was, who rewrites it at will. */
export interface Tamperer {
  /**
   * Puts other rows in the place of the ledger's entries. `hash`: leaf hashes follow their leaves; `chain`: and the chain
   * values from the first difference on; `everything`: and head and projection.
   */
  rewrite(change: (rows: StoredRow[]) => StoredRow[], recomputed?: Recomputed): Promise<void>;
  /** Everything as it was. */
  restore(): Promise<void>;
}

const rewritten = ["entries", "projection", "heads", "checkpoints", "disclosures", "subjects"];

export async function tamperer({ owner, ledger, home }: TestLedger): Promise<Tamperer> {
  await owner`create schema pristine`;
  for (const table of rewritten) await owner.unsafe(`create table pristine.${table} as table ledger.${table}`);
  return {
    async rewrite(change, recomputed = "nothing") {
      const before = await owner<StoredRow[]>`
        select index, recorded_at as "recordedAt", leaf, leaf_hash as "leafHash", chain from ledger.entries where ledger = ${ledger} order by index`;
      const after = recompute(ledger, change(before.map((row) => ({ ...row }))), recomputed);
      await owner.begin(async (sql) => {
        await sql`delete from ledger.entries`;
        for (const row of after) {
          await sql`insert into ledger.entries values (${ledger}, ${row.index}, ${row.recordedAt}, ${row.leaf}, ${row.leafHash}, ${row.chain})`;
        }
        if (recomputed !== "everything") return;
        const last = after.at(-1);
        await sql`update ledger.heads set size = ${last ? last.index + 1n : 0n}, chain = ${last?.chain ?? Buffer.from(chainStart(ledger))}`;
        await sql`delete from ledger.projection`;
        // whoever holds the home's keys too
        const known = await findEntries(
          owner,
          home,
          ledger,
          after.map(({ index }) => index),
        );
        const projected = after.map(({ leaf, index }) =>
          projectedAnew(
            readLeaf(leaf),
            index,
            known.find((entry) => entry.index === index)?.disclosures,
            termsOf(home),
          ),
        );
        await sql`insert into ledger.projection select * from json_populate_recordset(null::ledger.projection, ${JSON.stringify(projected)}::text::json)`;
      });
    },
    async restore() {
      await owner.begin(async (sql) => {
        for (const table of rewritten) {
          await sql.unsafe(`delete from ledger.${table}`);
          await sql.unsafe(`insert into ledger.${table} select * from pristine.${table}`);
        }
      });
    },
  };
}

function recompute(ledger: string, rows: StoredRow[], recomputed: Recomputed): StoredRow[] {
  if (recomputed === "nothing") return rows;
  let chain = chainStart(ledger);
  return rows.map((row) => {
    const hash = Buffer.from(leafHash(row.leaf));
    chain = chainStep(chain, hash);
    return { ...row, leafHash: hash, chain: recomputed === "hash" ? row.chain : Buffer.from(chain) };
  });
}

/** The row with another event in its leaf: still a canonical leaf of this ledger. */
export function edited(row: StoredRow, change: (event: Leaf["event"]) => Leaf["event"]): StoredRow {
  const leaf = readLeaf(row.leaf);
  return { ...row, leaf: Buffer.from(canonicalBytes({ ...leaf, event: change(leaf.event) } as never)) };
}

/** Rows numbered anew, without gaps. */
export function renumbered(rows: StoredRow[]): StoredRow[] {
  return rows.map((row, i) => ({ ...row, index: BigInt(i) }));
}
