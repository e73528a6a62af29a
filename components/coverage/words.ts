/** Coverage as people say it: of a whole, of a table, of a stretch of time. Times say their zone. */
import { countOf, coverageCauses, type DayState, everything, type Interval, isGap } from "@/lib/event";
import type { Coverage, Strip } from "@/lib/search";
import { clock, dateOf, dateWords, minuteClock } from "../event/time";
import { type Zone, zoneAt } from "../event/zone";

/** "41 of 43 tables are captured. 2 gaps in the last 30 days." */
export function verdict({ tables, captured, unknown, gaps, query, sources }: Coverage): string {
  if (sources.length === 0) return "No source is connected yet, so nothing is captured.";
  return `${capturedNow(tables, captured, unknown)} ${gapsWords(gaps)} ${periodWords(query)}.`;
}

function capturedNow(tables: number, captured: number, unknown: number): string {
  if (tables === 0) return "No table is captured yet.";
  const missing = tables - captured - unknown;
  const ofUnknown =
    unknown > 0
      ? ` Whether ${unknown === 1 ? "1 other is" : `${unknown} ${captured + missing > 0 ? "others " : ""}are`}, nobody knows.`
      : "";
  if (captured === 0 && missing === 0)
    return `Whether ${countOf(String(tables), "table")} ${tables === 1 ? "is" : "are"} captured just now, nobody knows.`;
  if (captured === tables) return tables === 1 ? "The only table is captured." : `All ${tables} tables are captured.`;
  return `${captured} of ${countOf(String(tables), "table")} ${captured === 1 ? "is" : "are"} captured.${ofUnknown}`;
}

function gapsWords(gaps: number): string {
  return gaps === 0 ? "No gap" : countOf(String(gaps), "gap");
}

export function periodWords({ days, from, to }: Coverage["query"]): string {
  if (days !== undefined) return `in the last ${days} days`;
  return from === to ? `on ${dateWords(from)}` : `from ${dateWords(from)} to ${dateWords(to)}`;
}

const says: Record<Interval["state"], string> = {
  captured: "Captured",
  not_captured: "Not captured",
  unknown: "Unknown",
  gone: "Did not exist",
};

/** "Not captured: its triggers were disabled. That holds for DELETE." */
export function intervalWords({ state, cause, detail }: Interval): string {
  if (state === "captured") return cause === "watched" ? "Captured." : `Captured: ${coverageCauses[cause]}.`;
  return `${says[state]}: ${coverageCauses[cause]}.${detail ? ` ${detail}` : ""}`;
}

export function stateWord({ state }: Interval): string {
  return says[state];
}

/** Why, at the end of a strip: what holds now if it is not capture, else the last gap of the period. */
export function stripWords({ intervals, now, gaps, emptied }: Strip, zone: Zone): string {
  const last = intervals.at(-1);
  if (!last) return "Nobody watched it in this period.";
  if (!now) return `It no longer exists${last.state === "gone" ? ` since ${when(last.from, zone)}` : ""}.`;
  if (now.cause === "left_out") return `Left out by choice since ${when(now.from, zone)}.`;
  if (isGap(now)) return `${says[now.state]} since ${when(now.from, zone)}: ${coverageCauses[now.cause]}.`;
  const times =
    emptied.length > 0 ? ` Emptied by TRUNCATE ${emptied.length === 1 ? "once" : `${emptied.length} times`}.` : "";
  const found = intervals.filter(isGap);
  // where changes are missing for certain says more than where nobody knows
  const gap = found.filter(({ state }) => state === "not_captured").at(-1) ?? found.at(-1);
  if (gap) {
    const count = gaps === 1 ? "" : `${gaps} gaps. `;
    return `${count}${says[gap.state]} ${span(gap, zone)}: ${coverageCauses[gap.cause]}.${times}`;
  }
  return `Captured ${intervals[0] === last ? "throughout" : `since ${when(intervals[0]?.from ?? now.from, zone)}`}.${times}`;
}

/** "12 June 09:14 to 15 June 16:02 UTC", with the year where it is another than that of `to`; to the second where it is short. */
export function span({ from, to }: Pick<Interval, "from" | "to">, zone: Zone): string {
  if (to === undefined) return `since ${when(from, zone)}`;
  const short = Date.parse(to) - Date.parse(from) < 600_000;
  const time = (at: string) => (short ? clock(at, zone) : minuteClock(at, zone));
  const [first, last] = [dateOf(from, zone), dateOf(to, zone)];
  const sameYear = first.slice(-4) === last.slice(-4);
  const day = (said: string) => (sameYear ? said.slice(0, -5) : said);
  return `${day(first)} ${time(from)} to ${first === last ? "" : `${day(last)} `}${time(to)} ${zoneAt(to, zone)}`;
}

/** "20 November 2026, 10:51 UTC" */
function when(time: string, zone: Zone): string {
  return `${dateOf(time, zone)}, ${minuteClock(time, zone)} ${zoneAt(time, zone)}`;
}

export const dayWords: Record<DayState, string> = {
  captured: "captured",
  part_not_captured: "partly not captured",
  not_captured: "not captured",
  part_unknown: "partly unknown",
  unknown: "unknown",
  none: "not watched, or did not exist",
};

/** `public.customers` in its two halves; what is no table has no schema. */
export function nameParts(table: string): { schema?: string; name: string } {
  const at = table.indexOf(".");
  return table === everything || at < 0 ? { name: table } : { schema: table.slice(0, at), name: table.slice(at + 1) };
}
