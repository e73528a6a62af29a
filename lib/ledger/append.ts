/**
 * Appending: events become leaves, and one transaction stores entries, disclosures and projection, moves the head by
 * compare-and-set and stores how far the source has been read. Either all of it happened or none.
 *
 * Making and storing are apart, so that the next batch is made while the server stores the one before: a batch says which head
 * it follows, and is stored after that one or not at all.
 */
import type { Home, Sql, Transaction } from "../database/index.ts";
import { type Clock, type Event, Fault } from "../event/index.ts";
import { chainStep, type Disclosure, leafHash } from "../integrity/index.ts";
import { failpoint } from "./failpoint.ts";
import type { Head } from "./ledgers.ts";
import type { Cursor } from "./outbox.ts";
import { PackedRows } from "./packed.ts";
import type { Projected } from "./projection.ts";
import { randomPool } from "./random.ts";
import { makeLeafOfAny } from "./refused.ts";
import { pack, seal, subjectHash, subjectOf } from "./seal.ts";
import { saltsOf } from "./subjects.ts";
import { termsOf } from "./terms.ts";

export interface Appender {
  ledger: string;
  home: Home;
  clock: Clock;
  /** When an event was recorded. Without it: when its batch is made, by the clock. For a past that arrives in one go, as the demo's does. */
  recordedAt?(event: Event): string;
  /** No search columns are made: for measuring what they cost. No search finds such entries, and verification says so. */
  unsearched?: true;
}

/** How far a source has been read with this batch, or why it is read no further. */
export type Progress = { source: string; cursor: Cursor; system: string } | { source: string; stopped: string };

/** Entries that follow `from` and end at `to`; what stands beside them is sealed when the keys of its subjects are known. */
export interface Made {
  from: Head;
  to: Head;
  /** leaf hash ‖ chain ‖ leaf, in order. */
  entries: PackedRows;
  /** When each was recorded; the last is `to.recordedAt`. */
  recordedAt: string[];
  projection: Projected[];
  unsealed: Unsealed[];
  /** When the last of the events happened. */
  lastEventAt?: string;
}

interface Unsealed {
  index: bigint;
  recordedAt: string;
  subject: Buffer;
  packed: string;
}

/**
 * Appends events after `head` and acknowledges them. Returns the new head. Throws `conflict` when the head is no longer
 * the given one: another sequencer has appended; nothing is stored then.
 */
export async function append(
  sql: Sql,
  appender: Appender,
  head: Head,
  events: Event[],
  progress: Progress,
): Promise<Head> {
  const made = makeEntries(appender, head, events);
  await storeEntries(sql, appender, made, progress);
  return made.to;
}

/** The entries that `events` become after `head`. Needs no database. */
export function makeEntries(
  { ledger, home, clock, recordedAt, unsearched }: Appender,
  head: Head,
  events: Event[],
): Made {
  const now = clock();
  const later = (one: string, other: string) => (one > other ? one : other);
  const sealing = { ledger, recordedAt: head.recordedAt, random: randomPool(), hashKey: home.secret("keyed hashes") };
  const secret = home.secret("disclosures");
  const terms = unsearched ? undefined : termsOf(home);
  const entries = new PackedRows();
  const projection: Projected[] = [];
  const unsealed: Unsealed[] = [];
  const times: string[] = [];
  let chain: Uint8Array = head.chain;
  let index = head.size;
  for (const reported of events) {
    sealing.recordedAt = later(recordedAt?.(reported) ?? now, sealing.recordedAt); // the ledger's time never runs backwards
    times.push(sealing.recordedAt);
    const { event, bytes, disclosures, projected } = makeLeafOfAny(reported, sealing, index, terms);
    const hash = leafHash(bytes);
    chain = chainStep(chain, hash);
    entries.add(hash, chain, bytes);
    if (projected) projection.push(projected);
    if (disclosures.length > 0) unsealed.push(unsealedOf(index, sealing.recordedAt, event, disclosures, secret));
    index++;
  }
  const to = { size: index, chain: Buffer.from(chain), recordedAt: later(now, sealing.recordedAt) };
  return { from: head, to, entries, recordedAt: times, projection, unsealed, lastEventAt: events.at(-1)?.occurredAt };
}

function unsealedOf(
  index: bigint,
  recordedAt: string,
  event: Event,
  disclosures: Disclosure[],
  secret: Buffer,
): Unsealed {
  return { index, recordedAt, subject: subjectHash(secret, subjectOf(event)), packed: pack(disclosures) };
}

