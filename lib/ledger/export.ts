/** Leaves for somebody else's verifier: JSON lines, docs/format.md §6. */
import type { Sql } from "../database/index.ts";
import { readHead } from "./ledgers.ts";

/** The lines of an export of the whole ledger, in one snapshot, with bounded memory. */
export async function exportLeaves(sql: Sql, ledger: string, write: (lines: string) => Promise<void>): Promise<bigint> {
  return sql.begin("isolation level repeatable read, read only", async (transaction) => {
    const { size } = await readHead(transaction, ledger);
    await write(`${JSON.stringify({ export: "vouch/1", ledger, from: "0", to: size.toString() })}\n`);
    const rows = transaction<{ index: bigint; leaf: Buffer; leafHash: Buffer; chain: Buffer }[]>`
      select index, leaf, leaf_hash as "leafHash", chain from ledger.entries where ledger = ${ledger} order by index, recorded_at`.cursor(
      1_000,
    );
    for await (const batch of rows) {
      const lines = batch.map(({ index, leaf, leafHash, chain }) =>
        JSON.stringify({
          index: index.toString(),
          leaf: leaf.toString("utf8"),
          leafHash: leafHash.toString("base64"),
          chain: chain.toString("base64"),
        }),
      );
      await write(`${lines.join("\n")}\n`);
    }
    return size;
  });
}
