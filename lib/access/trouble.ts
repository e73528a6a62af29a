/** What the database said, turned into what a person may read. Its own messages repeat values and parameters: none of them passes. */
import { channel } from "node:diagnostics_channel";
import { isUnreachable, sqlState } from "../database/index.ts";
import { Fault } from "../event/index.ts";

/** For the log, which comes after us (lib/operations): what the database failed with, before it is turned into words. */
const trouble = channel("vouch.trouble");

/** Runs `work`; errors of the database come out as Fault `unavailable`, all others as they are. */
export async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault || !isOfDatabase(error)) throw error;
    trouble.publish({ error });
    const state = sqlState(error) ?? "no code";
    throw new Fault("unavailable", sentence(state, isUnreachable(error)), { cause: new Error(`PostgreSQL ${state}`) });
  }
}

function isOfDatabase(error: unknown): boolean {
  if (isUnreachable(error)) return true;
  for (let e = error as Error | undefined; e; e = e.cause as typeof e) {
    if (e.name === "PostgresError" || e.constructor?.name === "DrizzleQueryError") return true;
  }
  return false;
}

function sentence(state: string, unreachable: boolean): string {
  if (state === "57014")
    return "The database needed more than 15 seconds and was stopped. Narrow the period and try again.";
  if (unreachable) return `The database does not answer (${state}). Try again in a moment.`;
  return `The database could not answer (${state}). Try again; if it stays so, tell an administrator this code.`;
}
