/**
 * Appending: events become leaves, and one transaction stores entries, disclosures and projection, moves the head by
 * compare-and-set and stores how far the source has been read. Either all of it happened or none.
 *
 * Making and storing are apart, so that the next batch is made while the server stores the one before: a batch says which head
 * it follows, and is stored after that one or not at all.
 */
import { CopiedRows, copyInto, type Home, type Sql, type Transaction } from "../database/index.ts";
import { type Clock, type Event, Fault } from "../event/index.ts";
import { chainStep, type Disclosure, leafHash } from "../integrity/index.ts";
import { failpoint } from "./failpoint.ts";
import type { Head } from "./ledgers.ts";
import type { Cursor } from "./outbox.ts";
import { copyProjected } from "./projection.ts";
import { randomPool } from "./random.ts";
import { makeLeafOfAny } from "./refused.ts";
import { pack, seal, subjectHash, subjectOf } from "./seal.ts";
import { saltsOf } from "./subjects.ts";

export interface Appender {
  ledger: string;
  home: Home;
  clock: Clock;
}

/** How far a source has been read with this batch, or why it is read no further. */
export type Progress = { source: string; cursor: Cursor; system: string } | { source: string; stopped: string };

/** Entries that follow `from` and end at `to`, as rows to be copied; sealed when the keys of their subjects are known. */
export interface Made {
  from: Head;
  to: Head;
  entries: CopiedRows;
  projection: CopiedRows;
  unsealed: Unsealed[];
  /** When the last of the events happened. */
  lastEventAt?: string;
}

interface Unsealed {
  index: bigint;
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
export function makeEntries({ ledger, home, clock }: Appender, head: Head, events: Event[]): Made {
  const now = clock();
  const recordedAt = now > head.recordedAt ? now : head.recordedAt; // the ledger's time never runs backwards
  const sealing = { ledger, recordedAt, random: randomPool(), hashKey: home.secret("keyed hashes") };
  const secret = home.secret("disclosures");
  const entries = new CopiedRows();
  const projection = new CopiedRows();
  const unsealed: Unsealed[] = [];
  let chain: Uint8Array = head.chain;
  let index = head.size;
  for (const reported of events) {
    const { event, bytes, disclosures, projected } = makeLeafOfAny(reported, sealing, index);
    const hash = leafHash(bytes);
    chain = chainStep(chain, hash);
    entries.row(6).uuid(ledger).bigint(index).instant(recordedAt).bytes(bytes).bytes(hash).bytes(chain);
    copyProjected(projection, projected);
    if (disclosures.length > 0) unsealed.push(unsealedOf(index, event, disclosures, secret));
    index++;
  }
  const to = { size: index, chain: Buffer.from(chain), recordedAt };
  return { from: head, to, entries, projection, unsealed, lastEventAt: events.at(-1)?.occurredAt };
}

function unsealedOf(index: bigint, event: Event, disclosures: Disclosure[], secret: Buffer): Unsealed {
  return { index, subject: subjectHash(secret, subjectOf(event)), packed: pack(disclosures) };
}

/** Stores what was made, and acknowledges it. Throws `conflict` when the ledger no longer ends where it begins; nothing is stored then. */
export async function storeEntries(sql: Sql, appender: Appender, made: Made, progress: Progress): Promise<void> {
  failpoint("before-append");
  const { ledger } = appender;
  await sql.begin(async (transaction) => {
    await moveHead(transaction, ledger, made.from, made.to);
    await copyInto(transaction, "ledger.entries", made.entries);
    await copyInto(transaction, "ledger.projection", made.projection);
    await copyInto(transaction, "ledger.disclosures", await sealed(transaction, appender, made));
    if ("stopped" in progress) await storeStop(transaction, ledger, progress);
    else await storePosition(transaction, ledger, progress, made.to.recordedAt, made.lastEventAt);
    failpoint("after-append");
  });
  failpoint("after-commit");
}

/** Rows of ledger.disclosures, each sealed under the key of its subject. */
async function sealed(sql: Transaction, { ledger, home }: Appender, { unsealed, to }: Made): Promise<CopiedRows> {
  const rows = new CopiedRows();
  const secret = home.secret("disclosures");
  const salts = await saltsOf(
    sql,
    ledger,
    unsealed.map(({ subject }) => subject),
  );
  const random = randomPool();
  for (const [i, { index, subject, packed }] of unsealed.entries()) {
    const bytes = seal(packed, { ledger, index }, secret, subject, salts[i] as Buffer, random);
    rows.row(5).uuid(ledger).bigint(index).instant(to.recordedAt).bytes(subject).bytes(bytes);
  }
  return rows;
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
