/** The query as rows of a form: what stands in them, and the text that they make. Pure. */
import { type FieldName, searchField } from "@/lib/event";
import {
  type ConditionRow,
  fromRows,
  type GroupRow,
  type Operator,
  printQuery,
  type Row,
  type RowMistake,
  type TextRow,
  toRows,
} from "@/lib/search/language";
import { cut, pieceOf } from "../bar/pieces";

/** A row of the form, with an id by which the browser tells it from the others. */
export type Keyed<R> = R & { key: number };
export type KeyedGroup = Omit<GroupRow, "rows"> & { key: number; rows: Keyed<ConditionRow | TextRow>[] };
export type KeyedRow = Keyed<ConditionRow> | Keyed<TextRow> | KeyedGroup;

let keys = 0;
const keyed = <R>(row: R): Keyed<R> => ({ ...row, key: ++keys });

/** The rows of a query; what cannot be understood stands in a row of its own, as text. One empty row where there is nothing. */
export function rowsOf(query: string): KeyedRow[] {
  const rows = cut(query).flatMap((piece): Row[] => {
    const { tree, mistakes } = pieceOf(piece);
    return mistakes.length > 0 ? [{ kind: "text", text: piece }] : toRows(tree);
  });
  return rows.length === 0 ? [emptyRow()] : rows.map(withKeys);
}

function withKeys(row: Row): KeyedRow {
  if (row.kind !== "group") return keyed(row);
  return { ...keyed(row), rows: row.rows.map(keyed) };
}

export function emptyRow(field: FieldName = "actor"): Keyed<ConditionRow> {
  return keyed({ kind: "condition", field, operator: "is", not: false, value: "" });
}

export function emptyGroup(): KeyedGroup {
  return { ...keyed({ kind: "group", join: "any", not: false } as const), rows: [emptyRow(), emptyRow()] };
}

/** The query that the rows make; rows that nobody filled in ask nothing. */
export function queryOf(rows: readonly KeyedRow[]): { text: string; mistakes: RowMistake[] } {
  const { tree, mistakes } = fromRows(rows);
  return { text: printQuery(tree), mistakes };
}

/** Without the rows in which nothing stands. */
export function filled(rows: readonly KeyedRow[]): KeyedRow[] {
  return rows.flatMap((row): KeyedRow[] => {
    if (row.kind !== "group") return isFilled(row) ? [row] : [];
    const members = row.rows.filter(isFilled);
    return members.length === 0 ? [] : [{ ...row, rows: members }];
  });
}

function isFilled(row: ConditionRow | TextRow): boolean {
  return row.kind === "text" ? row.text.trim() !== "" : row.value.trim() !== "";
}

/** What may be asked between a field and its value: an operator, or its opposite. */
export interface Asking {
  id: string;
  says: string;
  operator: Operator;
  not: boolean;
}

export function askingsOf(field: FieldName): Asking[] {
  const { kind, compares } = searchField(field);
  const [is, isNot] = kind === "words" ? ["has", "has not"] : kind === "time" ? ["is", "is not"] : ["is", "is not"];
  const askings: Asking[] = [
    { id: "is", says: is, operator: "is", not: false },
    { id: "not", says: isNot, operator: "is", not: true },
  ];
  if (!compares) return askings;
  return [
    ...askings,
    { id: "over", says: "is over", operator: "over", not: false },
    { id: "least", says: "is at least", operator: "least", not: false },
    { id: "under", says: "is under", operator: "under", not: false },
    { id: "most", says: "is at most", operator: "most", not: false },
  ];
}

export function askingOf({ field, operator, not }: ConditionRow): Asking {
  const asked = askingsOf(field);
  const exact = asked.find((one) => one.operator === operator && one.not === not);
  // a negated comparison has no words of its own: “not over” is its own choice, so that it is not lost
  return exact ?? { id: `not-${operator}`, says: `is not ${operatorWords[operator]}`, operator, not };
}

const operatorWords: Record<Operator, string> = {
  is: "",
  over: "over",
  least: "at least",
  under: "under",
  most: "at most",
};

/** The row with another field: its value stays where it can mean something there. */
export function withField(row: ConditionRow, field: FieldName): ConditionRow {
  const { choices, kind } = searchField(field);
  const before = searchField(row.field);
  const stays = !choices && kind !== "time" && !before.choices && before.kind !== "time";
  const operator = searchField(field).compares ? row.operator : "is";
  const of = kind === "value" ? { of: row.of ?? "" } : {};
  return { kind: "condition", field, operator, not: row.not, value: stays ? row.value : "", ...of };
}
