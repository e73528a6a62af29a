/** What a person typed as a day and a time in their zone, as the instant that it is. Pure. */
import { firstShowing } from "@/lib/event";
import type { Zone } from "../event/zone";

const form = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d))?$/;

/**
 * The end of the second that was typed, in UTC with six decimals, so that what happened within it counts; text of another form comes
 * back as it is. Of an hour that the clocks have twice the earlier one is meant, of one that they leave out the moment after it.
 */
export function instantOf(typed: string, zone: Zone): string {
  const [, day, minute, second = "00"] = form.exec(typed.trim()) ?? [];
  if (!day) return typed;
  const wall = Date.parse(`${day}T${minute}:${second}Z`);
  if (Number.isNaN(wall)) return typed;
  return `${new Date(firstShowing(wall, zone)).toISOString().slice(0, 19)}.999999Z`;
}
