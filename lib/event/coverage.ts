/**
 * Coverage: in which intervals the changes of a table were captured, in which they were not, in which nobody knows. Pure.
 *
 * The ledger holds observations: "from `from` on (until `to`, where it is said), state S, because of C". A later one overrides
 * earlier ones over its range, so what turns out harmless, or worse, is corrected by another entry and never in place.
 * What was observed of a whole source lies over what was observed of its tables: the worse of the two holds.
 */
/** `gone`: the table no longer existed under this name. */
export const coverageStates = ["captured", "unknown", "not_captured", "gone"] as const;
export type CoverageState = (typeof coverageStates)[number];

/** Why, as it follows a colon: "customers was not captured: its triggers were disabled". */
export const coverageCauses = {
  watched: "capture was seen to be on",
  attached: "it was added to what is captured",
  switched_on: "its triggers are on again",
  answered_again: "nothing had been switched off meanwhile, and changes waited in the outbox",
  disabled_trigger: "its triggers were disabled",
  switched: "its triggers were switched off and on again, or made anew",
  replica_role: "its triggers do not fire in every session: the replica role decides",
  missing_trigger: "its triggers are not there",
  function_changed: "the functions that capture were replaced",
  new_table: "it was made after the source was protected",
  altered_table: "its values were rewritten when it was altered, which fires no trigger",
  truncated: "it was emptied by TRUNCATE, which shows no rows",
  dropped_table: "it was dropped",
  renamed_table: "it has another name now",
  capture_failed: "a write could not be recorded and was let through, as the table’s policy has it",
  connector_down: "the source did not answer",
  worker_down: "Vouch’s worker was not running, so nobody looked",
  shed_load: "more came than could be taken, and the rest was refused",
  restored: "the source was restored from a backup, or replaced by another",
  failed_over: "the source failed over to another server, or was set back to an earlier time",
  removed: "capture was removed from the database",
  left_out: "it is left out by choice",
} as const;
export type CoverageCause = keyof typeof coverageCauses;

/** What holds of a stretch of time. */
export interface Standing {
  state: CoverageState;
  cause: CoverageCause;
  /** What more is known, as a sentence or a part of one. */
  detail?: string;
}

export interface Observation extends Standing {
  /** Id of the source. */
  source: string;
  /** Full names, `schema.table`; absent: the whole source. */
  tables?: string[];
  /** UTC, six decimals. */
  from: string;
  /** The statement ends here, and what was known before holds again; absent: until another one. */
  to?: string;
  /** Index of its entry, decimal. */
  entry?: string;
}

/** `to` is absent in the last one where it goes on. */
export interface Interval extends Standing {
  from: string;
  to?: string;
  entry?: string;
}

/** The name under which a source that is no database has its only strip. */
export const everything = "Everything it sends";

/** Where the intervals of a source's tables are kept that concern the whole of it. */
interface Layers {
  whole: Interval[];
  tables: Map<string, Interval[]>;
}

/** The intervals of each table of a source, from its observations in the order of the ledger. No interval: nobody watched yet. */
export function coverageOf(observations: Iterable<Observation>): Map<string, Interval[]> {
  const { whole, tables } = layersOf(observations);
  return new Map([...tables].map(([table, intervals]) => [table, under(whole, intervals)]));
}

/** The intervals that concern the whole of a source. */
export function coverageOfWhole(observations: Iterable<Observation>): Interval[] {
  return layersOf(observations).whole;
}

function layersOf(observations: Iterable<Observation>): Layers {
  const layers: Layers = { whole: [], tables: new Map() };
  for (const { source: _source, tables, ...interval } of observations) {
    if (interval.to !== undefined && interval.to <= interval.from) continue;
    if (!tables) lay(layers.whole, interval);
    for (const table of tables ?? []) {
      const held = layers.tables.get(table) ?? [];
      lay(held, interval);
      layers.tables.set(table, held);
    }
  }
  return layers;
}

/** Lays an interval over those held, which are in order and do not overlap: what it covers of them is theirs no more. */
function lay(held: Interval[], over: Interval): void {
  const beyond: Interval[] = [];
  for (let last = held.at(-1); last && (last.to === undefined || last.to > over.from); last = held.at(-1)) {
    held.pop();
    if (over.to !== undefined && (last.to === undefined || last.to > over.to))
      beyond.push({ ...last, from: later(last.from, over.to) });
    if (last.from < over.from) {
      held.push({ ...last, to: over.from });
      break;
    }
  }
  held.push(over, ...beyond.reverse());
}

const badness: Record<CoverageState, number> = { captured: 0, unknown: 1, not_captured: 2, gone: 3 };

/** A table's intervals where those of the whole source lie over them; neighbours that say the same become one. */
function under(whole: Interval[], table: Interval[]): Interval[] {
  const found: Interval[] = [];
  for (const own of table) {
    let from = own.from;
    for (const over of overlapping(whole, own)) {
      const start = later(over.from, own.from);
      if (from < start) add(found, { ...own, from, to: start });
      const to = earlier(over.to, own.to);
      add(found, { ...(badness[over.state] > badness[own.state] ? over : own), from: start, to });
      if (to === undefined) return found;
      from = to;
    }
    if (own.to === undefined || from < own.to) add(found, { ...own, from, to: own.to });
  }
  return found;
}

function overlapping(intervals: Interval[], { from, to }: Interval): Interval[] {
  return intervals.filter(
    (other) => (other.to === undefined || other.to > from) && (to === undefined || other.from < to),
  );
}

function add(found: Interval[], next: Interval): void {
  const last = found.at(-1);
  const same =
    last?.to === next.from &&
    last.state === next.state &&
    (next.state === "captured" || (last.cause === next.cause && last.detail === next.detail));
  if (last && same) last.to = next.to;
  else found.push(next);
  if (next.to === undefined) delete (found.at(-1) as Interval).to;
}

/** The part of intervals between two times. */
export function coverageWithin(intervals: Interval[], from: string, to: string): Interval[] {
  return overlapping(intervals, { from, to, state: "captured", cause: "watched" }).map((interval) => ({
    ...interval,
    from: later(interval.from, from),
    to: earlier(interval.to, to) ?? to,
  }));
}

/** What holds at a time; nothing before anybody watched. */
export function standingAt(intervals: Interval[], time: string): Interval | undefined {
  return intervals.find(({ from, to }) => from <= time && (to === undefined || time < to));
}

/** Whether changes may be missing, other than by choice. */
export function isGap({ state, cause }: Standing): boolean {
  return (state === "unknown" || state === "not_captured") && cause !== "left_out";
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}
