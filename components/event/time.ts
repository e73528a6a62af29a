/** Times as people read them. Everything is UTC and says so; the digits after the second are never rounded. */
import { months } from "@/lib/event";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** "14:28:07" */
export function clock(time: string): string {
  return time.slice(11, 19);
}

/** "18 June 2026, 14:28:07.214906 UTC" */
export function exactTime(time: string): string {
  return `${dayAndMonth(time)} ${time.slice(0, 4)}, ${time.slice(11).replace(/Z$/, "")} UTC`;
}

/** "18 June 2026, 14:28:07 UTC" */
export function secondTime(time: string): string {
  return `${dateWords(time)}, ${clock(time)} UTC`;
}

/** "Thursday 18 June 2026, 14:28 UTC" */
export function minuteTime(time: string): string {
  return `${weekday(time)} ${dayAndMonth(time)} ${time.slice(0, 4)}, ${time.slice(11, 16)} UTC`;
}

/** "18 June 2026" for "2026-06-18" or a time of that day. */
export function dateWords(date: string): string {
  return `${dayAndMonth(date)} ${date.slice(0, 4)}`;
}

/** "Today, Thursday 18 June"; the year only where it is another one. */
export function dayHeading(time: string, now: Date): string {
  const day = time.slice(0, 10);
  const said = `${weekday(time)} ${dayAndMonth(time)}${day.slice(0, 4) === String(now.getUTCFullYear()) ? "" : ` ${day.slice(0, 4)}`}`;
  if (day === now.toISOString().slice(0, 10)) return `Today, ${said}`;
  if (day === new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10)) return `Yesterday, ${said}`;
  return said;
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
