/**
 * Search columns made anew, from the leaves and what still stands beside them: after a change of the rules, or where they were
 * damaged. Segment by segment, each in one transaction together with what finds its entries: a search meanwhile sees the old rows
 * of a segment or the new ones, and never none. Rows that are as they should be are not written.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type { Home, Sql, Transaction } from "../database/index.ts";
import { type Clock, measuresOf } from "../event/index.ts";
import type { Disclosure, Leaf } from "../integrity/index.ts";
import { entryOf, type Stored, unlessChanged } from "./entries.ts";
import { foundEvent } from "./found.ts";
import { readHead } from "./ledgers.ts";
import { type Projected, project, projectedColumns } from "./projection.ts";
import { type Segment, segmentOf, segmentSize } from "./segments.ts";
import { holdSegments, makeVolume, replaceSegment } from "./settle.ts";
import { type TermMaker, termsOf } from "./terms.ts";

export interface Reindexing {
  /** With the indexer's login. */
  sql: Sql;
  ledger: string;
  home: Home;
  clock: Clock;
  /** Ends it after the segment at hand. */
  signal?: AbortSignal;
}

export interface Reindexed {
  /** Every entry before this one is done. */
  to: bigint;
  /** Entries looked at, and rows that were written. */
  entries: number;
  written: number;
  /** Entries whose leaf cannot be read, so that their rows stay as they are: verification says which. */
  unreadable: number;
}

/** Entries read at a time: others who share the process wait for so many. */
const stride = 256;

/**
 * Makes the search columns of all entries from `from` on anew, up to those that are appended meanwhile, which are right as they
 * are. It begins where the segment of `from` begins. After each segment `progress` is called, with the sums until then.
 */
export async function reindex(
  work: Reindexing,
  from = 0n,
  progress?: (done: Reindexed, size: bigint) => void,
): Promise<Reindexed> {
  const { size } = await readHead(work.sql, work.ledger);
  const sum: Reindexed = { to: from, entries: 0, written: 0, unreadable: 0 };
  const first = Number(from / BigInt(segmentSize));
  for (let n = first; BigInt(n) * BigInt(segmentSize) < size && !work.signal?.aborted; n++) {
    const done = await reindexSegment(work, segmentOf(work.ledger, n));
    sum.to = done.to;
    sum.entries += done.entries;
    sum.written += done.written;
    sum.unreadable += done.unreadable;
    progress?.(sum, size);
  }
  return sum;
}

/** One segment, settled if it is complete. */
export async function reindexSegment(work: Reindexing, segment: Segment): Promise<Reindexed> {
  const { sql, ledger, clock } = work;
  await makeVolume(sql, segment);
  return sql.begin(async (transaction) => {
    await holdSegments(transaction, ledger);
    const { size } = await readHead(transaction, ledger);
    const to = size < segment.to ? size : segment.to;
    const desk = { work, transaction, terms: termsOf(work.home), before: [] as string[] };
    const done: Reindexed = { to, entries: 0, written: await removeStrays(desk, { ...segment, to }), unreadable: 0 };
    await replaceAll(desk, segment.from, to, done);
    if (to === segment.to) await replaceSegment(transaction, segment, clock, desk.before);
    return done;
  });
}

interface Desk {
  work: Reindexing;
  transaction: Transaction;
  terms: TermMaker;
  /** Terms of rows that were replaced, as the texts of arrays. */
  before: string[];
}

/** Rows of no entry. */
async function removeStrays({ transaction, before }: Desk, { ledger, from, to }: Segment): Promise<number> {
  const strays = await transaction<{ terms: string }[]>`
    delete from ledger.projection p
    where p.ledger = ${ledger} and p.index >= ${from} and p.index < ${to} and not exists (
      select from ledger.entries e where e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at)
    returning terms::text`;
  before.push(...strays.map(({ terms }) => terms));
  return strays.length;
}

type Row = Stored & { terms: string | null };

/** Reads the next rows while these are made and written. */
async function replaceAll(desk: Desk, from: bigint, to: bigint, done: Reindexed): Promise<void> {
  const after = (at: bigint) => (at + BigInt(stride) < to ? at + BigInt(stride) : to);
  let next = readRows(desk, from, after(from));
  for (let at = from; at < to; at += BigInt(stride)) {
    const rows = await next;
    const begun = after(at);
    if (begun < to) next = readRows(desk, begun, after(begun));
    next.catch(() => {}); // thrown where it is waited for
    await replaceRows(desk, rows, done);
    await breathe();
  }
}

function readRows({ work: { ledger }, transaction }: Desk, from: bigint, to: bigint): Promise<Row[]> {
  return transaction<Row[]>`
    select e.index, e.recorded_at as "recordedAt", e.leaf, e.leaf_hash as "leafHash", e.chain, d.subject, d.sealed, s.salt, p.terms::text
    from ledger.entries e
    left join ledger.disclosures d on d.ledger = ${ledger} and d.index = e.index and d.recorded_at = e.recorded_at
    left join ledger.subjects s on s.ledger = ${ledger} and s.subject = d.subject
    left join ledger.projection p on p.ledger = ${ledger} and p.index = e.index and p.recorded_at = e.recorded_at
    where e.ledger = ${ledger} and e.index >= ${from} and e.index < ${to}`.execute();
}

async function replaceRows(desk: Desk, rows: Row[], done: Reindexed): Promise<void> {
  const { work, transaction } = desk;
  const [there, missing]: [Projected[], Projected[]] = [[], []];
  for (const row of rows) {
    done.entries++;
    const { leaf, disclosures } = entryOf(row, work.home, work.ledger);
    const projected = leaf && projectedAnew(leaf, row.index, disclosures, desk.terms);
    if (!projected) done.unreadable++;
    else if (row.terms === null) missing.push(projected);
    else {
      there.push(projected);
      if (row.terms !== projected.terms) desk.before.push(row.terms);
    }
  }
  done.written += await insertRows(transaction, missing);
  done.written += await updateRows(transaction, there);
}

/** The row that appending such an entry makes; nothing where it cannot be one of an entry. Values that are not the ones the leaf binds are not found. */
export function projectedAnew(
  leaf: Leaf,
  index: bigint,
  disclosures: ReadonlyMap<string, Disclosure> | undefined,
  terms: TermMaker,
): Projected | undefined {
  const see = (values: ReadonlyMap<string, Disclosure>) => {
    const event = foundEvent(leaf, values);
    return project(leaf, index, { terms: terms.all(event), measures: measuresOf(event) });
  };
  return unlessChanged(() => see(disclosures ?? new Map())) ?? unlessChanged(() => see(new Map()));
}

async function insertRows(sql: Transaction, rows: Projected[]): Promise<number> {
  if (rows.length === 0) return 0;
  const inserted = await sql`
    insert into ledger.projection select * from json_populate_recordset(null::ledger.projection, ${JSON.stringify(rows)}::text::json)`;
  return inserted.count;
}

const columns = projectedColumns.map((column) => `"${column}"`);

async function updateRows(sql: Transaction, rows: Projected[]): Promise<number> {
  if (rows.length === 0) return 0;
  const updated = await sql`
    update ledger.projection p set (${sql.unsafe(columns.join(", "))}) = (select ${sql.unsafe(columns.map((column) => `f.${column}`).join(", "))})
    from json_populate_recordset(null::ledger.projection, ${JSON.stringify(rows)}::text::json) as f
    where p.ledger = f.ledger and p.index = f.index and p.recorded_at = f.recorded_at and p is distinct from f`;
  return updated.count;
}