/** Stores what was made, and acknowledges it. Throws `conflict` when the ledger no longer ends where it begins; nothing is stored then. */
export async function storeEntries(sql: Sql, appender: Appender, made: Made, progress: Progress): Promise<void> {
  failpoint("before-append");
  const { ledger } = appender;
  await sql.begin(async (transaction) => {
    await moveHead(transaction, ledger, made.from, made.to);
    if (made.entries.count > 0) await insertEntries(transaction, ledger, made);
    if (made.unsealed.length > 0) await insertDisclosures(transaction, appender, made);
    if ("stopped" in progress) await storeStop(transaction, ledger, progress);
    else await storePosition(transaction, ledger, progress, made.to.recordedAt, made.lastEventAt);
    failpoint("after-append");
  });
  failpoint("after-commit");
}

async function insertEntries(sql: Transaction, ledger: string, made: Made): Promise<void> {
  const { from, entries, recordedAt, projection } = made;
  await sql`
    insert into ledger.entries (ledger, index, recorded_at, leaf, leaf_hash, chain)
    select ${ledger}, ${from.size}::bigint + n - 1, recorded_at,
      substring(bytes from at + 64 for length - 64), substring(bytes from at for 32), substring(bytes from at + 32 for 32)
    from (select ${entries.bytes}::bytea as bytes) as packed,
      unnest(${entries.begins}::text::int[], ${entries.lengths}::text::int[], ${listed(recordedAt)}::text::timestamptz[])
        with ordinality as rows (at, length, recorded_at, n)`;
  if (projection.length === 0) return;
  await sql`
    insert into ledger.projection
    select * from json_populate_recordset(null::ledger.projection, ${JSON.stringify(projection)}::text::json)`;
}

/** As the text of an array: instants and numbers need no quotes. */
function listed(values: (string | bigint)[]): string {
  return `{${values.join(",")}}`;
}

/** The values beside the entries, each entry's sealed under the key of its subject. */
async function insertDisclosures(sql: Transaction, { ledger, home }: Appender, { unsealed }: Made): Promise<void> {
  const secret = home.secret("disclosures");
  const salts = await saltsOf(
    sql,
    ledger,
    unsealed.map(({ subject }) => subject),
  );
  const random = randomPool();
  const rows = new PackedRows();
  for (const [i, { index, subject, packed }] of unsealed.entries()) {
    rows.add(subject, seal(packed, { ledger, index }, secret, subject, salts[i] as Buffer, random));
  }
  const indexes = listed(unsealed.map(({ index }) => index));
  const times = listed(unsealed.map(({ recordedAt }) => recordedAt));
  await sql`
    insert into ledger.disclosures (ledger, index, recorded_at, subject, sealed)
    select ${ledger}, index, recorded_at, substring(bytes from at for 32), substring(bytes from at + 32 for length - 32)
    from (select ${rows.bytes}::bytea as bytes) as packed,
      unnest(${indexes}::text::bigint[], ${times}::text::timestamptz[], ${rows.begins}::text::int[], ${rows.lengths}::text::int[])
        as rows (index, recorded_at, at, length)`;
}

async function moveHead(sql: Transaction, ledger: string, from: Head, to: Head): Promise<void> {
  const moved = await sql`
    update ledger.heads set size = ${to.size}, chain = ${to.chain}, recorded_at = ${to.recordedAt}
    where ledger = ${ledger} and size = ${from.size} and chain = ${from.chain}`;
  if (moved.count !== 1) {
    throw new Fault(
      "conflict",
      `Expected the ledger to end at entry ${from.size}, but it ends elsewhere: another sequencer writes to it. This one stops appending and reads the head again.`,
    );
  }
}

async function storePosition(
  sql: Transaction,
  ledger: string,
  { source, cursor, system }: Extract<Progress, { cursor: Cursor }>,
  readAt: string,
  lastEventAt?: string,
): Promise<void> {
  await sql`
    insert into ledger.positions (ledger, source, seen, reading, position, system, read_at, last_event_at)
    values (${ledger}, ${source}, ${cursor.seen}, ${cursor.reading}, ${cursor.position}, ${system}, ${readAt}, ${lastEventAt ?? null})
    on conflict (ledger, source) do update set
      seen = excluded.seen, reading = excluded.reading, position = excluded.position, system = excluded.system, read_at = excluded.read_at,
      last_event_at = coalesce(excluded.last_event_at, ledger.positions.last_event_at), state = 'reading', reason = null`;
}

async function storeStop(
  sql: Transaction,
  ledger: string,
  { source, stopped }: Extract<Progress, { stopped: string }>,
): Promise<void> {
  await sql`update ledger.positions set state = 'stopped', reason = ${stopped} where ledger = ${ledger} and source = ${source}`;
}
