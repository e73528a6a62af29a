/**
 * The indexer: settles segments as they become complete, and first brings search columns of an older version to today's. It writes
 * nothing that a proof stands on, and nobody waits for it: what it has not settled yet is read from the search columns themselves.
 */
import { setTimeout as pause } from "node:timers/promises";
import { isUnreachable, sqlState } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { readHead } from "./ledgers.ts";
import { type Reindexing, reindexSegment } from "./reindex.ts";
import { segmentOf, segmentSize, unsettled } from "./segments.ts";
import { hasOlder, settleSegment } from "./settle.ts";

export interface Settling extends Reindexing {
  signal: AbortSignal;
  /** One sentence for the log; never a value. */
  report(sentence: string): void;
}

/** Milliseconds between two looks at how long the ledger is, and until a segment that went wrong is tried again. */
const rest = 1_000;
const longRest = 600_000;

/** Runs until `signal`. What goes wrong with one segment keeps no other from being settled, and is said once. */
export async function keepSettling(work: Settling): Promise<void> {
  const failed = new Map<number, number>();
  let tailIsNew = false;
  let said = "";
  while (!work.signal.aborted) {
    try {
      for (const segment of await unsettled(work.sql, work.ledger)) {
        if (work.signal.aborted) return;
        await attempt(work, segment, failed);
      }
      if (!tailIsNew) {
        const tail = await olderTail(work);
        if (tail === undefined) tailIsNew = true;
        else await attempt(work, tail, failed);
      }
      said = "";
    } catch (error) {
      if (!isUnreachable(error) && !(error instanceof Fault)) throw error;
      const sentence =
        error instanceof Fault
          ? error.message
          : "The ledger's database cannot be reached; nothing is settled meanwhile.";
      if (sentence !== said) work.report(sentence);
      said = sentence;
    }
    await pause(rest, undefined, { signal: work.signal }).catch(() => {});
  }
}

async function attempt(work: Settling, segment: number, failed: Map<number, number>): Promise<void> {
  if ((failed.get(segment) ?? 0) > performance.now()) return;
  const place = segmentOf(work.ledger, segment);
  try {
    if (!(await settleSegment(work.sql, place, work.clock))) await reindexSegment(work, place);
    failed.delete(segment);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    // whatever it is, the sequencer beside us goes on
    if (!failed.has(segment))
      work.report(
        `Entries ${place.from} to ${place.to - 1n} could not be settled (${sqlState(error) ?? "a fault in Vouch"}): they are searched all the same, only slower. Run vouch verify, then vouch reindex --from ${place.from}.`,
      );
    failed.set(segment, performance.now() + longRest);
  }
}

/** The last segment, where it is incomplete and has rows of an older version. What is appended meanwhile is of today's. */
async function olderTail({ sql, ledger }: Settling): Promise<number | undefined> {
  const { size } = await readHead(sql, ledger);
  const segment = Number(size / BigInt(segmentSize));
  const older = await hasOlder(sql, segmentOf(ledger, segment));
  return older ? segment : undefined;
}
