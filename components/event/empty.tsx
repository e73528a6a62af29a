import { Database, SearchX } from "lucide-react";
import type { EventQuery } from "@/lib/search";
import { eventsAddress } from "../filter/address";
import { filtersOf } from "../filter/words";
import { ButtonLink } from "../ui/button";
import { State } from "../ui/state";

/** Nothing to list: which filters that holds for, and the way to fewer of them. */
export function NoLines({ query }: { query: EventQuery }) {
  const held = filtersOf(query);
  if (held.length === 0) {
    return (
      <State icon={<Database />} title="No entries recorded yet">
        <p>
          Entries appear here once a database or an application reports to Vouch. Vouch’s own entries are{" "}
          {query.own ? "shown" : "hidden"}.
        </p>
      </State>
    );
  }
  const last = held[held.length - 1];
  return (
    <State
      icon={<SearchX />}
      title="No entries recorded for these filters."
      actions={
        <>
          {last && (
            <ButtonLink look="primary" href={last.without} className="max-w-full">
              <span className="truncate">
                Remove “{last.name}: <bdi>{last.value}</bdi>”
              </span>
            </ButtonLink>
          )}
          {!query.own && (
            <ButtonLink href={eventsAddress({ ...query, own: true, cursor: undefined, direction: undefined })}>
              Look among Vouch’s own entries too
            </ButtonLink>
          )}
          {held.length > 1 && <ButtonLink href="/events">Clear all filters</ButtonLink>}
        </>
      }
    >
      <p>
        Nothing was recorded with{" "}
        {held.map((filter, at) => (
          <span key={filter.field}>
            {at > 0 && (at === held.length - 1 ? " and " : ", ")}
            <b className="text-ink">
              {filter.name}: <bdi>{filter.value}</bdi>
            </b>
          </span>
        ))}
        . What was not captured is not in this list.
      </p>
    </State>
  );
}
