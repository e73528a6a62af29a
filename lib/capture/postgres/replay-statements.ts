/** Statements drawn from a seed, for the tables that there are just then. */
import { quoted } from "./protect.ts";
import { drawName, keyValue } from "./replay-schema.ts";
import { draw, type Random, typeNames, values } from "./replay-values.ts";

/** A table as a connection sees it in the middle of its transaction. */
export interface Known {
  schema: string;
  name: string;
  /** A partition, or one that inherits. */
  child: boolean;
  partition: boolean;
  partitioned: boolean;
  columns: { name: string; type: string; generated: boolean; virtual: boolean; inKey: boolean }[];
}

export type Kind = keyof typeof statements;

interface Ground {
  random: Random;
  table: Known;
  others: Known[];
}

const full = ({ schema, name }: Known) => quoted(schema, name);
const writable = ({ columns }: Known) => columns.filter(({ generated }) => !generated);
const free = (table: Known) =>
  writable(table).filter(({ name, inKey }) => !inKey && name !== "id" && name !== "parent");
const keyed = ({ columns }: Known) => columns.filter(({ inKey }) => inKey);
const idType = ({ columns }: Known) => columns.find(({ name }) => name === "id")?.type ?? "integer";
const names = (columns: { name: string }[]) => columns.map(({ name }) => quoted(name)).join(", ");

/** A column's value in row number `of`, an expression. */
function columnValue({ name, type }: Known["columns"][number], of: string, random: Random): string {
  if (name === "id") return keyValue(type, of);
  if (name === "parent") return random.chance(0.3) ? "null" : `(${of})::integer`;
  if (name === "sub") return random.pick(["'x'", "'y,'", `'"z"'`]);
  if (!values[type]) return "null";
  const [a, b, c] = [draw(type, random), draw(type, random), draw(type, random)];
  return /^\d+$/.test(of) ? a : `case ${of} % 3 when 0 then ${a} when 1 then ${b} else ${c} end`;
}

/** Rows that are none, one, some or all. */
function where({ random, table }: Ground): string {
  if (!table.columns.some(({ name }) => name === "id")) return random.pick(["true", "false"]);
  const id = quoted(table.name, "id");
  return random.pick([
    "true",
    "false",
    `${id} = ${keyValue(idType(table), `${random.below(40)}`)}`,
    `${id} in (${keyValue(idType(table), `${random.below(40)}`)}, ${keyValue(idType(table), `${random.below(40)}`)})`,
    `hashtext(${id}::text) % 3 = ${random.below(3)}`,
  ]);
}

function assignments({ random, table }: Ground): string {
  const from = free(table);
  const number = /^(integer|bigint|numeric)$/.test(idType(table));
  if (from.length === 0 || random.chance(0.15)) return number ? `id = id + ${random.below(2) * 100_000}` : "id = id";
  const chosen = [...new Set([random.pick(from), random.pick(from)])];
  return chosen
    .map((column) => `${quoted(column.name)} = ${columnValue(column, `${random.below(9)}`, random)}`)
    .join(", ");
}

function inserted(ground: Ground, count: number): string {
  const { random, table } = ground;
  const from = random.below(30) + (count > 40 ? 1_000 * random.below(3) : 0);
  const made = writable(table).map((column) => columnValue(column, "nth", random));
  return `insert into ${full(table)} (${names(writable(table))}) select ${made.join(", ")} from generate_series(${from}, ${from + count - 1}) nth`;
}

function update(ground: Ground): string {
  return `update ${full(ground.table)} ${quoted(ground.table.name)} set ${assignments(ground)} where ${where(ground)}`;
}

function remove(ground: Ground): string {
  return `delete from ${full(ground.table)} ${quoted(ground.table.name)} where ${where(ground)}`;
}

function upsert(ground: Ground): string {
  const { random, table } = ground;
  const [some] = free(table);
  const key = keyed(table);
  if (!some || key.length === 0) return inserted(ground, 2);
  const also = random.chance(0.5) ? ` where ${quoted(table.name, "id")} is not null` : "";
  return `${inserted(ground, random.below(60)).replace(/^insert into ("(?:[^"]|"")*"\."(?:[^"]|"")*")/, (_, into: string) => `insert into ${into} as ${quoted(table.name)}`)}
    on conflict (${names(key)}) do update set ${quoted(some.name)} = excluded.${quoted(some.name)}${also}`;
}

