/** How many lines there are by the values of each facet, and by bar: from rows that were counted, wherever they come from. Pure. */
import { type ActorKind, type FieldName, searchable } from "../../event/index.ts";
import { type Stack, stacks } from "./summary.ts";

/** Columns of ledger.rollups by which entries are counted, as text; what an entry does not have is empty. */
export const columns = [
  "source",
  "source_kind",
  "category",
  "action",
  "actor",
  "actor_kind",
  "attribution",
  "record_type",
  "decision",
  "channel",
  "ticket",
] as const;
export type Column = (typeof columns)[number];
export type Values = Readonly<Record<Column, string>>;

/** So many entries share these values. */
export interface Row {
  values: Values;
  /** Number of the bar, from 1 on. */
  bar: number;
  /** Of which trees they are, one bit for each; may be 0. */
  mask: number;
  /** Entries of their own; and all of them. */
  lines: number;
  entries: number;
}

/** Fields that stand beside the list. */
export type FacetField = {
  [F in FieldName]: (typeof searchable)[F] extends { facet: true } ? F : never;
}[FieldName];

/** The column that each facet counts by: a new facet needs one in ledger.rollups. */
export const facetColumns = {
  actor: "actor",
  kind: "actor_kind",
  attribution: "attribution",
  action: "action",
  category: "category",
  record: "record_type",
  source: "source",
  origin: "channel",
  decision: "decision",
} as const satisfies Record<FacetField, Column>;

export const facetFields = Object.keys(searchable).filter((name) => name in facetColumns) as FacetField[];

/** Values of a facet that are shown. */
const mostShown = 10;

/** A facet, the bit of the tree that it counts, and values that are to be among what is returned. */
export interface CountedFacet {
  field: FacetField;
  bit: number;
  named: string[];
}

export interface FacetRow {
  field: FacetField;
  /** As the column has it. */
  value: string;
  /** Of an actor. */
  kind?: ActorKind;
  lines: number;
  /** Values of the facet that have lines. */
  values: number;
}

/** A row, or so many statements that a tree finds by their rows alone. */
interface Line extends Row {
  /** Of such statements: what their own entries are, which are lines already. */
  own?: { mask: number; decision: string };
}

/** What a bulk statement and its rows have in common, of what is counted. */
const sharedKey = ({ bar, values }: Row, byBar: boolean) =>
  [
    byBar ? bar : 0,
    values.source,
    values.action,
    values.actor,
    values.actor_kind,
    values.attribution,
    values.record_type,
    values.channel,
    values.ticket,
  ].join("\0");

/**
 * The rows, and bulk statements as their rows are: no count says which rows are of one statement, but they share all that is counted
 * with it but category and decision. So many statements were found by rows as there are statements beside such rows.
 */
function withStatements(rows: readonly Row[], byBar: boolean): Line[] {
  const parts = new Map<string, Row>();
  for (const row of rows) {
    if (row.entries <= row.lines || row.mask === 0) continue;
    const key = sharedKey(row, byBar);
    const known = parts.get(key);
    if (!known || row.values.decision < known.values.decision) parts.set(key, row);
  }
  const statements = rows.flatMap((row): Line[] => {
    if (parts.size === 0 || row.values.category !== "statement" || row.lines === 0) return [];
    const part = parts.get(sharedKey(row, byBar));
    if (!part || part.values.category === "statement") return [];
    const own = { mask: row.mask, decision: row.values.decision };
    return [{ values: part.values, bar: row.bar, mask: part.mask, lines: row.lines, entries: 0, own }];
  });
  return [...rows, ...statements];
}

/** Whether a line is counted under a value of the facet for its rows, and not for the statement's own entry already. */
function countsAnew({ own, values }: Line, field: FacetField | undefined, bits: number): boolean {
  if (!own || (own.mask & bits) === 0) return true;
  return field === "category" || (field === "decision" && own.decision !== values.decision);
}

export interface Tally {
  facets: FacetRow[];
  /** Of the tree of bit 0. */
  total: { lines: number; entries: number };
}

/** The values of each facet that have most lines, and those that are named; and the total. */
export function tallyFacets(rows: readonly Row[], facets: readonly CountedFacet[]): Tally {
  const lines = withStatements(rows, false);
  const total = { lines: 0, entries: 0 };
  for (const line of lines) {
    if ((line.mask & 1) === 0) continue;
    total.entries += line.entries;
    if (countsAnew(line, undefined, 1)) total.lines += line.lines;
  }
  return { facets: facets.flatMap((facet) => valuesOf(lines, facet)), total };
}

function valuesOf(lines: readonly Line[], { field, bit, named }: CountedFacet): FacetRow[] {
  const counts = new Map<string, { lines: number; kind: string }>();
  const bits = 1 << bit;
  const column = facetColumns[field];
  for (const line of lines) {
    if ((line.mask & bits) === 0 || line.lines === 0 || !countsAnew(line, field, bits)) continue;
    const value = line.values[column];
    const known = counts.get(value);
    if (known) known.lines += line.lines;
    else if (value !== "") counts.set(value, { lines: line.lines, kind: line.values.actor_kind });
  }
  const wanted = new Set(named);
  return [...counts]
    .sort(([a, one], [b, other]) => other.lines - one.lines || (a < b ? -1 : 1))
    .filter(([value], at) => at < mostShown || wanted.has(value))
    .map(([value, { lines, kind }]) => ({
      field,
      value,
      lines,
      values: counts.size,
      ...(field === "actor" && { kind: kind as ActorKind }),
    }));
}

/** Lines by part of a bar, by the number of the bar, of the tree of bit 0. */
export type BarCounts = Map<number, Record<Stack, number>>;

/** `shared`: of every line its own entry is among the rows, so that statements need not be looked for. */
export function tallyBars(rows: readonly Row[], shared: boolean, counts: BarCounts = new Map()): BarCounts {
  for (const line of shared ? rows : withStatements(rows, true)) {
    if ((line.mask & 1) === 0 || line.lines === 0 || !countsAnew(line, undefined, 1)) continue;
    addToBar(counts, line.bar, stackOf(line.values), line.lines);
  }
  return counts;
}

export function addToBar(counts: BarCounts, bar: number, stack: Stack, lines: number): void {
  const known = counts.get(bar) ?? (Object.fromEntries(stacks.map((each) => [each, 0])) as Record<Stack, number>);
  known[stack] += lines;
  counts.set(bar, known);
}

const stacksOfActions: Readonly<Record<string, Stack>> = {
  updated: "changed",
  altered: "changed",
  changed: "changed",
  renamed: "changed",
  created: "created",
  inserted: "created",
  deleted: "deleted",
  truncated: "deleted",
  dropped: "deleted",
  removed: "deleted",
  erased: "deleted",
};

export function stackOf({ action, decision }: Pick<Values, "action" | "decision">): Stack {
  if (decision === "denied") return "refused";
  return Object.hasOwn(stacksOfActions, action) ? (stacksOfActions[action] as Stack) : "other";
}
