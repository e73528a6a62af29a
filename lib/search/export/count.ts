/**
 * The population counted by another way than the one that finds it: one plain query over the search columns of all entries, without
 * any of the indexes that finding uses.
 */
import { type Principal, type Read, readAfter, type Web } from "../../access/index.ts";
import { conditionOf } from "../find/index.ts";
import type { Population } from "./population.ts";

export interface Counted {
  entries: bigint;
  /** Rows of a bulk statement that were found are one line together, with the statement's own entry where that was found, too. */
  lines: bigint;
  /** By the source's clock; nothing where there is no entry. */
  occurred?: { first: string; last: string };
  first?: bigint;
  last?: bigint;
}

/** Milliseconds after which it is given up: nobody waits for it on a page. */
const patience = 3_600_000;

export async function countPopulation(principal: Principal, population: Population, web: Web): Promise<Counted> {
  return readAfter(principal, (read) => count(read, population, web), web);
}

async function count(read: Read, { tree, moment, upTo }: Population, { home }: Web): Promise<Counted> {
  const { sql, ledger } = read;
  await sql`select set_config('statement_timeout', ${String(patience)}, true)`;
  const [found] = await sql<Row[]>`
    select count(*) as entries,
      count(*) filter (where p.part_of is null and p.statement is null) + count(distinct coalesce(p.part_of, p.statement)) as lines,
      min(p.occurred_at) as "occurredFirst", max(p.occurred_at) as "occurredLast", min(p.index) as first, max(p.index) as last
    from ledger.projection p
    where p.ledger = ${ledger} and p.index < ${upTo} and ${conditionOf(read, home, tree, moment)}`;
  if (!found || found.first === null) return { entries: 0n, lines: 0n };
  return {
    entries: found.entries,
    lines: found.lines,
    first: found.first,
    last: found.last ?? found.first,
    occurred: { first: found.occurredFirst, last: found.occurredLast },
  };
}

interface Row {
  entries: bigint;
  lines: bigint;
  first: bigint | null;
  last: bigint | null;
  occurredFirst: string;
  occurredLast: string;
}
