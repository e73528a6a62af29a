/** What a source's catalogue tells of how its values are to be read: what records are called, and which columns name other records. */
import type { Sql } from "../../database/index.ts";
import type { Hints, TableHints } from "../../event/index.ts";
import type { PlannedTable } from "./plan.ts";

/** Columns that hold what people call a record, the likeliest first. */
const nameColumns = ["display_name", "full_name", "name", "title", "label"];

/** Hints for these tables, by `schema.table`. A concealed column names nothing, here as on any page. */
export async function findHints(sql: Sql, tables: PlannedTable[]): Promise<Hints> {
  const references = await findReferences(
    sql,
    tables.map(({ table }) => table.oid),
  );
  const found = tables.map(({ name, table, modes }): [string, TableHints] => {
    const shown = (column: string) => modes[column] === "keep" || modes[column] === "erasable";
    const text = table.columns
      .filter(({ kind, name: column }) => kind === "S" && shown(column))
      .map((column) => column.name);
    const called = nameColumns.find((column) => text.includes(column));
    const fields = Object.fromEntries(
      references.filter(({ oid }) => oid === table.oid).map(({ column, refersTo }) => [column, { refersTo }]),
    );
    return [name, { ...(called && { name: called }), ...(Object.keys(fields).length > 0 && { fields }) }];
  });
  return Object.fromEntries(found.filter(([, hints]) => Object.keys(hints).length > 0));
}

/** Foreign keys of one column that hold another table's primary key of one column. */
async function findReferences(sql: Sql, oids: string[]): Promise<{ oid: string; column: string; refersTo: string }[]> {
  return sql<{ oid: string; column: string; refersTo: string }[]>`
    select k.conrelid::text as oid, a.attname as column, n.nspname || '.' || c.relname as "refersTo"
    from pg_constraint k
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_class c on c.oid = k.confrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_constraint p on p.conrelid = k.confrelid and p.contype = 'p' and p.conkey = k.confkey
    where k.contype = 'f' and cardinality(k.conkey) = 1 and k.conrelid::text = any(${oids}::text[])
    order by k.oid`;
}

/** What somebody set stays; the catalogue adds what nobody has said. */
export function withHints(set: Hints | undefined, found: Hints): Hints | undefined {
  const tables = [...new Set([...Object.keys(set ?? {}), ...Object.keys(found)])].sort();
  if (tables.length === 0) return undefined;
  return Object.fromEntries(
    tables.map((table): [string, TableHints] => {
      const [own, more] = [set?.[table] ?? {}, found[table] ?? {}];
      const fields = { ...more.fields };
      for (const [name, hint] of Object.entries(own.fields ?? {})) fields[name] = { ...fields[name], ...hint };
      return [table, { ...more, ...own, ...(Object.keys(fields).length > 0 && { fields }) }];
    }),
  );
}
