/** Coverage day by day, as a strip shows it. Days are those of UTC. Pure. */
import type { Interval, Standing } from "./coverage.ts";

/** `none`: the table did not exist, nobody watched it, or it is left out by choice. `part_…`: the rest of the day was captured. */
export const dayStates = ["captured", "part_not_captured", "not_captured", "part_unknown", "unknown", "none"] as const;
export type DayState = (typeof dayStates)[number];

/** Days that a reader can choose to see. */
export const coveragePeriods = [30, 90, 180] as const;

/** Days on end of which the same is said. */
export interface DayRun {
  /** Of the first one: 0 is the first day of the strip. */
  at: number;
  days: number;
  state: DayState;
}

const day = 86_400_000;
const captured = 1;
const unknown = 2;
const missing = 4;

/** `first` and `last` are days such as 2026-11-20, both inclusive; nothing is said of what is later than `now`. */
export function runsOf(intervals: readonly Interval[], first: string, last: string, now: string): DayRun[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  const days = Math.round((Date.parse(`${last}T00:00:00Z`) - start) / day) + 1;
  const held = new Uint8Array(days);
  for (const interval of intervals) {
    const end = interval.to === undefined || interval.to > now ? now : interval.to;
    if (end <= interval.from) continue;
    const from = Math.max(0, Math.floor((Date.parse(interval.from) - start) / day));
    // a stretch that ends as a day begins says nothing of that day
    const to = Math.min(days - 1, Math.ceil((Date.parse(end) - start) / day) - 1);
    for (let at = from; at <= to; at++) held[at] = (held[at] ?? 0) | bitOf(interval);
  }
  const runs: DayRun[] = [];
  for (const [at, bits] of held.entries()) {
    const state = stateOf(bits);
    const run = runs.at(-1);
    if (run?.state === state) run.days++;
    else runs.push({ at, days: 1, state });
  }
  return runs;
}

function bitOf({ state, cause }: Standing): number {
  if (state === "captured") return captured;
  if (state === "unknown") return unknown;
  return state === "gone" || cause === "left_out" ? 0 : missing;
}

function stateOf(bits: number): DayState {
  if (bits === 0) return "none";
  if (bits === captured) return "captured";
  if (bits === unknown) return "unknown";
  if ((bits & missing) === 0) return "part_unknown";
  return (bits & captured) === 0 ? "not_captured" : "part_not_captured";
}

/** The day that is `days` after `first`. */
export function dayAfter(first: string, days: number): string {
  return new Date(Date.parse(`${first}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** How many days `first` and `last` and those between them are. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / day) + 1;
}
