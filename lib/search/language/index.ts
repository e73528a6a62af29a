/**
 * The language of search: text, tree, rows and facets are four ways to write one question. Pure: no Node, no database, no React, so
 * that the browser and the server read the same.
 *
 *     const { tree, mistakes } = parseQuery('actor:dana field:credit_limit before:2026-03-01 -action:read "free text"');
 *     printQuery(tree);                // the same text
 *     queryWords(tree);                // “actor dana, field credit limit changed, until 1 March 2026, …”
 *     timesOf(tree, "Europe/Berlin", clock());
 */
export { type Addressed, askOf, type Params, readAsk, searchAddress } from "./address.ts";
export type { Mistake, SearchAsk, View } from "./ask.ts";
export { type Compared, compareDecimals, comparedWith, numberOf } from "./compared.ts";
export { longestValue, settled, uuidForm, wrongWith } from "./condition.ts";
export { type Cursor, cursorOf, readCursor } from "./cursor.ts";
export {
  add,
  exclude,
  include,
  instead,
  type Path,
  partAt,
  remove,
  replace,
  sameActor,
  sameRecord,
  sameTransaction,
} from "./edit.ts";
export { type FacetState, facetState, toggleFacet, withFacet } from "./facets.ts";
export { freeze, isRolling } from "./freeze.ts";
export { type FieldGroup, type FieldHelp, searchHelp, searchSyntax } from "./help.ts";
export { type Matching, matches } from "./matches.ts";
export { nearest } from "./near.ts";
export { normalise } from "./normal.ts";
export { isOwn, withOwn, withoutOwn } from "./own.ts";
export { limits, type Parsed, type Part, parseQuery } from "./parse.ts";
export { printQuery } from "./print.ts";
export { type ConditionRow, fromRows, type GroupRow, type Row, type RowMistake, type TextRow, toRows } from "./rows.ts";
export { demandWords, queryWords } from "./say.ts";
export {
  microsOf,
  type Now,
  readTime,
  resolveTime,
  type Times,
  type TimeValue,
  type TimeWord,
  timeOf,
  timesOf,
  timeWords,
} from "./times.ts";
export {
  type All,
  type Any,
  type Condition,
  conditionsOf,
  demands,
  everything,
  is,
  isAll,
  isAny,
  isCondition,
  isNot,
  type Not,
  type Operator,
  operatorSigns,
  type Tree,
} from "./tree.ts";
