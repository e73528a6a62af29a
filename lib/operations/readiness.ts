/** Whether this process can serve: the database answers, its schema is the one that this version knows, and a worker has been seen. */
import { setTimeout as pause } from "node:timers/promises";
import { type Web, web } from "../access/index.ts";
import { schemaMark } from "../database/index.ts";
import { microseconds } from "../event/index.ts";

export interface Readiness {
  ready: boolean;
  /** What is missing, in words; empty when ready. */
  missing: string[];
}

/** Seconds after which a worker that has noted nothing counts as gone; it notes its position every five. */
const longestSilence = 30;
/** Milliseconds that the database has to answer. */
const patience = 2_000;

export async function readReadiness(through: Web = web()): Promise<Readiness> {
  const missing = await Promise.race([whatIsMissing(through), late()]);
  return { ready: missing.length === 0, missing };
}

async function late(): Promise<string[]> {
  await pause(patience, undefined, { ref: false });
  return [`The database did not answer within ${patience / 1_000} seconds.`];
}

async function whatIsMissing({ sql, clock }: Web): Promise<string[]> {
  try {
    const [row] = await sql<{ mark: string | null; seenAt: string | null }[]>`
      select obj_description('app'::regnamespace, 'pg_namespace') as mark, (select max(read_at) from ledger.positions) as "seenAt"`;
    return [schemaSentence(row?.mark), workerSentence(row?.seenAt, clock())].filter(
      (sentence) => sentence !== undefined,
    );
  } catch {
    return ["The database does not answer, or was never prepared: vouch migrate prepares it."];
  }
}

function schemaSentence(mark: string | null | undefined): string | undefined {
  if (mark === schemaMark()) return undefined;
  return "The database's schema is not the one of this version. Run vouch migrate of this version, or run the version that it is of.";
}

function workerSentence(seenAt: string | null | undefined, now: string): string | undefined {
  if (!seenAt) return "No worker has ever been seen: what happens waits in the outboxes. Start vouch worker.";
  const seconds = Number((microseconds(now) - microseconds(seenAt)) / 1_000_000n);
  if (seconds <= longestSilence) return undefined;
  return `No worker has been seen for ${seconds.toLocaleString("en")} seconds: what happens waits in the outboxes. Start vouch worker.`;
}
