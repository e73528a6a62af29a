import { countOf } from "@/lib/event";
import type { EventPage, EventQuery, Problem } from "@/lib/search";
import type { AskActs } from "../approvals/acts";
import { AskReveal } from "../approvals/ask-reveal";
import { FilterBar } from "../filter/bar";
import { Filters } from "../filter/form";
import { Key } from "../ui/key";
import { NoLines } from "./empty";
import { lineOf } from "./line";
import { EventList } from "./list";
import { Paging } from "./paging";
import { type Zone, zoneName } from "./zone";

/** The address as it was typed. */
type Typed = Record<string, string | string[] | undefined>;

/** The list of entries with what it was asked for: filters that hold, the form to ask differently, the lines. */
export function EventsView({
  page,
  typed,
  problems,
  now,
  zone,
  reveal,
}: {
  page: EventPage;
  typed: Typed;
  problems: Problem[];
  now: Date;
  zone: Zone;
  /** Asks for the concealed values of all that the search finds. */
  reveal: AskActs<Record<string, string>>;
}) {
  const { lines, query, older, newer } = page;
  const asked = withMistakes(query, problems, typed);
  return (
    <div className="flex flex-1">
      <Filters query={asked} problems={problems}>
        <div className="min-w-0 flex-1">
          <FilterBar query={asked} problems={problems} />
          {lines.length === 0 ? (
            <NoLines query={query} />
          ) : (
            <>
              <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 bg-surface px-5 py-1.5 max-md:px-4">
                <p role="status" className="text-dense">
                  <b>{countOf(String(lines.length), "line")}</b>
                  {(older || newer) && " on this page"}
                  <span className="text-ink-2">, newest first. A bulk statement is one line.</span>
                </p>
                <div className="ml-auto max-md:hidden">
                  <Paging label="More lines" query={query} older={older} newer={newer} />
                </div>
              </div>
              <EventList lines={lines.map((entry) => lineOf(entry, now, zone))} label="Events" zone={zoneName(zone)} />
              <footer className="flex flex-wrap items-center gap-3 px-5 py-3 max-md:px-4">
                <p className="text-meta text-ink-3 max-md:hidden">
                  <Key>↑</Key> <Key>↓</Key> move, <Key>Enter</Key> opens, <Key>/</Key> goes to the filters
                </p>
                <AskReveal query={query} acts={reveal} />
                <div className="ml-auto">
                  <Paging label="More lines, at the end" query={query} older={older} newer={newer} />
                </div>
              </footer>
            </>
          )}
        </div>
      </Filters>
    </div>
  );
}

/** What cannot be read is no part of the search, but stays in the form and as a token, so that it can be corrected. */
function withMistakes(query: EventQuery, problems: Problem[], typed: Typed): EventQuery {
  const mistakes = problems
    .filter(({ field }) => field !== "cursor")
    .map(({ field }) => [field, [typed[field]].flat()[0] ?? ""]);
  return { ...query, ...Object.fromEntries(mistakes) };
}
