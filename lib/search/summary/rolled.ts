/**
 * Which trees the rollups answer, and how: those that ask of columns of ledger.rollups alone, beside the times that every match
 * must lie between. A text is first turned into the values that were recorded and are found by it.
 */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { folded, searchable, sourceKinds } from "../../event/index.ts";
import type { Fragment, Sqlish } from "../find/condition.ts";
import { termsOfCondition } from "../find/terms.ts";
import { type Condition, conditionsOf, demands, isAll, isCondition, isNot, type Tree } from "../language/index.ts";
import type { Column, Values } from "./tally.ts";

/** What a condition means there: the column has one of these values. */
interface Meaning {
  column: Column;
  values: string[];
}

/** By condition, as `keyOf` names it; nothing where the rollups cannot answer it. */
export type Meanings = Map<string, Meaning | undefined>;

const keyOf = ({ field, operator, value, of }: Condition) => [field, operator, value, of ?? ""].join("\0");

/** Learns what the conditions of a tree mean to the rollups. Returns whether they can answer the tree. */
export async function canRoll(read: Read, home: Home, tree: Tree, meanings: Meanings): Promise<boolean> {
  const conditions = demands(tree)
    .filter((demand) => !isTimes(demand))
    .flatMap(conditionsOf);
  for (const condition of conditions) {
    const key = keyOf(condition);
    if (!meanings.has(key)) meanings.set(key, await meaningOf(read, home, condition));
    if (meanings.get(key) === undefined) return false;
  }
  return true;
}

/** Whether a demand does no more than bound the times that `timesOf` tells: it needs no looking at, between them. */
export function isTimes(demand: Tree): boolean {
  if (isNot(demand)) return isCondition(demand.not) && (demand.not.field === "after" || demand.not.field === "before");
  return isCondition(demand) && (demand.field === "after" || demand.field === "before" || demand.field === "on");
}

/** Whether an entry with these values is found by a tree, its times left out. */
export function rolledMatcher(meanings: Meanings, tree: Tree): (values: Values) => boolean {
  const members = demands(tree)
    .filter((demand) => !isTimes(demand))
    .map((demand) => matcherOf(meanings, demand));
  return (values) => members.every((holds) => holds(values));
}

function matcherOf(meanings: Meanings, tree: Tree): (values: Values) => boolean {
  if (isNot(tree)) {
    const holds = matcherOf(meanings, tree.not);
    return (values) => !holds(values);
  }
  if (!isCondition(tree)) {
    const members = (isAll(tree) ? tree.all : tree.any).map((member) => matcherOf(meanings, member));
    return isAll(tree)
      ? (values) => members.every((holds) => holds(values))
      : (values) => members.some((holds) => holds(values));
  }
  const meaning = meanings.get(keyOf(tree));
  const wanted = new Set(meaning?.values);
  return (values) => meaning !== undefined && wanted.has(values[meaning.column]);
}

/** A condition over `ledger.rollups r`, its times left out. */
export function rolledCondition({ sql }: Sqlish, meanings: Meanings, tree: Tree): Fragment {
  const members = demands(tree).filter((demand) => !isTimes(demand));
  return joined({ sql }, meanings, members, "and");
}

function nested(read: Sqlish, meanings: Meanings, tree: Tree): Fragment {
  const { sql } = read;
  if (isNot(tree)) return sql`not (${nested(read, meanings, tree.not)})`;
  if (!isCondition(tree))
    return isAll(tree) ? joined(read, meanings, tree.all, "and") : joined(read, meanings, tree.any, "or");
  const { column, values } = meanings.get(keyOf(tree)) ?? { column: "actor", values: [] };
  if (column === "source") return sql`r.source = any(${values}::uuid[])`;
  return sql`r.${sql(column)} = any(${values}::text[])`;
}

function joined(read: Sqlish, meanings: Meanings, members: Tree[], word: "and" | "or"): Fragment {
  const { sql } = read;
  const [first, ...others] = members.map((member) => nested(read, meanings, member));
  if (!first) return word === "and" ? sql`true` : sql`false`;
  return sql`(${others.reduce((so, member) => (word === "and" ? sql`${so} and ${member}` : sql`${so} or ${member}`), first)})`;
}

/** Choices are kept by their ids. */
const choices: Partial<Record<Condition["field"], Column>> = {
  kind: "actor_kind",
  attribution: "attribution",
  category: "category",
  origin: "channel",
  decision: "decision",
};

