import type { Pool, PoolClient } from "pg";
import type { Who } from "./who.ts";

const say = "select set_config('vouch.' || key, value, true) from json_each_text($1)";

/** One transaction in which everything that `work` changes is recorded with who acted. */
export async function actingAs<T>(pool: Pool, who: Who, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    await client.query(say, [JSON.stringify(who)]);
    const value = await work(client);
    await client.query("commit");
    return value;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure; // the pool must not hand this connection out again
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
