import { X } from "lucide-react";
import { coverageWithin, dayAfter } from "@/lib/event";
import type { Coverage } from "@/lib/search";
import { entryAddress } from "../entry/address";
import { eventsAddress } from "../event/address";
import { clock, dateWords } from "../event/time";
import { utc } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { coverageAddress } from "./address";
import { intervalWords, nameParts } from "./words";

/** One day of one table, in UTC as the days of the strips are: each stretch with its times, its cause and the entry that says so. */
export function OpenedDay({ coverage }: { coverage: Coverage }) {
  const { query, sources, now } = coverage;
  const { opened } = query;
  const covered = sources.find(({ source }) => source.id === opened?.source);
  const strip = covered?.strips.find(({ table }) => table === opened?.table);
  if (!opened || !covered) return null;
  const [from, to] = [`${opened.day}T00:00:00.000000Z`, `${dayAfter(opened.day, 1)}T00:00:00.000000Z`];
  const { name } = nameParts(opened.table);
  const stretches = strip ? coverageWithin(strip.intervals, from, to < now ? to : now) : [];
  const emptied = strip?.emptied.filter(({ at }) => at >= from && at < to) ?? [];
  return (
    <section
      id="day"
      tabIndex={-1}
      aria-labelledby="day-title"
      className="scroll-mt-16 border-y border-accent-line bg-surface outline-none md:rounded-card md:border-x"
    >
      <header className="flex items-start gap-3 px-5 pt-3 max-md:px-4">
        <h2 id="day-title" className="prose-wrap text-lead">
          <bdi>{name}</bdi> on {dateWords(opened.day)}
        </h2>
        <ButtonLink size="small" href={coverageAddress({ ...query, opened: undefined })} className="ml-auto">
          <X size={14} /> Close the day
        </ButtonLink>
      </header>
      <ul className="grid gap-2 px-5 py-3 text-dense max-md:px-4">
        {stretches.length === 0 && (
          <li className="text-ink-2">Nobody watched this table on that day, or it did not exist.</li>
        )}
        {stretches.map((stretch) => (
          <li key={stretch.from} className="grid gap-x-5 md:grid-cols-[15rem_minmax(0,1fr)]">
            <span className="tabular-nums">
              {clock(stretch.from, utc)} to {stretch.to === to ? "the end of the day" : clock(stretch.to ?? now, utc)}{" "}
              UTC
            </span>
            <span className="prose-wrap">
              {intervalWords(stretch)} <EntryLink entry={stretch.entry} />
            </span>
          </li>
        ))}
        {emptied.map(({ at, entry }) => (
          <li key={entry} className="grid gap-x-5 md:grid-cols-[15rem_minmax(0,1fr)]">
            <span className="tabular-nums">{clock(at, utc)} UTC</span>
            <span className="prose-wrap">
              Emptied by TRUNCATE: which rows were there is not shown. <EntryLink entry={entry} />
            </span>
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-5 py-2.5 text-dense max-md:px-4">
        <Link href={eventsAddress({ record: name, on: opened.day })} className={`${linkStyle} inline-block py-0.5`}>
          What was recorded of <bdi>{name}</bdi> on that day
        </Link>
      </p>
    </section>
  );
}

function EntryLink({ entry }: { entry?: string }) {
  if (entry === undefined) return null;
  return (
    <Link href={entryAddress(entry)} className={`${linkStyle} inline-block py-0.5`}>
      Entry {entry} says so
    </Link>
  );
}
