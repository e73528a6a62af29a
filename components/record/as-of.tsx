import { ChevronLeft, ChevronRight } from "lucide-react";
import type { OpenedRecord } from "@/lib/search";
import { secondTime } from "../event/time";
import { type Zone, zoneName, zoneTime } from "../event/zone";
import { Button, ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { recordAddress } from "./address";
import { trackOf } from "./scale";
import { VersionTrack } from "./track";

/** The moment that is shown: typed, chosen on the track, or stepped to. */
export function AsOf({ opened, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { query, state, summary } = opened;
  const { record, plain } = query;
  const step = (name: "previous" | "next") => {
    const to = state?.[name];
    return to && { number: to.number, address: recordAddress(record, { version: to.entry, plain }) };
  };
  const first = state ? undefined : summary.dots[0];
  const previous = step("previous");
  const next =
    step("next") ?? (first && { number: 1, address: recordAddress(record, { version: first.index, plain }) });
  return (
    <section
      aria-labelledby="as-of"
      className="min-w-0 overflow-clip rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5 px-5 pt-3.5 pb-2 max-md:px-4">
        <MomentForm opened={opened} zone={zone} />
        <p role="status" className="prose-wrap text-dense text-ink-2">
          {says(opened, zone)}
        </p>
        <nav aria-label="Versions beside this one" className="ml-auto flex items-center gap-2 max-md:ml-0">
          {previous && (
            <ButtonLink size="small" href={previous.address} rel="prev" scroll={false}>
              <ChevronLeft size={14} /> Version {previous.number}
            </ButtonLink>
          )}
          {next && (
            <ButtonLink size="small" href={next.address} rel="next" scroll={false}>
              Version {next.number} <ChevronRight size={14} />
            </ButtonLink>
          )}
          {(query.at !== undefined || query.version !== undefined) && (
            <Link href={recordAddress(record, { plain })} className={`${linkStyle} px-1 text-dense`} scroll={false}>
              Now
            </Link>
          )}
        </nav>
      </div>
      <VersionTrack key={`${query.at} ${query.version}`} track={trackOf(opened, zone)} />
    </section>
  );
}

/** A whole visit, so that it works while scripts load. */
function MomentForm({ opened: { query, state }, zone }: { opened: OpenedRecord; zone: Zone }) {
  const { record, plain } = query;
  const time = query.at ?? state?.place.at;
  return (
    <form action="/records/history" className="flex flex-wrap items-center gap-2">
      {Object.entries({ ...record, ...(plain && { plain: "yes" }) }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label id="as-of" htmlFor="at" className="text-dense font-[600]">
        As of
      </label>
      <input
        key={time}
        id="at"
        name="at"
        type="datetime-local"
        step={1}
        required
        defaultValue={time && zoneTime(time, zone).slice(0, 19)}
        aria-describedby="at-zone"
        className="h-control min-w-0 rounded-control border border-control bg-surface px-2.5 text-body text-ink max-md:h-control-touch max-md:text-lead"
      />
      <span id="at-zone" className="text-meta text-ink-3">
        {zoneName(zone)}
      </span>
      <Button type="submit">Show</Button>
    </form>
  );
}

function says({ query, state, summary, begins }: OpenedRecord, zone: Zone): string {
  if (!state) {
    const before = begins ? "the first version within your period" : "the first version that is recorded";
    return `Before ${before}, ${summary.first ? secondTime(summary.first, zone) : "which is later"}.`;
  }
  const version = `Version ${state.place.number} of ${summary.versions}`;
  if (query.at !== undefined) return `${version}, the record as it stood at this moment`;
  if (!state.next) return `${version}, the newest`;
  return `${version}, the record as it was left then`;
}
