/** What is known of the records of one table, for whoever types: which of its fields change, and the ids of its records. */
import type { Read } from "../../access/index.ts";
import type { Fragment } from "../find/condition.ts";

/** Entries of a table whose fields are looked at. */
const mostLooked = 3_000;

/** Fields that changed in these tables, in their order. */
export async function readChangedFields({ sql, ledger, principal }: Read, tables: string[]): Promise<string[]> {
  const { from, to } = principal.scope;
  const rows = await sql<{ name: string }[]>`
    select distinct unnest(changed) as name from unnest(${tables}::text[]) as t (name) cross join lateral (
      select changed from ledger.projection p
      where p.ledger = ${ledger} and p.record_type = t.name
        and p.occurred_at >= ${from ?? "-infinity"}::timestamptz and p.occurred_at < ${to ?? "infinity"}::timestamptz
      limit ${mostLooked}) as p
    order by name`;
  return rows.map(({ name }) => name);
}

/** Ids that begin so, in the order of the text, from one to the next: a record has many entries. */
export async function readRecordIds(
  { sql, ledger, principal }: Read,
  table: string,
  start: string,
  most: number,
): Promise<string[]> {
  const { from, to } = principal.scope;
  const next = (after: Fragment): Fragment => sql`
    select p.record_id from ledger.projection p
    where p.ledger = ${ledger} and p.record_type = ${table} and p.record_id ${after} and starts_with(p.record_id, ${start})
      and p.occurred_at >= ${from ?? "-infinity"}::timestamptz and p.occurred_at < ${to ?? "infinity"}::timestamptz
    order by p.record_id limit 1`;
  const rows = await sql<{ id: string }[]>`
    with recursive found (id, n) as (
      select (${next(sql`>= ${start}`)}), 1
      union all
      select (${next(sql`> found.id`)}), found.n + 1 from found where found.id is not null and found.n < ${most}::int
    )
    select id from found where id is not null order by n`;
  return rows.map(({ id }) => id);
}
