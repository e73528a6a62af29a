/**
 * Rows of a table as they would be recorded, before they are. What is to be hidden, hashed or left out is not even read, so
 * that it cannot get anywhere. The values are made text as capture makes them (drizzle/sql/source): the record type's output
 * under the same settings.
 */
import { type Principal, permit, type Web, web } from "../../access/index.ts";
import { connect, connectFault, type Sql, sqlState } from "../../database/index.ts";
import { Fault, type Mode } from "../../event/index.ts";
import { modesOf, readFieldModes } from "./fields.ts";
import { type GivenAddress, placeOfGiven, readGivenAddress, readGivenModes } from "./given.ts";
import { readImage } from "./image.ts";
import { inTime } from "./inspect.ts";
import { quoted } from "./protect.ts";
import { fullName, readTables, type Table } from "./table.ts";
import { counting } from "./tries.ts";

export interface PreviewWish {
  /** `schema.table` */
  table: string;
  /** Chosen modes by field; the others have their defaults. */
  modes: Record<string, Mode>;
}

/** A value of a row as a reader of the entry would see it. */
export type PreviewValue =
  | { state: "shown"; value: string | boolean | null; cut?: true }
  | { state: "hidden" }
  | { state: "hashed" }
  | { state: "omitted" };

export interface PreviewField {
  name: string;
  type: string;
  mode: Mode;
  /** One per row. */
  values: PreviewValue[];
}

export interface Preview {
  table: string;
  rows: number;
  fields: PreviewField[];
}

const mostRows = 5;
/** Characters of a value that are shown; of a row that are read at all. */
const longest = { value: 300, row: 500_000 };
/** Milliseconds for reading the rows. */
const patience = 5_000;

/** The look is recorded first. Throws `forbidden`, `invalid`, `not-found`, `held` and `unavailable`. */
export async function previewRows(
  principal: Principal | undefined,
  given: GivenAddress,
  { table, modes }: PreviewWish,
  through: Web = web(),
): Promise<Preview> {
  const chosen = readGivenModes(modes);
  const shown = Object.entries(chosen).filter(([, mode]) => mode === "keep" || mode === "erasable");
  const act = {
    target: { type: "table", id: table },
    data: { address: placeOfGiven(given), "chosen to be shown": shown.map(([field]) => field).join(", ") },
  };
  return permit(
    principal,
    "sources.preview",
    act,
    (read) => counting(read.principal, through, () => inTime(preview(given, { table, modes: chosen }))),
    through,
  );
}

async function preview(given: GivenAddress, { table: name, modes }: PreviewWish): Promise<Preview> {
  const url = await readGivenAddress(given);
  const sql = connect(url, { application: "vouch preview", max: 1, statementTimeout: patience });
  try {
    const table = await findTable(sql, name);
    const chosen = modesOf(table, readFieldModes(JSON.stringify({ [name]: modes }), [table]));
    return { table: name, ...(await readRows(sql, table, chosen)) };
  } catch (error) {
    throw error instanceof Fault ? error : sayWhy(error, url, name);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function findTable(sql: Sql, name: string): Promise<Table> {
  const table = (await readTables(sql)).find((candidate) => fullName(candidate) === name);
  if (table) return table;
  throw new Fault(
    "not-found",
    `Expected a table named ${name}, but it is not there any more. Test the connection again.`,
  );
}

async function readRows(sql: Sql, table: Table, modes: Record<string, Mode>): Promise<Omit<Preview, "table">> {
  const columns = table.columns.filter(({ virtual }) => !virtual);
  const read = columns.filter(({ name }) => isRead(modes[name]));
  // in the place of a value that gets a keyed hash stands only whether there is one: null stays null in an entry
  const values = read.map(({ name }) => {
    const column = `t.${quoted(name)}`;
    return modes[name] === "hash" ? `case when ${column} is not distinct from null then null else '' end` : column;
  });
  // rows of a table that inherits from it are that table’s own; those of a partition are the whole table’s
  const only = table.form === "r" ? "only " : "";
  const rows = await sql.begin("read only", async (look) => {
    await look`
      select set_config('search_path', 'pg_catalog, pg_temp', true), set_config('datestyle', 'ISO, MDY', true), set_config('timezone', 'UTC', true),
        set_config('intervalstyle', 'iso_8601', true), set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;
    return look.unsafe<{ image: string | null }[]>(`
      select case when octet_length(image) <= ${longest.row} then image end as image
      from (select format('%s', row(${values.join(", ")})) as image from ${only}${quoted(table.schema, table.name)} t limit ${mostRows}) looked`);
  });
  const images = rows.map(({ image }) => (image === null ? tooLarge() : readImage(image)));
  return {
    rows: rows.length,
    fields: columns.map(({ name, type }) => {
      const mode = modes[name] ?? "conceal";
      const place = read.findIndex((column) => column.name === name);
      return { name, type, mode, values: images.map((image) => seenAs(mode, type, image[place] ?? null)) };
    }),
  };
}

function isRead(mode: Mode | undefined): boolean {
  return mode === "keep" || mode === "erasable" || mode === "hash";
}

function seenAs(mode: Mode, type: string, text: string | null): PreviewValue {
  if (mode === "conceal") return { state: "hidden" };
  if (mode === "omit") return { state: "omitted" };
  if (mode === "hash" && text !== null) return { state: "hashed" };
  if (text === null) return { state: "shown", value: null };
  if (type === "boolean") return { state: "shown", value: text === "t" };
  const value = text.slice(0, longest.value).toWellFormed();
  return { state: "shown", value, ...(text.length > longest.value && { cut: true }) };
}

function tooLarge(): never {
  throw new Fault(
    "invalid",
    "The first rows of this table are too large to be shown here. The table can be protected all the same.",
  );
}

function sayWhy(error: unknown, url: string, table: string): Fault {
  const state = sqlState(error);
  if (state === "57014")
    return new Fault(
      "unavailable",
      `The rows of ${table} could not be read within ${patience / 1_000} seconds. The table can be protected all the same.`,
      { cause: error },
    );
  if (state === "42501")
    // not `forbidden`: it is the source that refuses its user, not Vouch that refuses a person
    return new Fault("invalid", `This user may not read rows of ${table}. Connect as the owner of the table.`, {
      cause: error,
    });
  return connectFault(error, url);
}
