/** The tree as facets: which values of a field are chosen and which are left out. What they cannot say stays as it is. Pure. */
import type { FieldName } from "../../event/index.ts";
import { normalise } from "./normal.ts";
import { type Condition, demands, is, isAny, isCondition, isNot, type Tree } from "./tree.ts";

export interface FacetState {
  /** One of these must be: the values of the last demand that is a list of values of this field. */
  chosen: string[];
  /** None of these may be. */
  excluded: string[];
  /** The field is asked for in another way, too, which the facet shows as one token and leaves alone. */
  other: boolean;
}

export function facetState(tree: Tree, field: FieldName): FacetState {
  const members = demands(normalise(tree));
  const place = placeOfChosen(members, field);
  const others = members.filter((member, at) => at !== place && excludedBy(member, field) === undefined);
  return {
    chosen: (place === -1 ? undefined : valuesOf(members[place] as Tree, field)) ?? [],
    excluded: members.flatMap((member) => excludedBy(member, field) ?? []),
    other: others.some((member) => mentions(member, field)),
  };
}

/** Chosen goes, another comes; a value that stands on the other side changes it. */
export function toggleFacet(tree: Tree, field: FieldName, value: string, side: "chosen" | "excluded" = "chosen"): Tree {
  const state = facetState(tree, field);
  const other = side === "chosen" ? "excluded" : "chosen";
  const had = state[side].includes(value);
  return withFacet(tree, field, {
    [side]: had ? state[side].filter((one) => one !== value) : [...state[side], value],
    [other]: state[other].filter((one) => one !== value),
  } as Pick<FacetState, "chosen" | "excluded">);
}

/** With these values chosen and excluded, each in the place where it stood. */
export function withFacet(
  tree: Tree,
  field: FieldName,
  { chosen, excluded }: Pick<FacetState, "chosen" | "excluded">,
): Tree {
  const members = demands(normalise(tree));
  const place = placeOfChosen(members, field);
  const wanted: Tree = { any: chosen.map((value) => is(field, value)) };
  const left = new Set(excluded);
  const kept = members.flatMap((member, at): Tree[] => {
    if (at === place) return [wanted];
    const values = excludedBy(member, field);
    if (!values) return [member];
    const still = values.filter((value) => left.delete(value));
    return still.length === 0 ? [] : [{ not: { any: still.map((value) => is(field, value)) } }];
  });
  if (place === -1) kept.push(wanted);
  return normalise({ all: [...kept, ...[...left].map((value) => ({ not: is(field, value) }))] });
}

function placeOfChosen(members: readonly Tree[], field: FieldName): number {
  return members.findLastIndex((member) => valuesOf(member, field) !== undefined);
}

/** The values of a list of values of this field. */
function valuesOf(tree: Tree, field: FieldName): string[] | undefined {
  const members = isAny(tree) ? tree.any : [tree];
  const values = members.map((member) => (isPlain(member, field) ? member.value : undefined));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function excludedBy(tree: Tree, field: FieldName): string[] | undefined {
  return isNot(tree) ? valuesOf(tree.not, field) : undefined;
}

function isPlain(tree: Tree, field: FieldName): tree is Condition {
  return isCondition(tree) && tree.field === field && tree.operator === "is" && tree.of === undefined;
}

function mentions(tree: Tree, field: FieldName): boolean {
  if (isCondition(tree)) return tree.field === field;
  if (isNot(tree)) return mentions(tree.not, field);
  return ("all" in tree ? tree.all : tree.any).some((member) => mentions(member, field));
}
