/** The days of the story, counted back from the day on which it is told, and the hours of the places where its people are. Pure. */
import { microseconds } from "../event/index.ts";

export type Zone = "America/New_York" | "Europe/Dublin" | "UTC";

export interface Day {
  /** UTC: 2026-05-25. */
  date: string;
  /** Days before today: 0 is today. */
  ago: number;
  /** Monday to Friday. */
  works: boolean;
  /** The last working day of its month. */
  closes: boolean;
}

/** The days from `length` days ago to today, the oldest first. `now`: UTC, six decimals. */
export function daysUntil(now: string, length: number): Day[] {
  return Array.from({ length: length + 1 }, (_, n) => dayOf(now, length - n));
}

function dayOf(now: string, ago: number): Day {
  const noon = new Date(`${now.slice(0, 10)}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - ago);
  return { date: noon.toISOString().slice(0, 10), ago, works: isWorkday(noon), closes: closesMonth(noon) };
}

function isWorkday(noon: Date): boolean {
  return noon.getUTCDay() % 6 !== 0;
}

function closesMonth(noon: Date): boolean {
  if (!isWorkday(noon)) return false;
  const next = new Date(noon);
  do next.setUTCDate(next.getUTCDate() + 1);
  while (!isWorkday(next));
  return next.getUTCMonth() !== noon.getUTCMonth();
}

/** The last working day that is at least so many days ago. */
export function workdayAgo(days: readonly Day[], ago: number): Day {
  const found = days.findLast((day) => day.works && day.ago >= ago);
  if (!found) throw new Error(`expected a working day at least ${ago} days ago`);
  return found;
}

/** The first so many working days from the last one that is at least so many days ago. */
export function workdaysFrom(days: readonly Day[], ago: number, count: number): Day[] {
  const first = workdayAgo(days, ago);
  return days.filter((day) => day.works && day.ago <= first.ago).slice(0, count);
}

/** The moment at which clocks in `zone` show `time` (14:28:07 or 14:28:07.214) on a date, in microseconds since 1970. */
export function moment(date: string, time: string, zone: Zone): bigint {
  const [whole = "00:00:00", fraction = ""] = time.split(".");
  const shown = microseconds(`${date}T${whole.padEnd(8, ":00")}.${fraction.padEnd(6, "0")}Z`);
  return shown - offsetOf(date, zone);
}

const offsets = new Map<string, bigint>();

/** What clocks in `zone` are ahead of UTC at noon of a date, in microseconds: no scene plays in the night in which they change. */
function offsetOf(date: string, zone: Zone): bigint {
  const key = `${zone} ${date}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const noon = new Date(`${date}T12:00:00Z`);
  const form = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [hours = 12, minutes = 0] = form.format(noon).split(":").map(Number);
  const offset = BigInt((hours - 12) * 60 + minutes) * 60_000_000n;
  offsets.set(key, offset);
  return offset;
}

/** A moment of a working day, most of them before and after lunch; `drawn` and `spread` from 0 up to 1. */
export function officeHour(date: string, zone: Zone, drawn: number, spread: number): bigint {
  const hour = 8.6 + 9.2 * (drawn < 0.5 ? drawn * 0.86 : 0.14 + drawn * 0.86);
  const seconds = Math.min(18.4 * 3600, hour * 3600 + (spread - 0.5) * 900);
  return moment(date, "00:00:00", zone) + BigInt(Math.round(seconds * 1_000_000));
}
