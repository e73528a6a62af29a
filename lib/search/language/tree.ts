/**
 * What a search asks, as one tree. Text, condition rows and facets are three ways to write it: parse.ts and print.ts, rows.ts,
 * facets.ts. Pure.
 */
import type { FieldName } from "../../event/index.ts";

export type Operator = "is" | "over" | "least" | "under" | "most";

/** How operators are written: `:` or `=`, `>`, `>=`, `<`, `<=`. */
export const operatorSigns: Record<Operator, string> = { is: ":", over: ">", least: ">=", under: "<", most: "<=" };

export interface Condition {
  field: FieldName;
  operator: Operator;
  /** As it was typed; for a choice its id. */
  value: string;
  /** Of `was` and `became`: the record's field, where one is named. */
  of?: string;
}

export type Tree = Condition | All | Any | Not;
/** Without members: every entry. */
export interface All {
  all: Tree[];
}
export interface Any {
  any: Tree[];
}
export interface Not {
  not: Tree;
}

export const everything: All = { all: [] };

export const isCondition = (tree: Tree): tree is Condition => "field" in tree;
export const isAll = (tree: Tree): tree is All => "all" in tree;
export const isAny = (tree: Tree): tree is Any => "any" in tree;
export const isNot = (tree: Tree): tree is Not => "not" in tree;

/** `is("actor", "dana")` */
export function is(field: FieldName, value: string, of?: string): Condition {
  return { field, operator: "is", value, ...(of !== undefined && { of }) };
}

/** The members of a tree that must all hold: what stands side by side in the search bar. */
export function demands(tree: Tree): Tree[] {
  return isAll(tree) ? tree.all : [tree];
}

/** All conditions of a tree, wherever they stand. */
export function conditionsOf(tree: Tree): Condition[] {
  if (isCondition(tree)) return [tree];
  if (isNot(tree)) return conditionsOf(tree.not);
  return (isAll(tree) ? tree.all : tree.any).flatMap(conditionsOf);
}
