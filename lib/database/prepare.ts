import postgres from "postgres";
import { Fault } from "../event/index.ts";

/** What a run needs to know of its database, once that is ready. */
export interface Prepared {
  /** For the pages and the worker, on top of the process's own environment. */
  env: Record<string, string>;
  /** How to sign in at this address, in a line or more for the console. */
  signInHint(address: string): Promise<string>;
}

/** Makes the database at this URL ready to serve. Throws `unavailable` when it cannot be reached. */
export async function prepareDatabase(url: string, _home: string): Promise<Prepared> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql`select 1`;
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string };
    throw new Fault(
      "unavailable",
      `PostgreSQL was expected to answer, and it did not: ${code ?? message}. Check DATABASE_URL.`,
      { cause },
    );
  } finally {
    await sql.end();
  }
  return { env: { DATABASE_URL: url }, signInHint: async (address) => `Sign in at ${address}/sign-in.` };
}
