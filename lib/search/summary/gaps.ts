/** The question: in which stretches of a range may changes be missing of what a search is about, and why? */
import type { Read } from "../../access/index.ts";
import {
  coverageCauses,
  coverageOf,
  coverageWithin,
  everything,
  folded,
  type Interval,
  isGap,
} from "../../event/index.ts";
import { readObservations, withPresent } from "../coverage.ts";
import { required } from "../find/demand.ts";
import { type KnownSource, readHealth } from "../health.ts";
import { demands, isAny, isCondition, isNot, type Tree } from "../language/index.ts";
import type { Range } from "./bars.ts";
import type { Gap } from "./summary.ts";

/** Gaps that are said. */
const mostGaps = 50;

/** Oldest first. `now`: what lies ahead is no gap yet. */
export async function findGaps(read: Read, tree: Tree, range: Range, now: string): Promise<Gap[]> {
  const about = subjectOf(tree);
  const to = range.to < now ? range.to : now;
  if (about.none || range.from >= to) return [];
  const { sql, ledger, principal } = read;
  const known = await readHealth(sql, ledger, now, { sources: principal.scope.sources, removed: true });
  const asked = known.filter((source) => about.source(source) && (about.changes || source.kind !== "postgres"));
  if (asked.length === 0) return [];
  const { observations } = await readObservations(read);
  const gaps = asked.flatMap((source) => {
    const tables = coverageOf(withPresent(source, observations.get(source.id) ?? [], now));
    const within = [...tables]
      .map(([table, intervals]) => ({ table, intervals: coverageWithin(intervals, range.from, to).filter(isGap) }))
      .filter(({ table, intervals }) => intervals.length > 0 && about.table(table));
    return together(source, within, tables.size);
  });
  return worstOf(gaps).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.says < b.says ? -1 : 1));
}

interface Subject {
  /** Vouch's own entries alone, which no source sends. */
  none: boolean;
  /** Changes of records are among what is searched. */
  changes: boolean;
  source(source: KnownSource): boolean;
  table(name: string): boolean;
}

/** What a tree is about, as far as every match must be: sources, tables. A name that is only excluded narrows nothing. */
function subjectOf(tree: Tree): Subject {
  const sources = listOf(tree, "source");
  const records = listOf(tree, "record");
  const categories = listOf(tree, "category");
  return {
    none: required(tree).some(({ field, value }) => field === "own" && value === "only"),
    changes: !categories || categories.some((one) => one === "record" || one === "statement"),
    source: ({ id, name }) => !sources || sources.includes(id) || sources.includes(folded(name)),
    table: (name) => !records || name === everything || records.includes(folded(name.slice(name.indexOf(".") + 1))),
  };
}

/** The values of which a match must have one. */
function listOf(tree: Tree, field: "source" | "record" | "category"): string[] | undefined {
  const lists = demands(tree).flatMap((demand) => {
    const members = isAny(demand) ? demand.any : isNot(demand) ? [] : [demand];
    const values = members.flatMap((one) => (isCondition(one) && one.field === field ? [folded(one.value)] : []));
    return values.length > 0 && values.length === members.length ? [values] : [];
  });
  const [first, ...others] = lists;
  return first?.filter((value) => others.every((list) => list.includes(value)));
}

/** One gap for the tables of a source that were not captured at the same time for the same reason. */
function together(source: KnownSource, tables: { table: string; intervals: Interval[] }[], all: number): Gap[] {
  const found = new Map<string, { interval: Interval; tables: string[] }>();
  for (const { table, intervals } of tables) {
    for (const interval of intervals) {
      const { from, to = "", state, cause, detail = "" } = interval;
      const key = [from, to, state, cause, detail].join("\0");
      const gap = found.get(key) ?? { interval, tables: [] };
      gap.tables.push(table);
      found.set(key, gap);
    }
  }
  return [...found.values()].map(({ interval, tables }) => gapOf(source, interval, tables, all));
}

function gapOf({ name, kind }: KnownSource, interval: Interval, tables: string[], all: number): Gap {
  const whole = kind !== "postgres" || (tables.length === all && all > 1);
  const { from, to = "", state, cause, entry } = interval;
  return {
    from,
    to,
    state: state === "unknown" ? "unknown" : "not_captured",
    source: name,
    tables: whole ? [] : tables.sort(),
    says: `${subjectWords(name, tables, whole)} ${state === "unknown" ? "not known to be captured" : "not captured"}: ${coverageCauses[cause]}`,
    ...(entry !== undefined && { entry }),
  };
}

function subjectWords(source: string, tables: string[], whole: boolean): string {
  if (whole) return `${source} was`;
  const [table = "", ...others] = tables.map((name) => name.replace(/^public\./, ""));
  return others.length === 0 ? `${table} of ${source} was` : `${tables.length} tables of ${source} were`;
}

/** Those of which it is known that nothing was captured come before those of which nothing is known, long before short. */
function worstOf(gaps: Gap[]): Gap[] {
  const length = ({ from, to }: Gap) => Date.parse(to) - Date.parse(from);
  const rank = ({ state }: Gap) => (state === "not_captured" ? 0 : 1);
  return gaps.sort((a, b) => rank(a) - rank(b) || length(b) - length(a)).slice(0, mostGaps);
}
