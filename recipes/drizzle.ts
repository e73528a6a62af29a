import { sql } from "drizzle-orm";
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from "drizzle-orm/pg-core";
import type { ExtractTablesWithRelations } from "drizzle-orm/relations";
import type { Who } from "./who.ts";

/** One transaction in which everything that `work` changes is recorded with who acted. Any PostgreSQL driver of Drizzle. */
export async function actingAs<T, Driver extends PgQueryResultHKT, Schema extends Record<string, unknown>>(
  db: PgDatabase<Driver, Schema>,
  who: Who,
  work: (tx: PgTransaction<Driver, Schema, ExtractTablesWithRelations<Schema>>) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('vouch.' || key, value, true) from json_each_text(${JSON.stringify(who)}::text::json)`,
    );
    return work(tx);
  });
}
