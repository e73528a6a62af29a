/** The same search over another time. Pure. */
import { type Condition, instead, is, printQuery, type Tree } from "@/lib/search/language";
import { repeats, type Zone, zoneTime } from "../../event/zone";

const timeFields = ["after", "before", "on"] as const;

/** The search from one instant to another, in place of its own time. */
export function searchBetween(tree: Tree, from: string, to: string, zone: Zone): Tree {
  return instead(tree, timeFields, timesBetween(from, to, zone));
}

/** The search over all time. */
export function searchAlways(tree: Tree): Tree {
  return instead(tree, timeFields, []);
}

/** As days of the zone where both are midnights there; else to the minute, or as exactly as is needed. */
export function timesBetween(from: string, to: string, zone: Zone): Condition[] {
  const last = new Date(Math.ceil(millisecondsOf(to)) - 1).toISOString();
  if (startsDay(from, zone) && startsDay(to, zone)) {
    const [first, end] = [zoneTime(from, zone).slice(0, 10), zoneTime(last, zone).slice(0, 10)];
    return first === end ? [is("on", first)] : [is("after", first), is("before", end)];
  }
  return [is("after", firstMoment(from, zone)), is("before", lastMoment(last, zone))];
}

function startsDay(time: string, zone: Zone): boolean {
  return /T00:00:00(\.0*)?$/.test(zoneTime(time, zone));
}

function millisecondsOf(time: string): number {
  return Date.parse(`${time.slice(0, 19)}Z`) + Number(/\.(\d+)/.exec(time)?.[0] ?? 0) * 1000;
}

/** What is written stands for its first moment: 14:30 for 14:30:00. */
function firstMoment(time: string, zone: Zone): string {
  return shown(time, zone)
    .replace(/\.0+(?=Z?$)/, "")
    .replace(/(T\d\d:\d\d):00(?=Z?$)/, "$1");
}

/** What is written stands for its last moment: 14:59 for 14:59:59.999. */
function lastMoment(time: string, zone: Zone): string {
  const second = shown(time, zone).replace(/\.999(?=Z?$)/, "");
  return second.replace(/(T\d\d:\d\d):59(?=Z?$)/, "$1");
}

/** By the clocks of the zone; in UTC in the hour that they show twice. */
function shown(time: string, zone: Zone): string {
  return repeats(time, zone) ? `${zoneTime(time, "UTC")}Z` : zoneTime(time, zone);
}

/**
 * The search over three times the time that is shown, with that in its middle; as far as now. Nothing where the query says nothing
 * of times, so that there is no more to show.
 */
export function zoomedOut(tree: Tree, shown: { from: string; to: string }, zone: Zone, now: Date): Tree | undefined {
  const always = searchAlways(tree);
  if (printQuery(always) === printQuery(tree)) return undefined;
  const [first, last] = [Date.parse(shown.from), Date.parse(shown.to)];
  const more = last - first;
  const from = new Date(first - more).toISOString();
  const times = timesBetween(from, new Date(last + more).toISOString(), zone);
  return instead(always, timeFields, last + more >= now.getTime() ? [is("after", times[0]?.value ?? from)] : times);
}
