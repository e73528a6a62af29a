/** The range of time of a query: what the picker offers, which one holds, and what it means in exact times. Pure. */

import { instead, isCondition, parseQuery, printQuery, timesOf } from "@/lib/search/language";
import { dateWords, minuteClock } from "../../event/time";
import { type Zone, zoneAt, zoneName, zoneTime } from "../../event/zone";
import { cut, joined, pieceOf } from "../bar/pieces";
import { chipOf } from "../words";

export interface QuickRange {
  says: string;
  /** As it stands in the query; nothing for all time. */
  text: string;
}

export const quickRanges: QuickRange[] = [
  { says: "Last hour", text: "after:1h" },
  { says: "Last 24 hours", text: "after:24h" },
  { says: "Last 7 days", text: "after:7d" },
  { says: "Last 30 days", text: "after:30d" },
  { says: "Today", text: "on:today" },
  { says: "Yesterday", text: "on:yesterday" },
  { says: "This month", text: "on:this-month" },
  { says: "Last month", text: "on:last-month" },
  { says: "All time", text: "" },
];

/** The query with this range in place of its own; times within groups stay, since they are not about the whole. */
export function withRange(query: string, range: string): string {
  const pieces = cut(query);
  const at = pieces.findIndex(isRange);
  const others = pieces.filter((piece) => !isRange(piece));
  const place = at < 0 ? others.length : at;
  return joined([...others.slice(0, place), range, ...others.slice(place)]);
}

/** The range as it stands in the query: `after:7d`, `after:2026-03-01 before:2026-03-31`. */
export function rangeOf(query: string): string {
  return joined(cut(query).filter(isRange));
}

/** Whether a piece is about time and nothing else. */
function isRange(text: string): boolean {
  const { tree, mistakes } = pieceOf(text);
  return (
    mistakes.length === 0 && printQuery(instead(tree, ["after", "before", "on"], [])) === "" && printQuery(tree) !== ""
  );
}

/** "Last 30 days", "From 1 March 2026 until 31 March 2026", "All time". */
export function rangeWords(query: string): string {
  const range = rangeOf(query);
  const quick = quickRanges.find(({ text }) => text === range);
  if (quick) return quick.says;
  const words = cut(range).map((piece) => {
    const { not, name, value } = chipOf(pieceOf(piece).tree);
    return `${not ? "not " : ""}${name} ${value}`.trim();
  });
  return words
    .map((said, at) => (at === 0 ? said : said.replace(/^[FUO]/, (letter) => letter.toLowerCase())))
    .join(" ");
}

/** Days of the two fields of the picker, where the range is whole days. */
export function daysOf(query: string): { from?: string; until?: string } {
  const days: { from?: string; until?: string } = {};
  for (const piece of cut(rangeOf(query))) {
    const { tree: condition } = pieceOf(piece);
    if (!isCondition(condition) || !/^\d{4}-\d\d-\d\d$/.test(condition.value)) continue;
    if (condition.field !== "before") days.from = condition.value;
    if (condition.field !== "after") days.until = condition.value;
  }
  return days;
}

/** As it stands in the query; one day is `on`. */
export function rangeOfDays(from: string, until: string): string {
  if (from !== "" && from === until) return `on:${from}`;
  return joined([from && `after:${from}`, until && `before:${until}`]);
}

/** "20 May to 18 June 2026, UTC", "from 18 June 2026, 09:30 UTC"; empty where the query has no range. */
export function exactRange(query: string, zone: Zone, now: Date): string {
  const { from, to } = timesOf(parseQuery(query).tree, zone, now);
  if (from === undefined && to === undefined) return "";
  if (from !== undefined && from === to) return "no time at all";
  const last = to && lastMoment(to);
  if (isMidnight(from, zone) && isMidnight(to, zone)) return `${daysWords(from, last, zone)}, ${zoneName(zone)}`;
  if (from === undefined) return `until ${moment(last ?? "", zone)} ${zoneAt(last ?? "", zone)}`;
  if (last === undefined) return `${moment(from, zone)} ${zoneAt(from, zone)} to now`;
  return `${moment(from, zone)} to ${moment(last, zone)} ${zoneAt(last, zone)}`;
}

function daysWords(from: string | undefined, last: string | undefined, zone: Zone): string {
  const day = (time: string) => dateWords(zoneTime(time, zone));
  if (from === undefined) return `until ${day(last ?? "")}`;
  if (last === undefined) return `from ${day(from)}`;
  const [first, end] = [day(from), day(last)];
  if (first === end) return first;
  const sameYear = first.slice(-4) === end.slice(-4);
  return `${sameYear ? first.slice(0, -5) : first} to ${end}`;
}

const moment = (time: string, zone: Zone) => `${dateWords(zoneTime(time, zone))}, ${minuteClock(time, zone)}`;

/** An open side is as good as a midnight. */
function isMidnight(time: string | undefined, zone: Zone): boolean {
  return time === undefined || /T00:00:00(\.0+)?$/.test(zoneTime(time, zone));
}

/** The last moment before a time that does not count itself. */
function lastMoment(to: string): string {
  return new Date(Date.parse(to) - 1).toISOString();
}
