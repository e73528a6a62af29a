/** Times that move with the clock, written as what they are now, so that a link means tomorrow what it means today. Pure. */
import type { Zone } from "../../event/index.ts";
import { add } from "./edit.ts";
import { normalise } from "./normal.ts";
import { daysSpanned, microsOf, type Now, readTime, spanOf, type TimeValue, timeOf, timesOf } from "./times.ts";
import { type Condition, conditionsOf, is, isAll, isCondition, isNot, type Tree } from "./tree.ts";

/** Whether a tree says “last 7 days”, “today” or the like anywhere. */
export function isRolling(tree: Tree): boolean {
  return conditionsOf(tree).some((condition) => rollingOf(condition) !== undefined);
}

/**
 * The tree with every such time as the dates or instants that it stands for. What moved and reached beyond now ends now, so that the
 * last seven days are the same seven days also in a month.
 */
export function freeze(tree: Tree, zone: Zone, now: Now): Tree {
  const frozen = normalise(mapped(tree, (condition) => frozenOf(condition, zone, now)));
  if (!conditionsOf(tree).some((condition) => condition.of === undefined && rollingOf(condition))) return frozen;
  const present = timeOf(microsOf(now));
  const end = timesOf(frozen, zone, now).to;
  return end === undefined || end > endOf(present) ? add(frozen, is("before", shortest(present))) : frozen;
}

/** What includes an instant ends a microsecond later. */
const endOf = (instant: string) => timeOf(microsOf(instant) + 1n);

function mapped(tree: Tree, change: (condition: Condition) => Tree): Tree {
  if (isCondition(tree)) return change(tree);
  if (isNot(tree)) return { not: mapped(tree.not, change) };
  const members = (isAll(tree) ? tree.all : tree.any).map((member) => mapped(member, change));
  return isAll(tree) ? { all: members } : { any: members };
}

function rollingOf({ field, operator, value, of }: Condition): TimeValue | undefined {
  const isTime = field === "after" || field === "before" || field === "on";
  if (!isTime && !(of !== undefined && operator !== "is")) return undefined;
  const time = readTime(value);
  return "kind" in time && (time.kind === "word" || time.kind === "ago") ? time : undefined;
}

function frozenOf(condition: Condition, zone: Zone, now: Now): Tree {
  const time = rollingOf(condition);
  if (!time) return condition;
  const span = spanOf(time, zone, now);
  const days = daysSpanned(time, zone, now);
  if (!days) return { ...condition, value: shortest(timeOf(span.from)) };
  const [first, last] = [days[0], days[1] - 86_400_000].map((day) => new Date(day).toISOString().slice(0, 10));
  const { field, operator } = condition;
  if (field === "was" || field === "became") {
    return { ...condition, value: (operator === "over" || operator === "most" ? last : first) ?? "" };
  }
  const present = microsOf(now);
  const end = is("before", span.to > present + 1n ? shortest(timeOf(present)) : (last ?? ""));
  if (field === "before") return end;
  if (field === "on" && first === last && end.value === last) return is("on", first ?? "");
  return field === "after" ? is("after", first ?? "") : { all: [is("after", first ?? ""), end] };
}

/** Without the zeros at its end, to the microsecond where that is what it takes. */
function shortest(instant: string): string {
  return instant.replace(/\.?0+Z$/, "Z");
}
