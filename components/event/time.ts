/** Times as people read them, in the reader's zone, which is always said. The digits after the second are never rounded. */
import { months } from "@/lib/event";
import { offsetWords, repeats, type Zone, zoneAt, zoneTime } from "./zone";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "14:28:07"; in the hour that a day has twice, "01:30:00 UTC−4". What stands around it says the zone. */
export function clock(time: string, zone: Zone): string {
  return withOffset(zoneTime(time, zone).slice(11, 19), time, zone);
}

/** "14:28", likewise. */
export function minuteClock(time: string, zone: Zone): string {
  return withOffset(zoneTime(time, zone).slice(11, 16), time, zone);
}

/** "18 June 2026, 14:28:07.214906 UTC" */
export function exactTime(time: string, zone: Zone): string {
  const local = zoneTime(time, zone);
  return `${dateWords(local)}, ${local.slice(11)} ${zoneAt(time, zone)}`;
}

/** "18 June 2026, 14:28:07 UTC" */
export function secondTime(time: string, zone: Zone): string {
  const local = zoneTime(time, zone);
  return `${dateWords(local)}, ${local.slice(11, 19)} ${zoneAt(time, zone)}`;
}

/** "Thursday 18 June 2026, 14:28 UTC" */
export function minuteTime(time: string, zone: Zone): string {
  const local = zoneTime(time, zone);
  return `${weekday(local)} ${dateWords(local)}, ${local.slice(11, 16)} ${zoneAt(time, zone)}`;
}

/** "18 June 2026" for the day that it is in the zone at that time. */
export function dateOf(time: string, zone: Zone): string {
  return dateWords(zoneTime(time, zone));
}

/** "18 June 2026" for "2026-06-18": a day, whatever the zone. Of a time, `dateOf` says the day. */
export function dateWords(date: string): string {
  return `${dayAndMonth(date)} ${date.slice(0, 4)}`;
}

/** "Today, Thursday 18 June"; the year only where it is another one. */
export function dayHeading(time: string, now: Date, zone: Zone): string {
  const local = zoneTime(time, zone);
  const [day, today] = [local.slice(0, 10), zoneTime(now.toISOString(), zone).slice(0, 10)];
  const year = day.slice(0, 4) === today.slice(0, 4) ? "" : ` ${day.slice(0, 4)}`;
  const said = `${weekday(local)} ${dayAndMonth(local)}${year}`;
  if (day === today) return `Today, ${said}`;
  const yesterday = new Date(Date.parse(`${today}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
  return day === yesterday ? `Yesterday, ${said}` : said;
}

/** "4 minutes ago" */
export function ago(time: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(time)) / 1000));
  if (seconds < 60) return `${count(seconds, "second")} ago`;
  if (seconds < 3600) return `${count(Math.round(seconds / 60), "minute")} ago`;
  if (seconds < 172_800) return `${count(Math.round(seconds / 3600), "hour")} ago`;
  return `${count(Math.round(seconds / 86_400), "day")} ago`;
}

/** "Recorded 31 ms later"; where the source's clock is ahead of ours, that is said instead. */
export function lag(occurredAt: string, recordedAt: string): string {
  const micros = microseconds(recordedAt) - microseconds(occurredAt);
  return micros >= 0n
    ? `Recorded ${length(micros)} later`
    : `Recorded with the source’s clock ${length(-micros)} ahead of ours`;
}

/** "1.2 s" for microseconds. */
export function length(micros: bigint): string {
  if (micros < 1000n) return `${micros} µs`;
  if (micros < 1_000_000n) return `${micros / 1000n} ms`;
  if (micros < 60_000_000n) return `${(Number(micros) / 1_000_000).toFixed(1)} s`;
  if (micros < 7_200_000_000n) return `${micros / 60_000_000n} min`;
  if (micros < 172_800_000_000n) return `${micros / 3_600_000_000n} hours`;
  return `${micros / 86_400_000_000n} days`;
}

function withOffset(clock: string, time: string, zone: Zone): string {
  return repeats(time, zone) ? `${clock} ${offsetWords(time, zone)}` : clock;
}

function microseconds(time: string): bigint {
  const [, second = time, fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${second}Z`)) * 1000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

function dayAndMonth(time: string): string {
  return `${Number(time.slice(8, 10))} ${months[Number(time.slice(5, 7)) - 1]}`;
}

function weekday(time: string): string {
  return days[new Date(`${time.slice(0, 10)}T00:00:00Z`).getUTCDay()] ?? "";
}

function count(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? "" : "s"}`;
}
