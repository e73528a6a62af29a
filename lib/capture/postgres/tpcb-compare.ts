/** TPC-B tables, and the ledger's account of them: every row, once, and each record's changes without a gap. */
import { expect } from "vitest";
import type { Sql } from "../../database/index.ts";
import { type Leaf, readLeaf } from "../../integrity/index.ts";

export const scale = { branches: 1, tellers: 10, accounts: 10_000 };
export const tpcbSchema = `
  create table pgbench_branches (bid int primary key, bbalance int, filler char(88));
  create table pgbench_tellers (tid int primary key, bid int, tbalance int, filler char(84));
  create table pgbench_accounts (aid int primary key, bid int, abalance int, filler char(84));
  create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  insert into pgbench_branches select i, 0, null from generate_series(1, ${scale.branches}) i;
  insert into pgbench_tellers select i, 1, 0, null from generate_series(1, ${scale.tellers}) i;
  insert into pgbench_accounts select i, 1, 0, '' from generate_series(1, ${scale.accounts}) i;`;

export async function historyRows(shop: Sql): Promise<bigint> {
  const [row] = await shop<{ count: bigint }[]>`select count(*) from pgbench_history`;
  return row?.count ?? 0n;
}

interface Account {
  captured: bigint;
  last: string;
}

/** What the ledger says against what the tables hold. `openRows`: rows of the history that came without the other three changes. */
export async function compare(shop: Sql, verifier: Sql, openRows = 1n): Promise<void> {
  const history = await historyRows(shop);
  const counts = new Map<string, bigint>();
  const ids = new Set<string>();
  const balances = new Map<string, Account>();
  for await (const leaf of leaves(verifier)) {
    const { event } = leaf;
    if (event.source.kind !== "postgres") continue;
    expect(ids.has(event.id)).toBe(false);
    ids.add(event.id);
    counts.set(event.type, (counts.get(event.type) ?? 0n) + 1n);
    if (event.change?.operation === "update") follow(leaf, balances);
  }
  expect(counts.get("pgbench_history.created")).toBe(history);
  // every row of the history but `openRows` stands for one update of each other table
  for (const table of ["accounts", "tellers", "branches"])
    expect(counts.get(`pgbench_${table}.updated`)).toBe(history - openRows);
  await expectBalances(shop, balances);
}

/** A record's changes must follow each other without a gap: each begins with the value that the one before left. */
function follow({ event }: Leaf, balances: Map<string, Account>): void {
  const fields = event.change?.fields;
  const balance = Array.isArray(fields) && fields.find(({ name }) => name.endsWith("balance"));
  if (!balance) throw new Error("An update has no balance.");
  const record = `${event.target?.type} ${event.target?.id}`;
  const account = balances.get(record) ?? { captured: 0n, last: "0" };
  const [before, after] = balance.changed ? [balance.before, balance.after] : [balance.value, balance.value];
  if (before !== account.last) throw new Error(`Entry of ${record} begins with ${before}, after ${account.last}.`);
  balances.set(record, {
    captured: account.captured + BigInt(after as string) - BigInt(before as string),
    last: after as string,
  });
}

async function expectBalances(shop: Sql, balances: Map<string, Account>): Promise<void> {
  const rows = await shop<{ record: string; balance: number }[]>`
    select 'pgbench_accounts ' || aid as record, abalance as balance from pgbench_accounts where abalance <> 0
    union all select 'pgbench_tellers ' || tid, tbalance from pgbench_tellers
    union all select 'pgbench_branches ' || bid, bbalance from pgbench_branches`;
  for (const { record, balance } of rows)
    expect(`${record}: ${balances.get(record)?.captured}`).toBe(`${record}: ${balance}`);
  expect(rows.length).toBeGreaterThan(scale.tellers);
}

async function* leaves(sql: Sql): AsyncGenerator<Leaf> {
  for await (const rows of sql<{ leaf: Buffer }[]>`select leaf from ledger.entries order by index`.cursor(1_000)) {
    for (const { leaf } of rows) yield readLeaf(leaf);
  }
}
