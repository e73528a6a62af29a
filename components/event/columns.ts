/** The columns that can be chosen beside the sentence, in the order in which they are offered. Pure. */
import type { FieldName } from "@/lib/event";

export const columns = {
  time: "Time in full",
  behalf: "On behalf of",
  record: "Table",
  id: "Record id",
  fields: "Changed fields",
  change: "Before and after",
  origin: "Origin",
  address: "Address",
  ticket: "Ticket",
  transaction: "Transaction",
  source: "Source",
  rows: "Rows affected",
} as const;

export type ColumnName = keyof typeof columns;

export const columnNames = Object.keys(columns) as ColumnName[];

/** The known ones of these names, once each, in the order of `columns`. */
export function readColumns(names: readonly string[]): ColumnName[] {
  return columnNames.filter((name) => names.includes(name));
}

/** A value that the search can be narrowed to: as it is said, and as it is asked for. */
export interface Value {
  field: FieldName;
  /** As a condition of the field has it. */
  value: string;
  /** In the words of the screen. */
  says: string;
}

export interface Cell {
  text: string;
  /** Where the cell is one value that can be searched for. */
  value?: Value;
}
