/** Times in which something was not captured, as rows of the page whose lines they stand among. Pure. */
import { capitalised } from "@/lib/event";
import type { Gap } from "@/lib/search";
import { entryAddress } from "../entry/address";
import type { GapLine } from "./items";
import { clock, dateOf, dayHeading, minuteClock } from "./time";
import { type Zone, zoneAt } from "./zone";

/** The part of a list that a page shows: UTC; a side that is open has no other page. */
export interface Stretch {
  /** Of the last line. */
  oldest?: string;
  /** Of the line above the first. */
  newest?: string;
}

/** Rows for the gaps that ended within the page's part of the list. */
export function gapLines(gaps: readonly Gap[], { oldest, newest }: Stretch, now: Date, zone: Zone): GapLine[] {
  return gaps
    .filter(({ to }) => (oldest === undefined || to > oldest) && (newest === undefined || to <= newest))
    .map((gap) => ({
      id: `gap-${gap.source}-${gap.tables.join()}-${gap.from}`,
      at: gap.to,
      day: dayHeading(gap.to, now, zone),
      says: ended(capitalised(gap.says)),
      during: duringWords(gap.from, gap.to, zone),
      address: gap.entry === undefined ? "/coverage" : entryAddress(gap.entry),
    }));
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** "12 June 2026, 09:14 to 15 June 2026, 16:02 UTC"; to the second where the minutes are the same. */
export function duringWords(from: string, to: string, zone: Zone): string {
  const same = dateOf(from, zone) === dateOf(to, zone);
  const say = minuteClock(from, zone) === minuteClock(to, zone) && same ? clock : minuteClock;
  const end = same ? say(to, zone) : `${dateOf(to, zone)}, ${say(to, zone)}`;
  return `${dateOf(from, zone)}, ${say(from, zone)} to ${end} ${zoneAt(to, zone)}`;
}
