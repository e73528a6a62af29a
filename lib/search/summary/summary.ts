/**
 * What stands around the lines of a search: the histogram, the facets with their counts, the gaps of coverage, the total. All of
 * it is plain data that a page hands to the browser. A count is one of lines: a bulk statement is one, however many rows it has.
 */
import type { ActorKind, FieldName } from "../../event/index.ts";

/** How a bar is stacked, from the bottom. */
export const stacks = ["changed", "created", "deleted", "refused", "other"] as const;
export type Stack = (typeof stacks)[number];

/** What each part of a bar is called. */
export const stackWords: Record<Stack, string> = {
  changed: "Changed",
  created: "Created",
  deleted: "Deleted",
  refused: "Refused",
  other: "Other events",
};

/** How long a bar is, by the clocks of the zone: a day may have 23 hours. */
export interface Step {
  count: number;
  unit: "minute" | "hour" | "day" | "week" | "month";
}

export interface Bar extends Record<Stack, number> {
  /** Instants; `to` is no part of it. The first and the last bar may be cut by the range. */
  from: string;
  to: string;
  /** All lines of the bar. */
  lines: number;
}

export interface Histogram {
  step: Step;
  /** Oldest first, without holes between them; empty where the ledger is. */
  bars: Bar[];
  /** Set where only the newest lines are counted: the bars hold the lines from here on, and none before. */
  since?: string;
}

export interface FacetValue {
  /** As a condition of the field has it. */
  value: string;
  /** In the words of the screen. */
  label: string;
  /**
   * Lines that choosing this value alone gives, everything else of the query unchanged. Absent for a value that the query names in
   * another way than it was recorded: by one word of a name, or where there is none of it.
   */
  count?: number;
  /** Of an actor. */
  kind?: ActorKind;
}

export interface Facet {
  field: FieldName;
  /** As a label: "Actor". */
  says: string;
  /** Most lines first, at most ten; beyond them those that the query names, whatever their counts. */
  values: FacetValue[];
  /** Values with lines beside those. */
  more: number;
  /** Set where only the newest lines are counted: from this instant on. */
  since?: string;
}

/** A stretch of time in which changes of something that was searched may be missing. */
export interface Gap {
  from: string;
  /** Now, or the end of the range, where it goes on. */
  to: string;
  state: "unknown" | "not_captured";
  source: string;
  /** `schema.table`, or nothing where it is the whole source. */
  tables: string[];
  /** "customers of billing was not captured: its triggers were disabled" */
  says: string;
  /** Index of the entry that says so. */
  entry?: string;
}

export interface Total {
  lines: number;
  entries: number;
  /** There are more: the numbers are the least. */
  more: boolean;
}

export interface Summary {
  histogram: Histogram;
  facets: Facet[];
  /** Oldest first; at most 50, worst first where there are more. */
  gaps: Gap[];
  total: Total;
}

/** What an empty result says. */
export interface Advice {
  /** What leaving out one demand of the query would give, most lines first; none that would give nothing. */
  without: Relief[];
  /** Whether and where capture was off in the range, of what was asked for. */
  gaps: Gap[];
  /** The nearest line outside the range of time, where there is one before or after it. */
  before?: { at: string; entry: string };
  after?: { at: string; entry: string };
}

export interface Relief {
  /** The demand, as it stands in the query: `action:deleted`. */
  text: string;
  /** In words: "action deleted". */
  says: string;
  /** The query that is left. */
  query: string;
  lines: number;
  more: boolean;
}

/** What is being typed: a field's name, or a field's value. */
export interface Wish {
  /** Of which field a value is typed; without it, names of fields are offered. */
  field?: string;
  /** Of `was` and `became`: the record's field. */
  of?: string;
  /** As far as it is typed. */
  text: string;
  /** The rest of the query, as text: a table that stands in it narrows what is offered. */
  query?: string;
}

export interface Completion {
  /** What takes the place of what was typed; of a field `actor:`, of a record's field `credit_limit`. */
  value: string;
  label: string;
  /** A second line. */
  help?: string;
  kind?: ActorKind;
  /** `field` goes on with a value, `value` ends the condition. */
  what: "field" | "value";
  /** Of a value that was offered before a field was named: the field it belongs to. */
  field?: FieldName;
}
