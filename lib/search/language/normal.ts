/** One form for every tree, so that the same question has the same text however it came about. Pure. */
import { settled } from "./condition.ts";
import { type All, type Any, everything, isAll, isCondition, isNot, type Tree } from "./tree.ts";

/**
 * The same question in its plainest form: groups within groups of their kind are opened, groups of one are that one, what stands
 * twice stands once, two negations are none, values are written as the text writes them. A group without members asks nothing and
 * goes. An All of nothing is `everything`.
 */
export function normalise(tree: Tree): Tree {
  if (isCondition(tree)) return settled(tree);
  if (isNot(tree)) return negated(normalise(tree.not));
  return isAll(tree) ? grouped(tree.all, "all") : grouped(tree.any, "any");
}

function negated(tree: Tree): Tree {
  if (isNot(tree)) return tree.not;
  return asksNothing(tree) ? everything : { not: tree };
}

function grouped(members: readonly Tree[], kind: "all" | "any"): Tree {
  const opened = members.map(normalise).flatMap((member) => membersOf(member, kind));
  const kept = new Map<string, Tree>();
  for (const member of opened) if (!asksNothing(member)) kept.set(JSON.stringify(member), member);
  const [only, ...more] = kept.values();
  if (only === undefined) return everything;
  if (more.length === 0) return only;
  return kind === "all" ? { all: [only, ...more] } : { any: [only, ...more] };
}

function membersOf(tree: Tree, kind: "all" | "any"): Tree[] {
  return kind in tree ? ((tree as All).all ?? (tree as Any).any) : [tree];
}

function asksNothing(tree: Tree): boolean {
  return "all" in tree && tree.all.length === 0;
}
