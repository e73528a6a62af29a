/** The right to write to a ledger: held by one process at a time, as a lock of PostgreSQL that goes with its session. */
import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "../database/index.ts";
import { Fault } from "../event/index.ts";

export interface Holding {
  ledger: string;
  /**
   * Opens a client of the sequencer's login, of one connection, that serves nothing else: a new one each time the ledger is taken.
   * No reserved connection: on one that has died the driver throws where nobody can catch it
   * (github.com/porsager/postgres/issues/1208), and one that was cut may never answer again.
   */
  openLock(): Sql;
  signal: AbortSignal;
  report(sentence: string): void;
}

/** Milliseconds in which the lock's session has to answer. */
const patience = 5_000;

/**
 * Waits until nobody else holds the ledger, and runs `run` while it is held; `stillHeld` says whether it is. Throws
 * `unavailable` where the lock's session does not answer.
 */
export async function holdLedger(
  work: Holding,
  run: (stillHeld: () => Promise<boolean>) => Promise<void>,
): Promise<void> {
  const { ledger, signal } = work;
  const lock = work.openLock();
  const take = async () => {
    const [row] = await inTime(
      lock<{ held: boolean }[]>`select pg_try_advisory_lock(8246911, hashtext(${ledger})) as held`,
    );
    return row?.held === true;
  };
  try {
    for (let said = false; !signal.aborted && !(await take()); said = true) {
      if (!said) work.report("Another sequencer holds this ledger; this one waits until it ends.");
      await pause(500, undefined, { signal }).catch(() => {});
    }
    if (signal.aborted) return;
    await run(async () => {
      const [row] = await inTime(
        lock<{ held: boolean }[]>`
          select exists (select from pg_locks where locktype = 'advisory' and classid = 8246911 and pid = pg_backend_pid() and granted) as held`,
      );
      return row?.held === true;
    });
  } finally {
    await lock.end({ timeout: 1 }); // the lock goes with the session
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new AbortController();
  answer.catch(() => {}); // one that is given up fails when nobody waits for it any more
  try {
    return await Promise.race([
      answer,
      pause(patience, undefined, { signal: late.signal }).then(() => {
        throw new Fault(
          "unavailable",
          "Expected the session that holds the ledger's lock to answer, but it did not. The lock is taken anew.",
        );
      }),
    ]);
  } finally {
    late.abort();
  }
}