function merge(ground: Ground): string {
  const { random, table } = ground;
  const [some] = free(table);
  const columns = writable(table);
  const given = columns.map((column, i) => `${columnValue(column, "nth", random)} as v${i}`);
  const place = columns.findIndex(({ name }) => name === "id");
  const from = random.below(30);
  return `merge into ${full(table)} target using (select ${given.join(", ")} from generate_series(${from}, ${from + random.below(50)}) nth) source
    on target.id = source.v${place}
    when matched and hashtext(target.id::text) % 2 = 0 then ${some ? `update set ${quoted(some.name)} = source.v${columns.indexOf(some)}` : "delete"}
    when matched then delete
    when not matched then insert (${names(columns)}) values (${columns.map((_, i) => `source.v${i}`).join(", ")})`;
}

function writingCte(ground: Ground): string {
  const { random, others } = ground;
  const other = { ...ground, table: random.pick(others) };
  const second = random.pick([update, remove, (g: Ground) => inserted(g, 3)])(other);
  return `with first as (${random.pick([update, remove])(ground)} returning 1), second as (${second} returning 1)
    select (select count(*) from first), (select count(*) from second)`;
}

/** Values that are put into the outbox by themselves, or by their digest. */
function large(ground: Ground): string {
  const { random, table } = ground;
  const text = table.columns.find(
    ({ name, type, generated, inKey }) => type === "text" && !generated && !inKey && name !== "sub",
  );
  if (!text) return update(ground);
  const length = random.chance(0.1) ? 150_000 : random.pick([4_000, 8_000]);
  return `update ${full(table)} ${quoted(table.name)} set ${quoted(text.name)} = (select string_agg(md5((nth + ${random.below(99)})::text), ',"') from generate_series(1, ${length}) nth)
    where hashtext(${quoted(table.name)}.id::text) % 5 = ${random.below(5)}`;
}

export const settings = [
  "timezone = 'Asia/Kathmandu'",
  "datestyle = 'German, DMY'",
  "datestyle = 'SQL, MDY'",
  "intervalstyle = 'postgres_verbose'",
  "bytea_output = 'escape'",
  "extra_float_digits = -15",
  "search_path = hostile, pg_catalog",
  "search_path = ''",
  "session_replication_role = replica",
  "standard_conforming_strings = off",
  "lc_monetary = 'C'",
  "enable_seqscan = off",
  "plan_cache_mode = force_generic_plan",
  "jit = off",
  "client_encoding = 'UTF8'",
  "xmloption = document",
];

/** Changes of the schema have one form each, which replay-ledger.ts reads. */
const alterations = {
  add: ({ random, table }: Ground) =>
    `alter table ${full(table)} add column ${quoted(drawName(random))} ${random.pick(["integer default 7", "text default 'seven'", "text", random.pick(typeNames)])}`,
  drop: ({ random, table }: Ground) =>
    `alter table ${full(table)} drop column ${quoted(random.pick([...free(table), { name: "id" }]).name)}`,
  rename: ({ random, table }: Ground) =>
    `alter table ${full(table)} rename column ${quoted(random.pick([...free(table), { name: "id" }]).name)} to ${quoted(drawName(random))}`,
  move: ({ random, table }: Ground) => `alter table ${full(table)} rename to ${quoted(drawName(random))}`,
  create: ({ random, table }: Ground) =>
    `create table ${quoted(table.schema, drawName(random))} (id integer primary key, ${quoted(drawName(random))} ${random.pick(typeNames)})`,
  createAs: ({ random, table }: Ground) =>
    `create table ${quoted(table.schema, drawName(random))} as select * from ${full(table)}`,
  selectInto: ({ random, table }: Ground) =>
    `select * into ${quoted(table.schema, drawName(random))} from ${full(table)}`,
  dropTable: ({ table }: Ground) => `drop table ${full(table)} cascade`,
};

/** By kind; those of DDL are made on tables that are nobody's child. */
export const statements = {
  insert: (ground: Ground) => inserted(ground, 1),
  insertSome: (ground: Ground) => inserted(ground, ground.random.below(8)),
  insertMany: (ground: Ground) => inserted(ground, ground.random.pick([0, 499, 500, 501, 1_200])),
  update,
  updateMore: update,
  delete: remove,
  upsert,
  merge,
  writingCte,
  large,
  // a file of numbers that the server makes for itself; capture.test.ts sends one from the client
  copy: ({ random, table }: Ground) => {
    const from = 50_000 + random.below(1_000_000);
    return `copy ${full(table)} (${quoted(table.columns[0]?.name ?? "id")}) from program 'seq ${from} ${from + random.below(700)}'`;
  },
  // of one partition alone it is known that it was emptied, and of how many rows, but not which records were in it
  truncate: (ground: Ground) =>
    ground.table.partition ? update(ground) : `truncate ${full(ground.table)}${ground.random.pick(["", " cascade"])}`,
  setting: ({ random }: Ground) => `set ${random.chance(0.5) ? "local " : ""}${random.pick(settings)}`,
  alter: (ground: Ground) => ground.random.pick(Object.values(alterations))(ground),
};
