/**
 * How each field of a table is treated: the fields file's word, else the defaults. (docs/format.md §2.1)
 *
 * The fields file is JSON, `{"public.customers": {"email": "conceal", "notes": "omit"}}`; a table without its schema is
 * one of `public`.
 */
import { Fault, type Mode, modes } from "../../event/index.ts";
import { modeOfName } from "../fields.ts";
import type { Column, Table } from "./table.ts";

export type FieldModes = Record<string, Record<string, Mode>>;

/** The mode of a column when nobody has chosen one. */
export function defaultMode(column: Column): Mode {
  const named = modeOfName(column.name);
  if (named) return named;
  if (column.key) return "keep";
  return keptKinds.has(column.kind) || column.type === "uuid" ? "keep" : "erasable";
}

/** pg_type.typcategory: numbers, booleans, dates and times, time spans, enums (PostgreSQL manual §53.64). */
const keptKinds = new Set(["N", "B", "D", "T", "E"]);

export function modesOf(table: Pick<Table, "schema" | "name" | "columns">, chosen: FieldModes): Record<string, Mode> {
  const own = chosen[`${table.schema}.${table.name}`] ?? {};
  return Object.fromEntries(table.columns.map((column) => [column.name, own[column.name] ?? defaultMode(column)]));
}

/** Reads a fields file. Throws `invalid` for what is not there or not a mode. */
export function readFieldModes(text: string, tables: Table[]): FieldModes {
  const wrong = (sentence: string, cause?: unknown) =>
    new Fault("invalid", `${sentence} Correct the fields file and try again; nothing has been installed.`, { cause });
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw wrong("Expected the fields file to be JSON, got something that cannot be read.", cause);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw wrong('Expected the fields file to hold an object such as {"public.customers": {"email": "conceal"}}.');
  const read: FieldModes = {};
  for (const [tableName, fields] of Object.entries(given)) {
    const full = tableName.includes(".") ? tableName : `public.${tableName}`;
    const table = tables.find(({ schema, name }) => `${schema}.${name}` === full);
    if (!table) throw wrong(`Expected tables that are being protected in the fields file, got ${tableName}.`);
    if (typeof fields !== "object" || fields === null) throw wrong(`Expected an object of fields for ${tableName}.`);
    for (const [field, mode] of Object.entries(fields)) {
      if (!table.columns.some((column) => column.name === field))
        throw wrong(`Expected a column of ${full}, got ${field}.`);
      if (!modes.includes(mode as Mode))
        throw wrong(`Expected one of ${modes.join(", ")} for ${full}.${field}, got ${JSON.stringify(mode)}.`);
    }
    read[full] = fields as Record<string, Mode>;
  }
  return read;
}
