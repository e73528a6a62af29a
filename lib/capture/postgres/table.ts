/** What the catalogue of a source says of its tables. */
import type { Sql, Transaction } from "../../database/index.ts";

export interface Column {
  name: string;
  /** As PostgreSQL formats it: `numeric(12,2)`. */
  type: string;
  /** pg_type.typcategory of the base type. */
  kind: string;
  /** Part of the primary key or of a foreign key. */
  key: boolean;
  /** Computed when it is read (PostgreSQL 18): it follows from the others, and a row's image has null in its place. */
  virtual: boolean;
}

export type Manner = "statements" | "rows" | "applied";

export interface Table {
  /** pg_class.oid. */
  oid: string;
  schema: string;
  name: string;
  /** r ordinary, p partitioned. */
  form: "r" | "p";
  /** Whether it is a partition, which is captured with the table that it is a part of. */
  partition: boolean;
  /** Tables that it inherits from, or that inherit from it: they are captured together. */
  relatives: string[];
  /** By statements; or row by row, because it inherits, or because logical replication writes to it (drizzle/sql/source/4-rows.sql). */
  manner: Manner;
  owned: boolean;
  /** The planner's estimate of its rows; -1 where nobody has counted yet. */
  estimate: number;
  /** In the order in which a row's text has them; dropped columns are not in it. */
  columns: Column[];
  /** Names of the primary key's columns, in key order; none where there is no primary key. */
  primaryKey: string[];
}

/** Tables that a person could mean: those outside the catalogues and of Vouch itself. */
export async function readTables(sql: Sql | Transaction, oids?: string[]): Promise<Table[]> {
  const rows = await sql<Table[]>`
    select c.oid::text as oid, n.nspname as schema, c.relname as name, c.relkind::text as form,
      c.relispartition as partition, relatives.oids as relatives, pg_has_role(c.relowner, 'usage') as owned, c.reltuples::float8 as estimate,
      case when exists (select from pg_subscription_rel s where s.srrelid = c.oid) then 'applied'
        when cardinality(relatives.oids) > 0 then 'rows' else 'statements' end as manner,
      (select coalesce(json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'kind', coalesce(b.typcategory, t.typcategory),
          'key', exists (select from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any(k.conkey)),
          'virtual', a.attgenerated = 'v'
        ) order by a.attnum), '[]')
        from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = nullif(t.typbasetype, 0)
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(a.attname order by k.place), '[]')
        from pg_constraint p, unnest(p.conkey) with ordinality as k(attnum, place) join pg_attribute a on a.attnum = k.attnum
        where p.conrelid = c.oid and p.contype = 'p' and a.attrelid = c.oid) as "primaryKey"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, lateral (
      select array(
        select o.oid::text from pg_inherits i join pg_class o on o.oid in (i.inhrelid, i.inhparent) and o.oid <> c.oid
        where (i.inhrelid = c.oid or i.inhparent = c.oid) and c.relkind = 'r' and not c.relispartition) as oids
    ) relatives
    where c.relkind in ('r', 'p') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema', 'vouch') and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'
      and (${oids ?? null}::text[] is null or c.oid::text = any(${oids ?? []}::text[]))
    order by n.nspname, c.relname`;
  return rows.map((row) => ({ ...row }));
}

/** `public.customers` as a person reads and types it. */
export function fullName({ schema, name }: Pick<Table, "schema" | "name">): string {
  return `${schema}.${name}`;
}
