/** Which field a name means. Pure. */
import { type FieldName, fieldNames, isFieldName } from "../../event/index.ts";
import type { Head } from "./cut.ts";
import { nearest } from "./near.ts";
import { type Condition, operatorSigns } from "./tree.ts";

/** What people call fields elsewhere. */
const otherNames: Record<string, FieldName> = {
  by: "actor",
  client: "application",
  changed: "field",
  column: "field",
  date: "on",
  day: "on",
  from: "after",
  host: "address",
  ip: "address",
  new: "became",
  old: "was",
  person: "actor",
  since: "after",
  table: "record",
  time: "on",
  to: "before",
  tx: "transaction",
  type: "event",
  until: "before",
  user: "actor",
  who: "actor",
};

export type Meaning = Pick<Condition, "field" | "operator" | "of"> & { not: boolean };

/**
 * With a colon none but known fields, so that a slip is seen; with another sign an unknown name is a field of the record, and
 * what it has become.
 */
export function fieldOf({ name, side, operator, not, colon }: Head, value: string): Meaning | { wrong: string } {
  if (side !== undefined) return { field: side, operator, of: name, not };
  const known = name.toLowerCase();
  if (isFieldName(known)) return { field: known, operator, not };
  if (!colon) return { field: "became", operator, of: name, not };
  const meant = (Object.hasOwn(otherNames, known) ? otherNames[known] : undefined) ?? nearest(known, fieldNames);
  const sign = operator === "is" ? "=" : operatorSigns[operator];
  const hint = meant === undefined ? "" : ` Did you mean ${meant}:${shown(value)}?`;
  return {
    wrong: `There is no search field “${cut(name)}”.${hint} To ask for a field of the record, write ${cut(name)}${sign}${shown(value)}.`,
  };
}

const shown = (value: string) => (value === "" ? "…" : /\s/.test(value) ? `"${cut(value)}"` : cut(value));
const cut = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
