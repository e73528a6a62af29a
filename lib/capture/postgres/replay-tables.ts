/** The tables as they are: what the catalogue says of them, and their rows under settings that are pinned. */
import { connect, type Sql } from "../../database/index.ts";
import { quoted } from "./protect.ts";
import { comparable, type Rebuilt, rowText } from "./replay-ledger.ts";
import type { Known } from "./replay-statements.ts";

/** A connection with every setting pinned that changes what a value looks like as text. */
export async function connectPinned(url: string): Promise<Sql> {
  const sql = connect(url, { application: "reading", max: 1 });
  await sql.unsafe(
    "set intervalstyle = 'iso_8601'; set bytea_output = 'hex'; set extra_float_digits = 1; set lc_monetary = 'C'; set search_path = pg_catalog",
  );
  return sql;
}

export async function readCatalogue(sql: Sql, schema: string): Promise<Known[]> {
  const rows = await sql<Known[]>`
    select n.nspname as schema, c.relname as name, c.relispartition or exists (select from pg_catalog.pg_inherits i where i.inhrelid = c.oid) as child, c.relispartition as partition, c.relkind = 'p' as partitioned,
      (select coalesce(json_agg(json_build_object('name', a.attname, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'generated', a.attgenerated <> '', 'virtual', a.attgenerated = 'v',
          'inKey', exists (select from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey))) order by a.attnum), '[]')
        from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relkind in ('r', 'p') order by c.oid`;
  return [...rows];
}

/** The tables as they are, against the tables as the ledger has them. Throws where they differ. */
export async function compareTables(reading: Sql, schema: string, rebuilt: Rebuilt): Promise<void> {
  for (const table of await readCatalogue(reading, schema)) {
    const columns = table.columns.filter(({ virtual }) => !virtual);
    if (table.partition) continue;
    const texts = columns.map(
      ({ name }, i) => `case when num_nulls(${quoted(name)}) = 0 then format('%s', ${quoted(name)}) end as "${i}"`,
    );
    const rows = await reading.unsafe<Record<string, string | null>[]>(
      `select ${texts.join(", ") || "1"} from ${table.partitioned ? "" : "only"} ${quoted(table.schema, table.name)}`,
    );
    const held = rows
      .map((row) => rowText(new Map(columns.map(({ name, type }, i) => [name, comparable(row[i] ?? null, type)]))))
      .sort();
    same(table, held, rebuilt.rows(table.schema, table.name));
  }
  const miscounted = rebuilt.miscounted();
  if (miscounted.length > 0) throw new Error(`Statements are counted wrongly: ${miscounted.slice(0, 5).join("; ")}`);
}

/** Both in order; equal rows as often as they occur. */
function same(table: Known, held: string[], rebuilt: string[]): void {
  if (held.length === rebuilt.length && held.every((row, i) => row === rebuilt[i])) return;
  const few = (rows: string[], others: string[]) => {
    const there = new Set(others);
    return rows
      .filter((row) => !there.has(row))
      .slice(0, 3)
      .join("; ")
      .slice(0, 3_000);
  };
  throw new Error(
    `${quoted(table.schema, table.name)} holds ${held.length} rows, and the ledger rebuilds ${rebuilt.length}. Not rebuilt: ${few(held, rebuilt)}. Rebuilt otherwise: ${few(rebuilt, held)}.`,
  );
}
