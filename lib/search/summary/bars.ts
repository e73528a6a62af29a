/** Into which bars a stretch of time is cut: about 30 to 90 of them, whose edges are full hours or days by the clocks of the zone. Pure. */
import { firstShowing, type Zone, zoneTime } from "../../event/index.ts";
import { microsOf, timeOf } from "../language/index.ts";
import type { Step } from "./summary.ts";

/** Instants, `to` exclusive. */
export interface Range {
  from: string;
  to: string;
}

export interface Bars {
  step: Step;
  /** Instants, ascending: one more than there are bars. */
  edges: string[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps with about how long they are, and up to how many bars they are taken. */
const steps: { step: Step; length: number; most: number }[] = [
  { step: { count: 5, unit: "minute" }, length: 5 * minute, most: 72 },
  { step: { count: 15, unit: "minute" }, length: 15 * minute, most: 72 },
  { step: { count: 30, unit: "minute" }, length: 30 * minute, most: 47 },
  { step: { count: 1, unit: "hour" }, length: hour, most: 96 },
  { step: { count: 3, unit: "hour" }, length: 3 * hour, most: 72 },
  { step: { count: 6, unit: "hour" }, length: 6 * hour, most: 80 },
  { step: { count: 1, unit: "day" }, length: day, most: 100 },
  { step: { count: 1, unit: "week" }, length: 7 * day, most: 90 },
  { step: { count: 1, unit: "month" }, length: 30 * day, most: 90 },
  { step: { count: 3, unit: "month" }, length: 91 * day, most: 90 },
];

/**
 * The bars of a range. `cut`: the first and the last end where the range does; otherwise they are whole, and reach beyond it.
 */
export function barsOf({ from, to }: Range, zone: Zone, cut: { from: boolean; to: boolean }): Bars {
  const [first, last] = [msOf(from), Math.max(msOf(to), msOf(from) + 1)];
  const length = last - first;
  const chosen = steps.find(({ length: of, most }) => length / of <= most);
  const step = chosen?.step ?? { count: 12 * Math.ceil(length / (90 * 365 * day)), unit: "month" };
  const edges = [...edgesFrom(first, last, step, zone)].map((ms) => timeOf(BigInt(ms) * 1_000n));
  if (cut.from) edges[0] = from;
  if (cut.to) edges[edges.length - 1] = to;
  return { step, edges };
}

/** The last edge that is no later than `first`, and those that follow until one is no earlier than `last`. */
function* edgesFrom(first: number, last: number, step: Step, zone: Zone): Generator<number> {
  const start = wallStart(wallOf(first, zone), step);
  let at = Math.min(firstShowing(start, zone), first);
  yield at;
  for (let n = 1; at < last; n++) {
    const next = isFixed(step) ? at + lengthOf(step) : firstShowing(wallAfter(start, step, n), zone);
    if (next <= at) continue; // the clocks skip it
    at = next;
    yield at;
  }
}

/** Steps up to an hour are of one length, whatever the clocks do; longer ones go by the clocks. */
const isFixed = ({ count, unit }: Step) => unit === "minute" || (unit === "hour" && count === 1);
const lengthOf = ({ count, unit }: Step) => count * (unit === "minute" ? minute : hour);

/** What the clocks of the zone show, as milliseconds of a clock in UTC. */
function wallOf(ms: number, zone: Zone): number {
  return Date.parse(`${zoneTime(timeOf(BigInt(ms) * 1_000n), zone).slice(0, 23)}Z`);
}

function wallStart(wall: number, { count, unit }: Step): number {
  if (unit === "minute" || unit === "hour") {
    const length = lengthOf({ count, unit });
    return Math.floor(wall / length) * length;
  }
  const midnight = Math.floor(wall / day) * day;
  if (unit === "day") return midnight;
  const date = new Date(midnight);
  if (unit === "week") return midnight - ((date.getUTCDay() + 6) % 7) * day;
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return monthStart(Math.floor(months / count) * count);
}

function wallAfter(start: number, { count, unit }: Step, n: number): number {
  if (unit === "day") return start + n * count * day;
  if (unit === "week") return start + n * count * 7 * day;
  if (unit !== "month") return start + n * lengthOf({ count, unit });
  const date = new Date(start);
  return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + n * count);
}

/** Not by Date.UTC, which takes the years before 100 for others. */
function monthStart(months: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(months / 12), months % 12, 1);
  return date.getTime();
}

/** Whole milliseconds, rounded down. */
export function msOf(time: string): number {
  const micros = microsOf(time);
  return Number((micros - (((micros % 1_000n) + 1_000n) % 1_000n)) / 1_000n);
}
