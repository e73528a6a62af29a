/** The histogram in words and places: its bars, their ticks, where a gap lies behind them. Pure. */
import { capitalised, countOf, words } from "@/lib/event";
import type { Bar, Gap, Histogram, Stack } from "@/lib/search";
import { dateOf, minuteClock, minuteTime } from "../../event/time";
import { type Zone, zoneName, zoneTime } from "../../event/zone";

/** How a bar is stacked, from its bottom to its top. */
export const stacks: { id: Stack; says: string; fill: string; edge: string }[] = [
  { id: "changed", says: "Changed", fill: "var(--color-chart-changed)", edge: "none" },
  { id: "created", says: "Created", fill: "var(--color-chart-created)", edge: "var(--color-chart-changed)" },
  { id: "deleted", says: "Deleted", fill: "var(--color-chart-deleted)", edge: "none" },
  { id: "refused", says: "Refused", fill: "var(--color-surface)", edge: "var(--color-chart-refused)" },
  { id: "other", says: "Other events", fill: "var(--color-sunken)", edge: "var(--color-control)" },
];

/** How many lines of a kind there are in all bars. */
export function linesOf(bars: readonly Bar[], stack: Stack | "lines"): number {
  return bars.reduce((sum, bar) => sum + bar[stack], 0);
}

/** "per day", "per 15 minutes" */
export function perStep({ count, unit }: Histogram["step"]): string {
  return count === 1 ? `per ${unit}` : `per ${count} ${unit}s`;
}

/** What stands under the bar that begins then: "20 May", "14:00", "Jun 2026". */
export function tickOf(from: string, { unit }: Histogram["step"], zone: Zone): string {
  const [day = "", month = "", year = ""] = dateOf(from, zone).split(" ");
  if (unit === "month") return `${month.slice(0, 3)} ${year}`;
  const clock = minuteClock(from, zone);
  const whole = unit === "day" || unit === "week" || clock.startsWith("00:00");
  return whole ? `${day} ${month.slice(0, 3)}` : clock;
}

/** Under which bars something stands, as their beginnings: where bars are shorter than a day and there are days of them, the days. */
export function ticksOf({ bars, step }: Histogram, zone: Zone): string[] {
  const all = bars.map(({ from }) => from);
  if (step.unit !== "minute" && step.unit !== "hour") return all;
  const days = all.filter((from) => zoneTime(from, zone).slice(11, 19) === "00:00:00");
  return days.length >= 3 ? days : all;
}

/** "18 June 2026", "18 June 2026, 14:00 to 15:00", in the zone: the time of one bar or of several beside each other. */
export function spanWords(from: string, to: string, zone: Zone): string {
  const [starts, ends] = [zoneTime(from, zone), zoneTime(to, zone)];
  if (starts.slice(11, 19) === "00:00:00" && ends.slice(11, 19) === "00:00:00") {
    const last = dateOf(new Date(Date.parse(to) - 1).toISOString(), zone);
    const first = dateOf(from, zone);
    return first === last ? first : `${first} to ${last}`;
  }
  const first = `${dateOf(from, zone)}, ${minuteClock(from, zone)}`;
  const last = minuteClock(to, zone);
  return starts.slice(0, 10) === ends.slice(0, 10) ? `${first} to ${last}` : `${first} to ${dateOf(to, zone)}, ${last}`;
}

/** The chart as a sentence: what it counts, over which time, where most of it lies, and what was not captured. */
export function chartSentence({ bars, step, since }: Histogram, gaps: readonly Gap[], zone: Zone): string {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return "";
  const total = linesOf(bars, "lines");
  const most = bars.reduce((best, bar) => (bar.lines > best.lines ? bar : best));
  const said = [
    `Lines ${perStep(step)}, ${spanWords(first.from, last.to, zone)}, ${zoneName(zone)}: ${countOf(String(total), "line")}.`,
  ];
  if (since !== undefined) said.push(sinceWords(since, zone));
  if (total > 0 && bars.length > 1)
    said.push(`Most in ${spanWords(most.from, most.to, zone)}: ${countOf(String(most.lines), "line")}.`);
  if (gaps.length > 0) said.push(`Not everything was captured: ${countOf(String(gaps.length), "gap")}.`);
  return said.join(" ");
}

/** "Only the newest lines are counted, back to Tuesday 3 November 2026, 14:00 UTC." */
export function sinceWords(since: string, zone: Zone): string {
  return `Only the newest lines are counted, back to ${minuteTime(since, zone)}.`;
}

/** Where an instant lies over the bars, from 0 to 1; bars are as wide as one another, whatever time they hold. */
export function placeOf(time: string, bars: readonly Bar[]): number {
  const at = Date.parse(time);
  for (const [index, bar] of bars.entries()) {
    const [from, to] = [Date.parse(bar.from), Date.parse(bar.to)];
    if (at < from) return index / bars.length;
    if (at < to) return (index + (at - from) / (to - from)) / bars.length;
  }
  return 1;
}

export interface Hatched {
  left: number;
  width: number;
  /** What was not captured there: a name, or how many. */
  name: string;
  says: string[];
}

/** The stretches behind the bars in which something was not captured: gaps that touch stand as one. */
export function hatchedOver(bars: readonly Bar[], gaps: readonly Gap[]): Hatched[] {
  const places = gaps
    .map((gap) => ({ gap, left: placeOf(gap.from, bars), right: placeOf(gap.to, bars) }))
    .filter(({ left, right }) => right > 0 && left < 1)
    .sort((one, other) => one.left - other.left);
  const joined: { left: number; right: number; gaps: Gap[] }[] = [];
  for (const { gap, left, right } of places) {
    const last = joined.at(-1);
    if (last && left <= last.right) {
      last.right = Math.max(last.right, right);
      last.gaps.push(gap);
    } else joined.push({ left, right, gaps: [gap] });
  }
  return joined.map(({ left, right, gaps: here }) => ({
    left,
    width: right - left,
    name: namesOf(here),
    says: [...new Set(here.map(({ says }) => says))],
  }));
}

/** What was not captured, in as few words as fit over a bar: "Refund notes", "3 tables", the name of a source. */
export function namesOf(gaps: readonly Gap[]): string {
  const wholes = [...new Set(gaps.filter(({ tables }) => tables.length === 0).map(({ source }) => source))];
  const tables = [...new Set(gaps.flatMap(({ tables }) => tables))];
  const [only = ""] = [...wholes, ...tables.map((table) => capitalised(words(table.replace(/^.*\./, ""))))];
  if (wholes.length + tables.length === 1) return only;
  return [
    ...(wholes.length > 0 ? [countOf(String(wholes.length), "source")] : []),
    ...(tables.length > 0 ? [countOf(String(tables.length), "table")] : []),
  ].join(", ");
}

/** Of which bar a point is part that lies this far over them, from 0 to 1. */
export function barAt(place: number, bars: readonly Bar[]): number {
  return Math.min(bars.length - 1, Math.max(0, Math.floor(place * bars.length)));
}
