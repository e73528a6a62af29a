/** Whether an event is found by a query: what every condition means, in memory and word for word. SQL must find the same. Pure. */
import { askedWords, type Event, folded, measuresOf, microseconds, searchField, type Zone } from "../../event/index.ts";
import { compareDecimals, comparedWith } from "./compared.ts";
import { uuidForm } from "./condition.ts";
import { withOwn } from "./own.ts";
import { microsOf, type Now, resolveTime } from "./times.ts";
import { type Condition, isAll, isCondition, isNot, type Operator, type Tree } from "./tree.ts";

export interface Matching {
  /** The entry's number in the ledger. */
  index: bigint;
  zone: Zone;
  now: Now;
}

/** Vouch's own entries are left out unless the tree asks for them. */
export function matches(tree: Tree, event: Event, matching: Matching): boolean {
  return holds(withOwn(tree), event, matching);
}

function holds(tree: Tree, event: Event, matching: Matching): boolean {
  if (isCondition(tree)) return holdsOne(tree, event, matching);
  if (isNot(tree)) return !holds(tree.not, event, matching);
  if (isAll(tree)) return tree.all.every((member) => holds(member, event, matching));
  return tree.any.some((member) => holds(member, event, matching));
}

function holdsOne(condition: Condition, event: Event, matching: Matching): boolean {
  const { field, operator, value } = condition;
  const { kind, values } = searchField(field);
  if (field === "own") return value === "shown" || values(event).includes(value);
  if (field === "entry") return compares(operator, compareDecimals(String(matching.index), value));
  if (kind === "time") return holdsTime(condition, event, matching);
  if (kind === "number") return values(event).some((one) => compares(operator, compareDecimals(one, value)));
  if (kind === "value") return holdsValue(condition, event, matching);
  const found = new Set(values(event).map(folded));
  if (kind !== "words" || (field === "statement" && uuidForm.test(value))) return found.has(folded(value));
  return askedWords(value).every((word) => found.has(word));
}

function holdsTime(condition: Condition, { occurredAt }: Event, { zone, now }: Matching): boolean {
  const times = resolveTime(condition, zone, now);
  const at = microseconds(occurredAt);
  return times !== undefined && (!times.from || at >= microsOf(times.from)) && (!times.to || at < microsOf(times.to));
}

/** By its text, or, where the field is named, by its measure. */
function holdsValue(condition: Condition, event: Event, { zone, now }: Matching): boolean {
  const { field, operator, value, of } = condition;
  if (operator === "is") {
    const text = folded(of === undefined ? value : `${of}=${value}`);
    if (
      searchField(field)
        .values(event)
        .some((one) => folded(one) === text)
    )
      return true;
  }
  const compared = of === undefined ? undefined : comparedWith(condition, zone, now);
  const measure = of === undefined ? undefined : measuresOf(event)?.[of]?.[field === "was" ? 0 : 1];
  if (!compared || measure === undefined || measure === null) return false;
  const text = String(measure);
  if ("number" in compared) return compares(operator, compareDecimals(text, compared.number));
  const edges = compared.days && isWholeDay(text) ? compared.days : compared;
  const [first, after] = [compareDecimals(text, edges.from), compareDecimals(text, edges.to)];
  return { is: first >= 0 && after < 0, over: after >= 0, least: first >= 0, under: first < 0, most: after < 0 }[
    operator
  ];
}

const isWholeDay = (seconds: string) => /^-?\d+$/.test(seconds) && BigInt(seconds) % 86_400n === 0n;

function compares(operator: Operator, order: number): boolean {
  return { is: order === 0, over: order > 0, least: order >= 0, under: order < 0, most: order <= 0 }[operator];
}
