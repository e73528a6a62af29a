import { Search } from "lucide-react";
import type { EventQuery, Problem } from "@/lib/search";
import { FieldError } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import { Token } from "../ui/token";
import { eventsAddress } from "./address";
import { FiltersButton } from "./form";
import { filtersOf } from "./words";

/** What holds for this list, as tokens that can be taken away, and the way to ask for something else. */
export function FilterBar({ query, problems }: { query: EventQuery; problems: Problem[] }) {
  const held = filtersOf(query);
  return (
    <section
      aria-label="Filters that hold"
      className="grid grid-cols-1 gap-2 border-b border-line bg-surface px-5 py-3 max-md:px-4"
    >
      <div className="flex flex-wrap gap-2.5 max-md:grid max-md:grid-cols-1">
        <div className="flex min-h-10 min-w-0 flex-1 flex-wrap items-center gap-1.5 rounded-control border border-line-strong bg-surface py-1.5 pr-2 pl-3">
          <Search size={16} className="text-ink-3" />
          {held.map((token) => (
            <Token
              key={token.field}
              name={token.name}
              value={token.value}
              without={token.without}
              bad={problems.some((problem) => problem.field === token.field)}
            />
          ))}
          <OwnEntries query={query} />
          {held.length > 0 && (
            <Link
              href="/events"
              className={`${linkStyle} ml-auto inline-flex min-h-6 items-center px-1 text-dense max-md:min-h-11`}
            >
              Clear all
            </Link>
          )}
        </div>
        <FiltersButton held={held.length} />
      </div>
      {problems.map((problem) => (
        <FieldError key={problem.field + problem.sentence}>{problem.sentence}</FieldError>
      ))}
    </section>
  );
}

/** Vouch's own entries are left out unless asked for; the token says so, and its × undoes it. */
function OwnEntries({ query }: { query: EventQuery }) {
  const other = eventsAddress({ ...query, own: !query.own, cursor: undefined, direction: undefined });
  return <Token name="Vouch’s own entries" value={query.own ? "shown" : "hidden"} without={other} />;
}
