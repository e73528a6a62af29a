/** What a tree demands of every entry that it can find: it decides how the list is made. Pure. */
import { searchField } from "../../event/index.ts";
import {
  type Condition,
  conditionsOf,
  demands,
  isAll,
  isAny,
  isCondition,
  isNot,
  type Tree,
  uuidForm,
} from "../language/index.ts";

/** Whether a bulk statement's own entry is found whenever one of its rows is, so that rows need not be looked at. */
export function isShared(tree: Tree): boolean {
  return !isOneByOne(tree) && conditionsOf(tree).every(({ field }) => searchField(field).shared);
}

/** Whether rows of a bulk statement are lines of their own: one record is asked for, or the statement itself. */
export function isOneByOne(tree: Tree): boolean {
  if (isCondition(tree)) return namesRows(tree);
  if (isNot(tree)) return false;
  if (isAll(tree)) return tree.all.some(isOneByOne);
  return tree.any.length > 0 && tree.any.every(isOneByOne);
}

function namesRows({ field, operator, value }: Condition): boolean {
  return operator === "is" && (field === "id" || (field === "statement" && uuidForm.test(value)));
}

/** The conditions that must all hold. */
export function required(tree: Tree): Condition[] {
  return demands(tree).flatMap((demand) => {
    if (isCondition(demand)) return [demand];
    return isAll(demand) ? required(demand) : [];
  });
}

/** Whether nothing can be found by it: an Any without members. */
export function isNothing(tree: Tree): boolean {
  if (isCondition(tree) || isNot(tree)) return false;
  return isAny(tree) ? tree.any.every(isNothing) : tree.all.some(isNothing);
}
