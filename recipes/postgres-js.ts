import type { Sql, TransactionSql } from "postgres";
import type { Who } from "./who.ts";

/** One transaction in which everything that `work` changes is recorded with who acted. */
export async function actingAs<T>(sql: Sql, who: Who, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  const done = await sql.begin(async (transaction) => {
    await transaction`
      select set_config('vouch.' || key, value, true) from json_each_text(${JSON.stringify(who)}::text::json)`;
    return { value: await work(transaction) };
  });
  return done.value as T;
}
