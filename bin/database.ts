import { ensureDatabase, startEmbedded } from "../lib/database/embedded/index.ts";

/** The PostgreSQL that this run works on. */
export interface Database {
  url: string;
  description: string;
  /** Resolves when our own server ended and nobody had asked for it; never for somebody else's. */
  lost: Promise<void>;
  stop(): Promise<void>;
}

/** DATABASE_URL when it is set, else the home's own PostgreSQL 18. */
export async function openDatabase(home: string, env: NodeJS.ProcessEnv): Promise<Database> {
  if (env.DATABASE_URL) {
    return {
      url: env.DATABASE_URL,
      description: "the PostgreSQL of DATABASE_URL",
      lost: new Promise(() => {}),
      stop: async () => {},
    };
  }
  const server = await startEmbedded({ home, version: "18", durable: env.VOUCH_DURABLE !== "off" });
  const url = await ensureDatabase(server, "vouch");
  return { url, description: `PostgreSQL 18 on port ${server.port}`, lost: server.lost, stop: server.stop };
}
