/** What a comparison of a record's field is made with: a number, or a span of time. Pure. */
import type { Zone } from "../../event/index.ts";
import { daysSpanned, type Now, readTime, spanOf } from "./times.ts";
import type { Condition } from "./tree.ts";

/**
 * A number as decimal text. Or the first second of the time that was asked for and the first after it, as decimal text of seconds
 * since 1970: > is from `to` on, >= from `from` on, < before `from`, <= before `to`, and equal lies between. A date without a time
 * is measured as midnight UTC: a measure that is a whole number of days is compared with `days`, so that 1 March is 1 March in
 * every zone.
 */
export type Compared = { number: string } | { from: string; to: string; days?: { from: string; to: string } };

const numberForm = /^[+-]?(\d{1,40}|\d{1,3}(,\d{3})+)(\.\d{1,40})?$/;

/** "10000.5" for "10,000.5": exact decimal text. */
export function numberOf(text: string): string | undefined {
  return numberForm.test(text) ? text.replaceAll(",", "").replace(/^\+/, "") : undefined;
}

/** What the measure of a condition on `was` or `became` is compared with; nothing where its value is neither number nor time. */
export function comparedWith({ value }: Condition, zone: Zone, now: Now): Compared | undefined {
  const number = numberOf(value);
  if (number !== undefined) return { number };
  const time = readTime(value);
  if ("wrong" in time || time.kind === "ago") return undefined;
  const { from, to } = spanOf(time, zone, now);
  const edges = { from: secondsText(from), to: secondsText(to) };
  const days = daysSpanned(time, zone, now);
  return days ? { ...edges, days: { from: String(days[0] / 1_000), to: String(days[1] / 1_000) } } : edges;
}

function secondsText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros;
  return `${micros < 0n ? "-" : ""}${size / 1_000_000n}.${String(size % 1_000_000n).padStart(6, "0")}`;
}

/** Whether decimal text is less than, equal to or greater than another: below, at or above zero. Exact. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  const [left, right] = [a, b].map((text) => {
    const [whole = "", fraction = ""] = text.split(".");
    return BigInt(whole.replace(/^-?$/, "$&0") + fraction.padEnd(places, "0"));
  }) as [bigint, bigint];
  return left < right ? -1 : left > right ? 1 : 0;
}
