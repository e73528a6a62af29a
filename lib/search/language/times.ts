/**
 * Times as they are asked for. Each stands for a span, and conditions are about its edges: `after:` begins with its first moment,
 * `before:` ends with its last, `on:` is all of it. Days are those of the zone, whether they have 23, 24 or 25 hours. Pure.
 */
import { firstShowing, months, type Zone, zoneTime } from "../../event/index.ts";
import { type Condition, isAll, isCondition, isNot, type Tree } from "./tree.ts";

/** The current time: as a clock says it, with six decimals, or as a Date. */
export type Now = string | Date;

/** Instants in UTC with six decimals, `from` inclusive, `to` exclusive; none where a side is open. */
export interface Times {
  from?: string;
  to?: string;
}

/** What may be written, for the completion: word and meaning. */
export const timeWords = {
  today: "today",
  yesterday: "yesterday",
  "this-week": "this week, from Monday",
  "last-week": "last week, Monday to Sunday",
  "this-month": "this month",
  "last-month": "last month",
  "this-year": "this year",
  "last-year": "last year",
} as const;
export type TimeWord = keyof typeof timeWords;

const units = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/** Local: by the clocks of the zone, `2026-03-01`, `2026-03`, `2026-03-01T14:30`. Ago: seconds before now. */
export type TimeValue =
  | { kind: "day" | "month" | "year"; local: string }
  | { kind: "moment"; local: string; offset?: string }
  | { kind: "word"; word: TimeWord }
  | { kind: "ago"; seconds: number };

const dateForm = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const momentForm = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?\s?([Zz]|[+-]\d\d:?\d\d)?$/;
const agoForm = /^(\d{1,5})([mhdw])$/i;

/** The time that a text says, or what is wrong with it. */
export function readTime(text: string): TimeValue | { wrong: string } {
  const word = text.toLowerCase();
  if (Object.hasOwn(timeWords, word)) return { kind: "word", word: word as TimeWord };
  const ago = agoForm.exec(text);
  if (ago) return readAgo(ago);
  const date = dateForm.exec(text);
  if (date) return readDate(date);
  const moment = momentForm.exec(text);
  if (moment) return readMoment(moment);
  return { wrong: `Expected ${expectedTimes}, got “${shortened(text)}”.` };
}

const expectedTimes = "a day such as 2026-03-01, a month such as 2026-03, or yesterday, 7d, 24h, this-month";

function readAgo([, count = "", unit = ""]: RegExpExecArray): TimeValue | { wrong: string } {
  const seconds = Number(count) * units[unit.toLowerCase() as keyof typeof units];
  return seconds > 100 * 366 * 86_400
    ? { wrong: `Expected at most 100 years back, got ${count}${unit}.` }
    : { kind: "ago", seconds };
}

function readDate([, year = "", month, day]: RegExpExecArray): TimeValue | { wrong: string } {
  const wrong = wrongDate(year, month, day);
  if (wrong) return { wrong };
  if (month === undefined) return { kind: "year", local: year };
  return day === undefined
    ? { kind: "month", local: `${year}-${month}` }
    : { kind: "day", local: `${year}-${month}-${day}` };
}

function wrongDate(year: string, month: string | undefined, day: string | undefined): string | undefined {
  if (year < "1900" || year > "2999") return `Expected a year from 1900 to 2999, got ${year}.`;
  if (month === undefined) return undefined;
  const name = months[Number(month) - 1];
  if (!name) return `There is no month ${month}. Expected a day such as 2026-11-20.`;
  if (day === undefined) return undefined;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) >= 1 && Number(day) <= last) return undefined;
  const meant = Number(day) < 1 ? 1 : last;
  return `${name} ${year} has ${last} days. Did you mean ${meant} ${name}?`;
}

