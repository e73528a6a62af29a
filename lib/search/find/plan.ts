/**
 * What the postings of a segment tell of a tree: which of its entries may be found, and which are found for certain. A term tells
 * exactly; a comparison tells by the bounds of its segment that none of its entries can be found, or else nothing. What may be
 * found is looked at by SQL (condition.ts); it is never too little.
 */
import type { Home } from "../../database/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import {
  type Condition,
  compareDecimals,
  comparedWith,
  is,
  isAll,
  isCondition,
  isNot,
  resolveTime,
  type Tree,
} from "../language/index.ts";
import { and, type Bits, bitsBetween, every, none, not, or } from "./bits.ts";
import { required } from "./demand.ts";
import type { Moment } from "./found.ts";
import { termOfMeasure, termsOfCondition } from "./terms.ts";

/** What is known of one settled segment. */
export interface Segment {
  segment: number;
  firstOccurred: string;
  lastOccurred: string;
  firstRecorded: string;
  lastRecorded: string;
}

/** What was read of a segment for one plan. A term without places is not in it. */
export interface Known {
  segment: Segment;
  places: ReadonlyMap<bigint, Bits>;
  /** Bounds by field and side, `credit_limit 1`: of what is not in it, no entry has a measure. Absent where they are not known. */
  spans?: ReadonlyMap<string, { least: string; most: string }>;
}

/** Of the entries of a segment: those that may be found, and those that are. */
interface Told {
  may: Bits;
  must: Bits;
}

type Teller = (known: Known) => Told;

export interface Plan {
  /** Terms whose postings are read. */
  terms: bigint[];
  /** Terms that every entry has that can be found. */
  required: bigint[];
  /** Record fields and their sides whose bounds are read. */
  measures: { field: string; side: 0 | 1 }[];
  /** Postings say next to nothing of it: it asks of Vouch's own entries, of times and of numbers of rows alone. */
  blind: boolean;
  tell: Teller;
}

export function planOf(home: Home, tree: Tree, moment: Moment): Plan {
  const making: Making = { home, moment, terms: new Set(), ownTerms: new Set(), measures: new Map() };
  const tell = tellerOf(making, tree);
  const demanded = new Set(required(tree).flatMap((condition) => mustHave(home, condition)));
  const { terms, ownTerms, measures } = making;
  return {
    terms: [...terms, ...ownTerms],
    required: [...demanded],
    measures: [...measures.values()],
    blind: terms.size === 0,
    tell,
  };
}

/** A plan on its way: what has to be read for it so far. */
interface Making {
  home: Home;
  moment: Moment;
  terms: Set<bigint>;
  /** Of Vouch's own entries. */
  ownTerms: Set<bigint>;
  measures: Map<string, Plan["measures"][number]>;
}

function tellerOf(making: Making, tree: Tree): Teller {
  if (isCondition(tree)) return tree.field === "own" ? ofOwn(making, tree) : ofCondition(making, tree);
  if (isNot(tree)) {
    const inner = tellerOf(making, tree.not);
    return (known) => {
      const { may, must } = inner(known);
      return { may: not(must), must: not(may) };
    };
  }
  const members = (isAll(tree) ? tree.all : tree.any).map((member) => tellerOf(making, member));
  const [join, start] = isAll(tree) ? [and, all] : [or, nothing];
  return (known) =>
    members.reduce<Told>((so, member) => {
      if (so.may === none && join === and) return so;
      const { may, must } = member(known);
      return { may: join(so.may, may), must: join(so.must, must) };
    }, start);
}

function ofCondition({ home, moment, terms, measures }: Making, condition: Condition): Teller {
  const wanted = termsOfCondition(home, condition);
  for (const term of wanted ?? []) terms.add(term);
  const byTerm: Teller | undefined =
    wanted &&
    (({ places }) => {
      const bits = wanted.reduce((so, term) => and(so, places.get(term) ?? none), every);
      return { may: bits, must: bits };
    });
  const compare = comparisonOf(home, condition, moment);
  if (!compare) return byTerm ?? (() => nothing);
  if (compare.measure) measures.set(keyOf(compare.measure), compare.measure);
  if (compare.term !== undefined) terms.add(compare.term);
  if (!byTerm) return compare.tell;
  return (known) => {
    const [a, b] = [byTerm(known), compare.tell(known)];
    return { may: or(a.may, b.may), must: or(a.must, b.must) };
  };
}

