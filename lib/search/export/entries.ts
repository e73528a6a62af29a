/** Many entries of the ledger at once, quickly, as whoever asked may see them. */
import type { Read } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { leafHash, readHashedLeaf, sameBytes } from "../../integrity/index.ts";
import { type Entry, unseal } from "../../ledger/index.ts";
import { type Proven, seen } from "../proven.ts";
import type { ExportedEntry } from "./columns.ts";

export interface StoredLeaf {
  index: bigint;
  recordedAt: string;
  leaf: Buffer;
  leafHash: Buffer;
}

export interface StoredEntry extends StoredLeaf {
  subject: Buffer | null;
  sealed: Buffer | null;
  salt: Buffer | null;
}

/** Bytes of sealed values that are held at once, unless one entry alone has more. */
const mostBytes = 8n << 20n;

/** How far an entry is proven is no part of an export: it is another the next minute. */
const unproven: Proven = { signedTo: 0n };

/**
 * The leaves of ascending indexes, in their order. Throws `conflict` where one of them is not there: what search found of it is
 * there, so somebody removed the entry itself.
 */
export async function readLeaves(read: Read, indexes: bigint[]): Promise<StoredLeaf[]> {
  const { sql, ledger } = read;
  const { from, to } = await boundsOf(read, indexes);
  const rows = await sql<StoredLeaf[]>`
    select e.index, e.recorded_at as "recordedAt", e.leaf, e.leaf_hash as "leafHash"
    from ledger.entries e
    where e.ledger = ${ledger} and e.index = any(${indexes.map(String)}::bigint[]) and e.recorded_at between ${from} and ${to}
    order by e.index`;
  return complete(rows, indexes);
}

/** As `readLeaves`, with the values beside them: in parts, since one of them may have megabytes. */
export async function* readEntries(read: Read, indexes: bigint[]): AsyncGenerator<StoredEntry[]> {
  const bounds = await boundsOf(read, indexes);
  if (bounds.bytes <= mostBytes || indexes.length === 1) return yield await readThese(read, indexes, bounds);
  const middle = indexes.length >> 1;
  yield* readEntries(read, indexes.slice(0, middle));
  yield* readEntries(read, indexes.slice(middle));
}

async function readThese({ sql, ledger }: Read, indexes: bigint[], { from, to }: Bounds): Promise<StoredEntry[]> {
  const rows = await sql<StoredEntry[]>`
    select e.index, e.recorded_at as "recordedAt", e.leaf, e.leaf_hash as "leafHash", d.subject, d.sealed, s.salt
    from ledger.entries e
    left join ledger.disclosures d on d.ledger = ${ledger} and d.index = e.index and d.recorded_at = e.recorded_at
      and d.recorded_at between ${from} and ${to}
    left join ledger.subjects s on s.ledger = ${ledger} and s.subject = d.subject
    where e.ledger = ${ledger} and e.index = any(${indexes.map(String)}::bigint[]) and e.recorded_at between ${from} and ${to}
    order by e.index`;
  return complete(rows, indexes);
}

interface Bounds {
  from: string;
  to: string;
  /** Of the values beside the entries. */
  bytes: bigint;
}

/** `recordedAt` never runs backwards, so two entries say in which months those between them lie. */
export async function boundsOf({ sql, ledger }: Read, indexes: bigint[]): Promise<Bounds> {
  const [found] = await sql<Bounds[]>`
    with recorded as materialized (
      select min(recorded_at) as first, max(recorded_at) as last from ledger.entries
      where ledger = ${ledger} and index in (${indexes[0] ?? 0n}, ${indexes.at(-1) ?? 0n}))
    select coalesce(first, '-infinity') as "from", coalesce(last, 'infinity') as "to", (
      select coalesce(sum(octet_length(sealed)), 0)::bigint from ledger.disclosures
      where ledger = ${ledger} and index = any(${indexes.map(String)}::bigint[])
        and recorded_at between (select first from recorded) and (select last from recorded)) as bytes
    from recorded`;
  return found ?? { from: "-infinity", to: "infinity", bytes: 0n };
}

function complete<Row extends StoredLeaf>(rows: Row[], indexes: bigint[]): Row[] {
  const missing = rows.length === indexes.length ? undefined : firstMissing(rows, indexes);
  if (missing === undefined) return rows;
  throw new Fault(
    "conflict",
    `Entry ${missing} was found and is not in the ledger: somebody removed it. Nothing is exported; verify the ledger.`,
  );
}

function firstMissing(rows: StoredLeaf[], indexes: bigint[]): bigint | undefined {
  const there = new Set(rows.map(({ index }) => index));
  return indexes.find((index) => !there.has(index));
}

/** As whoever may open the record sees it: nothing concealed. */
export function exportedOf(row: StoredEntry, ledger: string, secret: Buffer): ExportedEntry {
  const { index, recordedAt, leaf: bytes, subject, sealed, salt } = row;
  const open = () => (sealed && subject && salt ? unseal(sealed, { ledger, index }, secret, subject, salt) : new Map());
  const entry: Omit<Entry, "chain"> = {
    ledger,
    index,
    recordedAt,
    leaf: isWhole(row) ? unlessChanged(() => readHashedLeaf(bytes)) : undefined,
    bytes,
    leafHash: row.leafHash,
    disclosures: unlessChanged(open),
  };
  return { entry: seen(entry, unproven), leafHash: row.leafHash.toString("hex") };
}

/** Whether a leaf has the hash that is stored beside it. */
export function isWhole({ leaf, leafHash: stored }: StoredLeaf): boolean {
  return sameBytes(leafHash(leaf), stored);
}

function unlessChanged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
