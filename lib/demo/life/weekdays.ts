import type { Day } from "../calendar.ts";

/** The English name of a day of the week. Pure. */
export function workdayOf({ date }: Day): string {
  return new Intl.DateTimeFormat("en", { weekday: "long", timeZone: "UTC" }).format(new Date(`${date}T12:00:00Z`));
}
