/** What is done to a query by a click: each keeps everything that it does not change. All trees that come out are normalised. Pure. */
import { searchField } from "../../event/index.ts";
import { facetState, withFacet } from "./facets.ts";
import { normalise } from "./normal.ts";
import { isOwn } from "./own.ts";
import { type Condition, demands, everything, is, isAll, isAny, isCondition, isNot, type Tree } from "./tree.ts";

/** Another demand beside those there are. Of `own` there is one, so it takes the other's place. */
export function add(tree: Tree, demand: Tree): Tree {
  const kept = isOwn(demand) ? demands(tree).filter((member) => !isOwn(member)) : demands(tree);
  return normalise({ all: [...kept, demand] });
}

/**
 * Where a part of a tree stands: first its place among `demands(tree)`, then its place within the group, and so on. What a Not
 * negates is its 0.
 */
export type Path = readonly number[];

/** The part of a normalised tree, if there is one at that path. */
export function partAt(tree: Tree, path: Path): Tree | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return tree;
  return rest.reduce<Tree | undefined>((part, place) => part && membersOf(part)[place], demands(tree)[first]);
}

/** Without the part at that path; the tree itself where there is none. */
export function remove(tree: Tree, path: Path): Tree {
  return replace(tree, path, everything);
}

/** With another part in the place of the one at that path. */
export function replace(tree: Tree, path: Path, part: Tree): Tree {
  return path.length === 0 ? normalise(part) : normalise(replaced({ all: [...demands(tree)] }, path, part));
}

function replaced(tree: Tree, [place, ...rest]: Path, part: Tree): Tree {
  if (place === undefined) return part;
  if (isCondition(tree)) return tree;
  if (isNot(tree)) return place === 0 ? { not: replaced(tree.not, rest, part) } : tree;
  const members = membersOf(tree).map((member, at) => (at === place ? replaced(member, rest, part) : member));
  return isAll(tree) ? { all: members } : { any: members };
}

function membersOf(tree: Tree): Tree[] {
  if (isCondition(tree)) return [];
  if (isNot(tree)) return [tree.not];
  return isAll(tree) ? tree.all : tree.any;
}

/**
 * Entries with this value, too: beside values of the same field that were chosen already, where an entry has one value of it; else
 * as another demand. What excluded the value goes.
 */
export function include(tree: Tree, condition: Condition): Tree {
  return chosen(tree, condition, "chosen");
}

/** Entries without this value. What included it goes. */
export function exclude(tree: Tree, condition: Condition): Tree {
  return chosen(tree, condition, "excluded");
}

function chosen(tree: Tree, condition: Condition, side: "chosen" | "excluded"): Tree {
  if (isOwn(condition))
    return add(tree, side === "chosen" ? condition : is("own", condition.value === "only" ? "hidden" : "only"));
  const opposite = normalise(side === "chosen" ? { not: condition } : condition);
  const rest = without(tree, opposite);
  if (!searchField(condition.field).facet || condition.operator !== "is")
    return add(rest, side === "chosen" ? condition : { not: condition });
  const state = facetState(rest, condition.field);
  const values = new Set([...state[side], condition.value]);
  const other = side === "chosen" ? "excluded" : "chosen";
  const cleared = state[other].filter((value) => value !== condition.value);
  return withFacet(rest, condition.field, { ...state, [side]: [...values], [other]: cleared });
}

function without(tree: Tree, demand: Tree): Tree {
  const text = JSON.stringify(demand);
  return normalise({ all: demands(tree).filter((member) => JSON.stringify(member) !== text) });
}

/** Everything of a field that stands at the top goes, then these take its place: what a time picker or a switch does. */
export function instead(tree: Tree, fields: readonly Condition["field"][], conditions: readonly Condition[]): Tree {
  const kept = demands(tree).filter((member) => !isAbout(member, fields));
  return normalise({ all: [...kept, ...conditions] });
}

function isAbout(tree: Tree, fields: readonly Condition["field"][]): boolean {
  if (isCondition(tree)) return fields.includes(tree.field);
  if (isNot(tree)) return isAbout(tree.not, fields);
  return isAny(tree) && tree.any.every((member) => isAbout(member, fields));
}

/** All of one record, of one actor, of one transaction: where a value's menu leads. */
export function sameRecord({ type, id }: { type: string; id?: string }): Tree {
  return normalise({ all: [is("record", type), ...(id === undefined ? [] : [is("id", id)])] });
}

export function sameActor({ id }: { id: string }): Tree {
  return is("actor", id);
}

export function sameTransaction(transaction: string): Tree {
  return is("transaction", transaction);
}
