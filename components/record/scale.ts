/** Where things stand on the track of a record's versions, in percent of its length. Pure. */
import { months } from "@/lib/event";
import type { OpenedRecord } from "@/lib/search";
import { secondTime } from "../event/time";
import { type Zone, zoneTime } from "../event/zone";
import { recordAddress } from "./address";

export interface Stop {
  left: number;
  /** Of the newest version that it stands for. */
  number: number;
  address: string;
  /** "Version 6 of 8, 11 June 2026, 16:20:02 UTC" */
  says: string;
  /** There is room for "v6" above it. */
  labelled: boolean;
}

export interface Track {
  stops: Stop[];
  gaps: { left: number; width: number }[];
  ticks: { left: number; says: string }[];
  /** The place of the time that is shown. */
  at: number;
  /** Which of the stops that is; -1 before the first. */
  current: number;
}

export function trackOf({ query, summary, gaps, now, ends, state }: OpenedRecord, zone: Zone): Track {
  const start = Date.parse(summary.first ?? now);
  const end = Math.max(
    Date.parse(ends !== undefined && ends < now ? ends : now),
    Date.parse(summary.last ?? now),
    start + 1,
  );
  const place = (time: string) => Math.min(100, Math.max(0, ((Date.parse(time) - start) / (end - start)) * 100));
  let counted = 0;
  let lastLabel = -100;
  const stops = summary.dots.map(({ index, at, count }): Stop => {
    counted += count;
    const left = place(at);
    const labelled = left - lastLabel >= 6;
    if (labelled) lastLabel = left;
    const shared = count > 1 ? `, the last of ${count}` : "";
    return {
      left,
      number: counted,
      address: recordAddress(query.record, { version: index, plain: query.plain }),
      says: `Version ${counted} of ${summary.versions}${shared}, ${secondTime(at, zone)}`,
      labelled,
    };
  });
  const shown = query.at ?? state?.place.at ?? summary.first ?? now;
  const number = state?.place.number ?? 0;
  return {
    stops,
    gaps: gaps.map(({ from, to = now }) => ({ left: place(from), width: Math.max(0.6, place(to) - place(from)) })),
    ticks: ticksOf(start, end, zone),
    at: query.at === undefined && state === undefined ? 0 : place(shown),
    current: state ? stops.findIndex((stop) => stop.number >= number) : -1,
  };
}

const day = 86_400_000;

/** About six words below the track: months, days or times, whichever is as far apart. */
function ticksOf(start: number, end: number, zone: Zone): Track["ticks"] {
  const length = end - start;
  return [0.08, 0.25, 0.42, 0.59, 0.76, 0.93].map((share) => {
    const local = zoneTime(`${new Date(start + length * share).toISOString().slice(0, 19)}Z`, zone);
    const month = months[Number(local.slice(5, 7)) - 1] ?? "";
    const short = `${Number(local.slice(8, 10))} ${month.slice(0, 3)}`;
    const clock = local.slice(11, length > day / 12 ? 16 : 19);
    const says =
      length > 700 * day
        ? `${month.slice(0, 3)} ${local.slice(0, 4)}`
        : length > 5 * day
          ? short
          : length > day
            ? `${short} ${clock}`
            : clock;
    return { left: share * 100, says };
  });
}
