/** Brings a database to the schema of drizzle/: tables by drizzle's migrator, then functions and grants as they stand in drizzle/sql/vouch. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import { type Sql, tables } from "./connect.ts";

/** In the bundle of the pages a module has no folder of its own; Vouch runs in its root. */
const folder = () => path.resolve(import.meta.dirname ?? "lib/database", "../../drizzle");

let mark: string | undefined;

/** `owner` must have a single connection: it holds the lock that makes a second migration wait. */
export async function migrate(owner: Sql): Promise<void> {
  await owner`select pg_advisory_lock(8246910, 0)`;
  try {
    await applyMigrations(tables(owner), { migrationsFolder: path.join(folder(), "migrations") });
    await owner.begin(async (sql) => {
      for (const file of sqlFiles("vouch")) await sql.unsafe(file.text);
      await sql.unsafe(`comment on schema app is '${schemaMark()}'`); // letters, digits and a space
    });
    await owner`select ledger.make_partitions(now(), 3)`;
  } finally {
    await owner`select pg_advisory_unlock(8246910, 0)`;
  }
}

/** Names the schema that this version makes; a database that was migrated says which one it has: `comment on schema app`. */
export function schemaMark(): string {
  if (mark) return mark;
  const hash = createHash("sha256");
  const migrations = path.join(folder(), "migrations");
  const texts = fs
    .readdirSync(migrations)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => fs.readFileSync(path.join(migrations, file), "utf8"));
  for (const text of [...texts, ...sqlFiles("vouch").map((file) => file.text)]) hash.update(text).update("\0");
  mark = `vouch ${hash.digest("hex").slice(0, 16)}`;
  return mark;
}

/** The SQL files of one home (drizzle/sql/NAME) in the order of their names. */
export function sqlFiles(name: "vouch" | "source"): { name: string; text: string }[] {
  const place = path.join(folder(), "sql", name);
  return fs
    .readdirSync(place)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({ name: file, text: fs.readFileSync(path.join(place, file), "utf8") }));
}