async function meaningOf(read: Read, home: Home, condition: Condition): Promise<Meaning | undefined> {
  const { field, operator, value } = condition;
  if (operator !== "is") return undefined;
  const column = choices[field];
  if (column) return { column, values: [folded(value)] };
  if (field === "own") return ownMeaning(value);
  if (field === "ticket") return folded(value) === "none" ? { column: "ticket", values: ["missing"] } : undefined;
  if (field === "record") return textMeaning(read, "record_type", value);
  if (field === "action") return textMeaning(read, "action", value);
  if (field === "source") return sourceMeaning(read, value);
  return field === "actor" ? actorMeaning(read, home, condition) : undefined;
}

function ownMeaning(value: string): Meaning {
  const kinds = sourceKinds.filter((kind) => value === "shown" || (kind === "vouch") === (value === "only"));
  return { column: "source_kind", values: kinds };
}

/** Values of a column that are compared in memory, at most. */
const mostValues = 3_000;

interface Known {
  value: string;
  label: string | null;
  source: string;
}

const hasPeriod = ({ principal: { scope } }: Pick<Read, "principal">) =>
  scope.from !== undefined || scope.to !== undefined;

/** What was recorded of a field, by source. Whoever may see a period alone has no vocabulary, and reads the rollups of the period. */
async function readKnown(
  { sql, ledger, principal }: Read,
  field: "actor" | "action" | "record" | "source",
): Promise<Known[]> {
  if (!hasPeriod({ principal }))
    return sql<Known[]>`
      select value, label, source from ledger.vocabulary where ledger = ${ledger} and field = ${field} limit ${mostValues + 1}`;
  if (field === "source") return [];
  const column = { actor: "actor", action: "action", record: "record_type" }[field];
  return sql<Known[]>`
    select ${sql(column)} as value, null as label, min(source::text) as source from ledger.rollups
    where ledger = ${ledger} and grain = 'hour' and ${sql(column)} <> '' group by 1 limit ${mostValues + 1}`;
}

async function textMeaning(read: Read, column: "record_type" | "action", value: string): Promise<Meaning | undefined> {
  const known = await readKnown(read, column === "action" ? "action" : "record");
  if (known.length > mostValues) return undefined;
  const wanted = folded(value);
  return { column, values: [...new Set(known.map((each) => each.value).filter((each) => folded(each) === wanted))] };
}

/** By its id, or by a name that it always had. */
async function sourceMeaning(read: Read, value: string): Promise<Meaning | undefined> {
  const wanted = folded(value);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(wanted)) return { column: "source", values: [wanted] };
  const known = await readKnown(read, "source");
  const ids = [...new Set(known.filter((each) => folded(each.value) === wanted).map(({ source }) => source))];
  const renamed = known.some((each) => ids.includes(each.source) && folded(each.value) !== wanted);
  return renamed || ids.length === 0 || known.length > mostValues ? undefined : { column: "source", values: ids };
}

/**
 * The actors that this text finds, by id, name or a word of them. A name may have changed, so the postings are asked whether the text
 * finds as many entries as these actors have; otherwise the rollups, which know ids alone, cannot answer. Postings know no scope, so
 * for whoever has one nothing may depend on what they tell.
 */
async function actorMeaning(read: Read, home: Home, condition: Condition): Promise<Meaning | undefined> {
  const { sql, ledger } = read;
  const { from, to, sources } = read.principal.scope;
  if (from !== undefined || to !== undefined || sources !== undefined) return undefined;
  const known = await readKnown(read, "actor");
  if (known.length === 0 || known.length > mostValues) return undefined;
  const wanted = folded(condition.value);
  const found = known.filter(({ value, label }) => namesOf(value, label).includes(wanted));
  const ids = [...new Set(found.map(({ value }) => value))];
  const termOf = (value: string) => `${termsOfCondition(home, { ...condition, value })?.[0]}`;
  const [asked, own] = [termOf(condition.value), [...new Set(ids.map(termOf))]];
  const counts = await sql<{ term: bigint; entries: bigint }[]>`
    select term, sum(octet_length(places) / 2)::bigint as entries from ledger.postings
    where ledger = ${ledger} and term = any(${`{${[asked, ...own].join(",")}}`}::text::bigint[]) group by term`;
  const entries = new Map(counts.map((count) => [String(count.term), count.entries]));
  const sum = own.reduce((so, term) => so + (entries.get(term) ?? 0n), 0n);
  return sum === (entries.get(asked) ?? 0n) ? { column: "actor", values: ids } : undefined;
}

function namesOf(id: string, name: string | null): string[] {
  const { actor } = searchable;
  return actor.values({ actor: { id, ...(name !== null && { name }) } } as Parameters<typeof actor.values>[0]);
}
