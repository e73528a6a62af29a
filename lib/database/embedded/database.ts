import postgres from "postgres";
import type { Embedded } from "./start.ts";

/** The superuser's URL of a database on this server, made on first use. */
export async function ensureDatabase(server: Embedded, name: string): Promise<string> {
  const sql = postgres(server.url("postgres"), { max: 1, onnotice: () => {} });
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`;
    if (found.length === 0) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
  return server.url(name);
}
