import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureDatabase, startEmbedded } from "../lib/database/embedded/index.ts";
import type { Home } from "../lib/database/index.ts";

/** The PostgreSQL that this run works on. */
export interface Database {
  /** The owner's address. */
  url: string;
  description: string;
  /** Resolves when our own server ended and nobody had asked for it; never for somebody else's. */
  lost: Promise<void>;
  stop(): Promise<void>;
}

/** DATABASE_URL when it is set, else the one this home was last started with, else the home's own PostgreSQL 18. */
export async function openDatabase(home: Home, env: NodeJS.ProcessEnv): Promise<Database> {
  const url = env.DATABASE_URL || remembered(home);
  if (url) {
    return { url, description: "the PostgreSQL of DATABASE_URL", lost: new Promise(() => {}), stop: async () => {} };
  }
  const server = await startEmbedded({ home: home.folder, version: "18", durable: env.VOUCH_DURABLE !== "off" });
  const own = await ensureDatabase(server, "vouch");
  return { url: own, description: `PostgreSQL 18 on port ${server.port}`, lost: server.lost, stop: server.stop };
}

/** So that `vouch` works on the database that `npm start` serves; without DATABASE_URL a start goes back to its own. */
export function rememberDatabase(home: Home, env: NodeJS.ProcessEnv): void {
  if (env.DATABASE_URL) writeFileSync(fileOf(home), env.DATABASE_URL, { mode: 0o600 });
  else rmSync(fileOf(home), { force: true });
}

function remembered(home: Home): string | undefined {
  return existsSync(fileOf(home)) ? readFileSync(fileOf(home), "utf8") : undefined;
}

function fileOf({ folder }: Home): string {
  return join(folder, "database-url");
}
