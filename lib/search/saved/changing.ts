import { guard, type Web } from "../../access/index.ts";
import type { Transaction } from "../../database/index.ts";

/** A change and its event, in one transaction. */
export function changing<T>({ sql }: Web, work: (sql: Transaction) => Promise<T>): Promise<T> {
  return guard(async () => (await sql.begin(async (transaction) => ({ value: await work(transaction) }))).value);
}