/** Vouch's own entries are few: what is not one of them is found by what is. */
function ofOwn({ home, ownTerms }: Making, { value }: Condition): Teller {
  const [term] = value === "shown" ? [] : (termsOfCondition(home, is("own", "only")) ?? []);
  if (term === undefined) return () => all;
  ownTerms.add(term);
  return ({ places }) => {
    const bits = value === "only" ? (places.get(term) ?? none) : not(places.get(term) ?? none);
    return { may: bits, must: bits };
  };
}

/** Of a value that is a number or a time the term of its text is not all: 5000 is 5000.00. */
function mustHave(home: Home, condition: Condition): bigint[] {
  const { field, of, operator, value } = condition;
  if (field === "own" && value !== "only") return [];
  if ((field !== "was" && field !== "became") || of === undefined) return termsOfCondition(home, condition) ?? [];
  return operator === "is" ? [] : [termOfMeasure(home, field, of)];
}

export function keyOf({ field, side }: { field: string; side: 0 | 1 }): string {
  return `${field} ${side}`;
}

interface Comparison {
  measure?: { field: string; side: 0 | 1 };
  /** Of the entries that have the measure. */
  term?: bigint;
  tell: Teller;
}

const unknown = { may: every, must: none };
const nothing = { may: none, must: none };
const all = { may: every, must: every };

function comparisonOf(home: Home, condition: Condition, moment: Moment): Comparison | undefined {
  const { field } = condition;
  if (field === "rows") return { tell: () => unknown };
  if (field === "entry") return entryOf(condition);
  if (field === "after" || field === "before" || field === "on") return timeOf(condition, moment);
  return field === "was" || field === "became" ? measureOf(home, condition, moment) : undefined;
}

/** Exact: an entry's number is its place. */
function entryOf({ operator, value }: Condition): Comparison {
  const asked = Number(value);
  return {
    tell({ segment: { segment } }) {
      const at = asked - segment * segmentSize;
      const bits = {
        is: () => bitsBetween(at, at + 1),
        over: () => bitsBetween(at + 1, segmentSize),
        least: () => bitsBetween(at, segmentSize),
        under: () => bitsBetween(0, at),
        most: () => bitsBetween(0, at + 1),
      }[operator]();
      return { may: bits, must: bits };
    },
  };
}

function timeOf(condition: Condition, { zone, now }: Moment): Comparison {
  const times = resolveTime(condition, zone, now);
  return {
    tell({ segment: { firstOccurred, lastOccurred } }) {
      if (!times) return nothing;
      const { from = "", to = "~" } = times; // before and after every instant
      if (lastOccurred < from || firstOccurred >= to) return nothing;
      return firstOccurred >= from && lastOccurred < to ? all : unknown;
    },
  };
}

function measureOf(home: Home, condition: Condition, { zone, now }: Moment): Comparison | undefined {
  const { field, of, operator } = condition;
  const compared = of === undefined ? undefined : comparedWith(condition, zone, now);
  if (of === undefined || !compared) return undefined;
  const side = field === "was" ? "was" : "became";
  const measure = { field: of, side: side === "was" ? (0 as const) : (1 as const) };
  const term = termOfMeasure(home, side, of);
  const edges = "number" in compared ? [compared.number] : edgesOf(compared);
  const least = edges.reduce((a, b) => (compareDecimals(a, b) <= 0 ? a : b));
  const most = edges.reduce((a, b) => (compareDecimals(a, b) >= 0 ? a : b));
  return {
    measure,
    term,
    tell({ spans, places }) {
      const measured = { may: places.get(term) ?? none, must: none };
      if (!spans) return measured;
      const span = spans.get(keyOf(measure));
      if (!span) return nothing;
      const can = {
        is: () => compareDecimals(span.least, most) <= 0 && compareDecimals(span.most, least) >= 0,
        over: () => compareDecimals(span.most, least) > 0 || "from" in compared,
        least: () => compareDecimals(span.most, least) >= 0,
        under: () => compareDecimals(span.least, most) < 0,
        most: () => compareDecimals(span.least, most) <= 0,
      }[operator]();
      return can ? measured : nothing;
    },
  };
}

function edgesOf({ from, to, days }: { from: string; to: string; days?: { from: string; to: string } }): string[] {
  return days ? [from, to, days.from, days.to] : [from, to];
}
