/** What a person typed as a day and a time in their zone, as the instant that it is. Pure. */
import { type Zone, zoneTime } from "../event/zone";

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
  const offset = (at: number) => Date.parse(`${zoneTime(iso(at), zone).slice(0, 19)}Z`) - at;
  // clocks are at most a day off, and change their offset at most once in that time
  const candidates = [offset(wall - 86_400_000), offset(wall + 86_400_000)].map((ahead) => wall - ahead);
  const found = candidates.filter((at) => at + offset(at) === wall).sort((a, b) => a - b)[0] ?? Math.max(...candidates);
  return `${iso(found).slice(0, 19)}.999999Z`;
}

function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}.000000Z`;
}
