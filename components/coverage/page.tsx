import { Unplug } from "lucide-react";
import type { Coverage, Problem } from "@/lib/search";
import { minuteTime } from "../event/time";
import { utc, type Zone, zoneName } from "../event/zone";
import { Note } from "../ui/note";
import { State } from "../ui/state";
import { Legend } from "./cells";
import { Controls } from "./controls";
import { OpenedDay } from "./day";
import { SourceSection } from "./source";
import { verdict } from "./words";

/** What was captured, when, and where not: one sentence, then one strip per table. */
export function CoverageView({
  coverage,
  problems,
  zone,
}: {
  coverage: Coverage;
  problems: readonly Problem[];
  zone: Zone;
}) {
  const { sources, query, unreadable, narrowed, now } = coverage;
  const apart = problems.find(({ field }) => field === "days");
  return (
    <div className="grid w-full max-w-[80rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="grid gap-1 max-md:px-4">
        <h1 className="text-verdict text-balance">{verdict(coverage)}</h1>
        <p className="prose-wrap max-w-[46rem] text-ink-2">
          {minuteTime(now, zone)}. A gap says that changes may be missing there, not that there were any.{" "}
          {zone === utc
            ? "All days and times are in UTC."
            : `A day is one of UTC; times beside the strips are those of ${zoneName(zone)}.`}
        </p>
      </header>
      <div className="grid gap-4 max-md:px-4">
        <Controls query={query} problems={problems} />
        {apart && <Note look="attention">{apart.sentence}</Note>}
        {narrowed && <Note>Your account may see a part of this period; the rest is left blank.</Note>}
        {unreadable > 0 && (
          <Note look="tampered" alert>
            {unreadable === 1 ? "One entry" : `${unreadable} entries`} about coverage cannot be read, because somebody
            changed what is stored. What they said is missing here. Verification names them.
          </Note>
        )}
        {!query.asTable && sources.length > 0 && <Legend />}
      </div>
      <OpenedDay coverage={coverage} />
      {sources.map((covered) => (
        <SourceSection key={covered.source.id} covered={covered} coverage={coverage} zone={zone} />
      ))}
      {sources.length === 0 && (
        <State icon={<Unplug />} title="There is nothing to look at yet.">
          <p>As soon as a source is connected, this page says day by day what is captured of it and what is not.</p>
        </State>
      )}
    </div>
  );
}
