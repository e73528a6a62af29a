/** Reading entries back, with the values beside them. */
import type { Home, Sql, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { type Disclosure, type Leaf, readLeaf } from "../integrity/index.ts";
import { unseal } from "./seal.ts";

export interface Entry {
  ledger: string;
  index: bigint;
  recordedAt: string;
  /** Nothing where the stored bytes are no leaf: somebody changed them. */
  leaf?: Leaf;
  bytes: Buffer;
  leafHash: Buffer;
  chain: Buffer;
  /** By path; values that were erased are not among them. Nothing where what is stored is not what was sealed. */
  disclosures?: Map<string, Disclosure>;
}

/** A row of entries with what stands beside it. */
export interface Stored {
  index: bigint;
  recordedAt: string;
  leaf: Buffer;
  leafHash: Buffer;
  chain: Buffer;
  subject: Buffer | null;
  sealed: Buffer | null;
  salt: Buffer | null;
}

/** The entries of these indexes that exist, in the order of `indexes`. */
export async function findEntries(
  sql: Sql | Transaction,
  home: Home,
  ledger: string,
  indexes: bigint[],
): Promise<Entry[]> {
  if (indexes.length === 0) return [];
  const rows = await sql<Stored[]>`
    select e.index, e.recorded_at as "recordedAt", e.leaf, e.leaf_hash as "leafHash", e.chain, d.subject, d.sealed, s.salt
    from unnest(${indexes.map(String)}::bigint[]) as wanted(index)
    join ledger.entries e on e.ledger = ${ledger} and e.index = wanted.index
    left join ledger.disclosures d on d.ledger = ${ledger} and d.index = e.index and d.recorded_at = e.recorded_at
    left join ledger.subjects s on s.ledger = ${ledger} and s.subject = d.subject`;
  const found = new Map(rows.map((row) => [row.index, entryOf(row, home, ledger)]));
  return indexes.flatMap((index) => found.get(index) ?? []);
}

export function entryOf(
  { index, recordedAt, leaf, leafHash, chain, subject, sealed, salt }: Stored,
  home: Home,
  ledger: string,
): Entry {
  const open = () => {
    if (!sealed || !subject || !salt) return new Map<string, Disclosure>();
    return unseal(sealed, { ledger, index }, home.secret("disclosures"), subject, salt);
  };
  return {
    ledger,
    index,
    recordedAt,
    leaf: unlessChanged(() => readLeaf(leaf)),
    bytes: leaf,
    leafHash,
    chain,
    disclosures: unlessChanged(open),
  };
}

/** What was changed in the database must not keep the rest from being read. */
export function unlessChanged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
