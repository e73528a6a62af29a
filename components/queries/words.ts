/** The words for saved searches: their times, their last run, their alerts. Pure. */
import { countOf } from "@/lib/event";
import type { SavedList, SavedSearch } from "@/lib/search";
import { ago, dateOf, minuteTime } from "../event/time";
import { type Zone, zoneName, zoneTime } from "../event/zone";

export function headline({ mine, shared }: Pick<SavedList, "mine" | "shared">): string {
  if (mine.length + shared.length === 0) return "No search is saved yet.";
  const own =
    mine.length === 0
      ? "You have no saved search"
      : `You have ${countOf(String(mine.length), "saved search", "saved searches")}`;
  if (shared.length === 0) return `${own}.`;
  return `${own}; ${shared.length === 1 ? "1 is" : `${shared.length} are`} shared with you.`;
}

/** "Rolling: as of now, from Friday 13 November 2026, 14:02 UTC on" */
export function rangeSaid({ range, zone }: Pick<SavedSearch, "range" | "zone">): string {
  const { kind, from, to } = range;
  if (kind === "any") return "All times";
  const span = spanSaid(from, to, zone);
  if (kind === "rolling") return span === undefined ? "Rolling times" : `Rolling: as of now, ${span}`;
  return `Fixed: ${span}`;
}

/** Whole days are said as days; the last one counts. */
function spanSaid(from: string | undefined, to: string | undefined, zone: Zone): string | undefined {
  const wholeDays = [from, to].every((time) => time === undefined || zoneTime(time, zone).slice(11, 19) === "00:00:00");
  const first = from && (wholeDays ? dateOf(from, zone) : minuteTime(from, zone));
  const last = to && (wholeDays ? dateOf(justBefore(to), zone) : minuteTime(to, zone));
  if (first && last) return first === last ? first : `${first} to ${last}`;
  if (first) return `from ${first} on`;
  return last && `until ${last}`;
}

function justBefore(time: string): string {
  return `${new Date(Date.parse(time) - 1).toISOString().slice(0, -1)}000Z`;
}

/** Said where the reader's days begin at another time than the search's. */
export function zoneSaid(zone: Zone, readers: Zone): string | undefined {
  return zone === readers ? undefined : `Its days are those of ${zoneName(zone)}`;
}

export function lastRunSaid({ lastRun }: Pick<SavedSearch, "lastRun">, now: Date): string {
  if (!lastRun) return "Never run";
  return `Last run ${ago(lastRun.at, now)} by ${lastRun.byYou ? "you" : lastRun.by}`;
}

export function alertSaid(
  { alert }: Pick<SavedSearch, "alert">,
  webhooks: SavedList["webhooks"],
  now: Date,
): string | undefined {
  if (!alert) return undefined;
  const { webhook, lastFoundAt } = alert;
  const name = webhooks.find(({ id }) => id === webhook)?.name;
  const way = webhook === undefined ? "in Vouch" : `in Vouch and by the webhook ${name ?? "that was chosen"}`;
  const found = lastFoundAt ? `Last found something ${ago(lastFoundAt, now)}.` : "Nothing new so far.";
  return `Alerts you ${way}. ${found}`;
}
