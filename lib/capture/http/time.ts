/** Times as they are sent: RFC 3339 with any offset. */
import { Fault, instant, microseconds } from "../../event/index.ts";
import { limits } from "./limits.ts";

const form =
  /^(\d{4}-\d\d-\d\d)[Tt ]([01]\d|2[0-3])(:[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/** The same time in UTC with six decimals; further ones are cut off. Undefined where it is no time, or a day that does not exist. */
export function readTime(text: string): string | undefined {
  const [, date = "", hour, clock, fraction = "", sign, hours = "0", minutes = "0"] = form.exec(text) ?? [];
  if (date === "" || date.startsWith("0000")) return undefined;
  const day = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(date)) return undefined;
  const local = microseconds(`${date}T${hour}${clock}.${fraction.slice(0, 6).padEnd(6, "0")}Z`);
  const offset = (BigInt(hours) * 60n + BigInt(minutes)) * 60_000_000n;
  const utc = instant(sign === "-" ? local + offset : local - offset);
  return /^(?!0000)\d{4}-/.test(utc) ? utc : undefined; // an offset may lead out of the years that have four digits
}

/** When an event happened. Throws `invalid` for a time that our clock, or how long ids are remembered, does not allow. */
export function readOccurredAt(text: string, now: string): string {
  const read = readTime(text);
  if (!read) throw new Fault("invalid", "Expected a time such as 2026-11-20T07:03:25.123456Z (RFC 3339). Correct it.");
  const ahead = microseconds(read) - microseconds(now);
  if (ahead > BigInt(limits.ahead.minutes) * 60_000_000n) {
    throw new Fault(
      "invalid",
      `Expected a time at most ${limits.ahead.minutes} minutes after ${now}, the time here, got a later one. Set the sender's clock.`,
    );
  }
  if (-ahead > BigInt(limits.behind.days) * 86_400_000_000n) {
    throw new Fault(
      "invalid",
      `Expected an event of the last ${limits.behind.days} days, got an older one. It cannot be reported any more.`,
    );
  }
  return read;
}
