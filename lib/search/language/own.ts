/** Vouch's own entries: what a query that says nothing of them means. Pure. */
import { conditionsOf, demands, everything, is, isAll, isCondition, isNot, type Tree } from "./tree.ts";

export function isOwn(tree: Tree): boolean {
  return isCondition(tree) && tree.field === "own";
}

/** The tree with its default written out: without a condition of its own, Vouch's own entries are left out. */
export function withOwn(tree: Tree): Tree {
  return conditionsOf(tree).some(isOwn) ? tree : { all: [...demands(tree), is("own", "hidden")] };
}

/** Without any condition on Vouch's own entries. */
export function withoutOwn(tree: Tree): Tree {
  if (isCondition(tree)) return isOwn(tree) ? everything : tree;
  if (isNot(tree)) return { not: withoutOwn(tree.not) };
  return isAll(tree) ? { all: tree.all.map(withoutOwn) } : { any: tree.any.map(withoutOwn) };
}

/**
 * Members of a query as they may stand: Vouch's own entries are left out, shown or alone for the whole of it, once. `nested`: where
 * such a condition was taken out of a group or a negation; `doubled`: where there was one already.
 */
export function ownOnce(members: readonly Tree[], known: boolean): { kept: Tree[]; nested: boolean; doubled: boolean } {
  const opened = members.map((member) => (isOwn(member) ? member : withoutOwn(member)));
  const at = known ? -1 : opened.findIndex(isOwn);
  const kept = opened.filter((member, place) => !isOwn(member) || place === at);
  const counts = [members, opened].map((all) => conditionsOf({ all: [...all] }).filter(isOwn).length);
  return { kept, nested: counts[0] !== counts[1], doubled: kept.length < opened.length };
}