function readMoment([, day = "", minute = "", second, fraction, offset]: RegExpExecArray):
  | TimeValue
  | { wrong: string } {
  const wrong = wrongDate(...(day.split("-") as [string, string, string]));
  if (wrong) return { wrong };
  if (minute > "23:59" || Number(minute.slice(3)) > 59 || Number(second ?? 0) > 59)
    return {
      wrong: `A day has the times 00:00 to 23:59, and there is no ${minute}${second === undefined ? "" : `:${second}`}.`,
    };
  const ahead = offset && /^[+-]/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(-2)}` : offset?.toUpperCase();
  if (ahead && ahead !== "Z" && (ahead.slice(1) > "18:00" || Number(ahead.slice(4)) > 59))
    return { wrong: `Expected at most 18 hours from UTC, got ${ahead}.` };
  const local = `${day}T${minute}${second === undefined ? "" : `:${second}`}${fraction === undefined ? "" : `.${fraction}`}`;
  return { kind: "moment", local, ...(ahead && { offset: ahead }) };
}

const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Microseconds since 1970, from inclusive, to exclusive. What lies “ago” is a point: it has no length. */
export interface Span {
  from: bigint;
  to: bigint;
}

export function spanOf(time: TimeValue, zone: Zone, now: Now): Span {
  if (time.kind === "ago") {
    const at = microsOf(now) - BigInt(time.seconds) * 1_000_000n;
    return { from: at, to: at + 1n };
  }
  if (time.kind === "moment") return spanOfMoment(time, zone);
  const [first, after] = daysSpanned(time, zone, now) ?? [0, 0];
  return { from: startOf(first, zone), to: startOf(after, zone) };
}

/** The first day of a time that is whole days, and the first after it: midnights of the clocks, in milliseconds as if in UTC. */
export function daysSpanned(time: TimeValue, zone: Zone, now: Now): [number, number] | undefined {
  if (time.kind === "word") return daysOfWord(time.word, zone, now);
  return time.kind === "ago" || time.kind === "moment" ? undefined : daysOf(time.local);
}

function daysOf(local: string): [number, number] {
  const [year = 0, month, day] = local.split("-").map(Number);
  if (month === undefined) return [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
  if (day === undefined) return [Date.UTC(year, month - 1), Date.UTC(year, month)];
  return [Date.UTC(year, month - 1, day), Date.UTC(year, month - 1, day + 1)];
}

function daysOfWord(word: TimeWord, zone: Zone, now: Now): [number, number] {
  const today = Date.parse(`${zoneTime(timeOf(microsOf(now)), zone).slice(0, 10)}T00:00:00Z`);
  const [year, month, date] = [
    new Date(today).getUTCFullYear(),
    new Date(today).getUTCMonth(),
    new Date(today).getUTCDate(),
  ];
  const day = (from: number, to: number): [number, number] => [Date.UTC(year, month, from), Date.UTC(year, month, to)];
  const monday = date - ((new Date(today).getUTCDay() + 6) % 7);
  const spans: Record<TimeWord, () => [number, number]> = {
    today: () => day(date, date + 1),
    yesterday: () => day(date - 1, date),
    "this-week": () => day(monday, monday + 7),
    "last-week": () => day(monday - 7, monday),
    "this-month": () => [Date.UTC(year, month), Date.UTC(year, month + 1)],
    "last-month": () => [Date.UTC(year, month - 1), Date.UTC(year, month)],
    "this-year": () => [Date.UTC(year, 0), Date.UTC(year + 1, 0)],
    "last-year": () => [Date.UTC(year - 1, 0), Date.UTC(year, 0)],
  };
  return spans[word]();
}

function spanOfMoment({ local, offset }: { local: string; offset?: string }, zone: Zone): Span {
  const [whole = "", fraction] = local.split(".");
  const wall = Date.parse(`${whole}${whole.length === 16 ? ":00" : ""}Z`);
  const start = offset === undefined ? firstShowing(wall, zone) : wall - aheadOf(offset);
  const from = BigInt(start) * 1_000n + BigInt((fraction ?? "").padEnd(6, "0"));
  const length =
    fraction !== undefined ? 10n ** BigInt(6 - fraction.length) : whole.length === 16 ? 60_000_000n : 1_000_000n;
  return { from, to: from + length };
}

function aheadOf(offset: string): number {
  if (offset === "Z") return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return (offset.startsWith("-") ? -minutes : minutes) * 60_000;
}

const startOf = (wall: number, zone: Zone) => BigInt(firstShowing(wall, zone)) * 1_000n;

export function microsOf(now: Now): bigint {
  if (typeof now !== "string") return BigInt(now.getTime()) * 1_000n;
  const [second = now, fraction = ""] = now.replace(/Z$/, "").split(".");
  return BigInt(Date.parse(`${second}Z`)) * 1_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

/** `2026-03-01T14:30:00.000000Z` for microseconds since 1970. */
export function timeOf(micros: bigint): string {
  const seconds = micros >= 0n ? micros / 1_000_000n : -((-micros + 999_999n) / 1_000_000n);
  const rest = micros - seconds * 1_000_000n;
  return `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19)}.${String(rest).padStart(6, "0")}Z`;
}

/** The instants at which a condition on time holds; nothing for another condition, or where its value is no time. */
export function resolveTime({ field, value }: Condition, zone: Zone, now: Now): Times | undefined {
  if (field !== "after" && field !== "before" && field !== "on") return undefined;
  const time = readTime(value);
  if ("wrong" in time) return undefined;
  const { from, to } = spanOf(time, zone, now);
  if (field === "after") return { from: timeOf(from) };
  return field === "before" ? { to: timeOf(to) } : { from: timeOf(from), to: timeOf(to) };
}

/** The instants between which everything lies that a tree can find. Where nothing can, `to` is `from`. */
export function timesOf(tree: Tree, zone: Zone, now: Now): Times {
  if (isCondition(tree)) return resolveTime(tree, zone, now) ?? {};
  if (isNot(tree)) return timesWithout(tree.not, zone, now);
  if (isAll(tree)) return tree.all.map((member) => timesOf(member, zone, now)).reduce(both, {});
  const [first, ...others] = tree.any.map((member) => timesOf(member, zone, now));
  return others.reduce(around, first ?? {});
}

function timesWithout(tree: Tree, zone: Zone, now: Now): Times {
  const times = isCondition(tree) ? resolveTime(tree, zone, now) : undefined;
  if (times?.from !== undefined && times.to === undefined) return { to: times.from };
  return times?.to !== undefined && times.from === undefined ? { from: times.to } : {};
}

/** Times of one form are in order where their texts are. */
function both(a: Times, b: Times): Times {
  const from = a.from === undefined || (b.from !== undefined && b.from > a.from) ? b.from : a.from;
  const latest = a.to === undefined || (b.to !== undefined && b.to < a.to) ? b.to : a.to;
  const to = from !== undefined && latest !== undefined && latest < from ? from : latest;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function around(a: Times, b: Times): Times {
  const from = a.from === undefined || b.from === undefined ? undefined : a.from < b.from ? a.from : b.from;
  const to = a.to === undefined || b.to === undefined ? undefined : a.to > b.to ? a.to : b.to;
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
