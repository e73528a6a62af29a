/** The tree as rows: a field, an operator and a value each, joined by AND, with groups of one level. Pure. */
import type { FieldName } from "../../event/index.ts";
import type { Mistake } from "./ask.ts";
import { settled, wrongWith } from "./condition.ts";
import { normalise } from "./normal.ts";
import { parseQuery } from "./parse.ts";
import { printQuery } from "./print.ts";
import { type Condition, demands, isAll, isCondition, isNot, type Operator, type Tree } from "./tree.ts";

export interface ConditionRow {
  kind: "condition";
  field: FieldName;
  /** Of `was` and `became`: the record's field, where one is named. */
  of?: string;
  operator: Operator;
  not: boolean;
  value: string;
}

/** What rows cannot show, as the text of a query. */
export interface TextRow {
  kind: "text";
  text: string;
}

export interface GroupRow {
  kind: "group";
  /** Whether one of the rows must hold, or all. */
  join: "any" | "all";
  not: boolean;
  rows: (ConditionRow | TextRow)[];
}

export type Row = ConditionRow | GroupRow | TextRow;

/** All of them must hold. */
export function toRows(tree: Tree): Row[] {
  return demands(normalise(tree)).map(rowOf);
}

function rowOf(tree: Tree): Row {
  const [inner, not] = isNot(tree) ? [tree.not, true] : [tree, false];
  if (isCondition(inner)) return conditionRow(inner, not);
  const members = isAll(inner) ? inner.all : "any" in inner ? inner.any : undefined;
  if (!members) return { kind: "text", text: printQuery(tree) };
  return { kind: "group", join: isAll(inner) ? "all" : "any", not, rows: members.map(memberRow) };
}

function memberRow(tree: Tree): ConditionRow | TextRow {
  const row = rowOf(tree);
  return row.kind === "group" ? { kind: "text", text: printQuery(tree) } : row;
}

function conditionRow({ field, operator, value, of }: Condition, not: boolean): ConditionRow {
  return { kind: "condition", field, operator, not, value, ...(of !== undefined && { of }) };
}

/** What is wrong with a row: its place, and within a group the place there. */
export interface RowMistake {
  path: [number] | [number, number];
  sentence: string;
}

/** What is wrong is left out of the tree and said. */
export function fromRows(rows: readonly Row[]): { tree: Tree; mistakes: RowMistake[] } {
  const mistakes: RowMistake[] = [];
  const wrong = (path: RowMistake["path"], sentence: string): Tree[] => {
    mistakes.push({ path, sentence });
    return [];
  };
  const treesOf = (row: Row, path: RowMistake["path"]): Tree[] => {
    if (row.kind === "text") return fromText(row.text, (sentence) => wrong(path, sentence));
    if (row.kind === "condition") return fromCondition(row, (sentence) => wrong(path, sentence));
    const members = row.rows.flatMap((member, at) => treesOf(member, [path[0], at]));
    if (members.length === 0) return [];
    const group: Tree = row.join === "any" ? { any: members } : { all: members };
    return [row.not ? { not: group } : group];
  };
  const tree = normalise({ all: rows.flatMap((row, at) => treesOf(row, [at])) });
  return { tree, mistakes };
}

function fromText(text: string, wrong: (sentence: string) => void): Tree[] {
  const { tree, mistakes } = parseQuery(text);
  for (const { sentence } of mistakes as Mistake[]) wrong(sentence);
  return [tree];
}

function fromCondition({ field, operator, value, of, not }: ConditionRow, wrong: (sentence: string) => Tree[]): Tree[] {
  const condition = settled({
    field,
    operator,
    value: value.trim() === "" ? "" : value,
    ...(of !== undefined && of !== "" && { of }),
  });
  const sentence = wrongWith(condition);
  if (sentence !== undefined) return wrong(sentence);
  return [not ? { not: condition } : condition];
}
