/**
 * Reading an outbox so that nothing is lost, doubled or held up. (design: the snapshot is the position)
 *
 * A row is taken in the first reading whose snapshot sees its transaction. A pass takes what `reading`, the snapshot of its
 * start, sees and `seen`, that of the pass before, did not see, in the order of the outbox, batch by batch; `position` is
 * how far it has come. When a pass ends, its snapshot becomes `seen`. A transaction that stays open is simply not seen
 * yet, and holds up nobody. If A committed before B began, A is in an earlier pass, or in the same pass at a lower position.
 *
 * The cursor is stored in the transaction that appends the batch: that is the acknowledgement.
 */
import type { Event } from "../event/index.ts";

export interface Cursor {
  /** Everything that this snapshot sees is in the ledger. */
  seen: string;
  /** The snapshot of the pass under way. */
  reading: string;
  /** What `reading` sees up to this position is in the ledger too. */
  position: bigint;
}

export interface Batch {
  /** In the order in which they belong into the ledger. */
  events: Event[];
  /** Where the next batch begins once these events are in the ledger. */
  next: Cursor;
  /** Whether the pass has ended with this batch. */
  ended: boolean;
}

export interface Outbox {
  source: { id: string; name: string };
  /** The identity of the database cluster behind it (system identifier and database), which never changes by itself. */
  system(): Promise<string>;
  /** The cursor of a source that has never been read: before everything. */
  start(): Promise<Cursor>;
  /** The next batch after `cursor`. Throws `held` when the source has gone back in time. */
  read(cursor: Cursor): Promise<Batch>;
  /** Forgets what `cursor.seen` sees. Never waits for a lock; what cannot be emptied now is emptied later. */
  empty(cursor: Cursor): Promise<void>;
  close(): Promise<void>;
}

/** Sees nothing: no transaction has a number below 3 (PostgreSQL manual §67.1). */
export const emptySnapshot = "3:3:";

/** The number after the last one that a snapshot knows, which only grows while a database keeps its history. */
export function snapshotEnd(snapshot: string): bigint {
  return BigInt(snapshot.split(":")[1] ?? "0");
}

/** Where a pass stands after a batch: at `last`, or, when there is nothing more to see, at its end. */
export function nextCursor(
  cursor: Cursor,
  reading: string,
  last: bigint | undefined,
  ended: boolean,
): Omit<Batch, "events"> {
  const next = ended
    ? { seen: reading, reading, position: 0n }
    : { seen: cursor.seen, reading, position: last ?? cursor.position };
  return { next, ended };
}
