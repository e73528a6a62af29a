import { Search } from "lucide-react";
import { personStates, type Roster } from "@/lib/access";
import { countOf, grouped } from "@/lib/event";
import type { Zone } from "../event/zone";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { inputStyle } from "../ui/field";
import { Link, linkStyle } from "../ui/link";
import type { LinkAct } from "./acts";
import { peopleAddress } from "./address";
import { InviteButton } from "./invite";
import { PersonLine } from "./line";
import { headline, stateNames } from "./words";

/** Everybody who uses Vouch, or may. `invite`: where the reader may invite somebody. */
export function PeopleView({ found, invite, now, zone }: { found: Roster; invite?: LinkAct; now: Date; zone: Zone }) {
  const { people, sources, query } = found;
  const filtered = query.text !== undefined || query.state !== undefined;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 max-md:px-4">
        <div className="min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">{query.text ? "People" : headline(found)}</h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            What somebody may do follows from their role; an auditor is held to a period and to sources as well. Each
            change here is an entry.{" "}
            <Link href="/people/rules" className={linkStyle}>
              Rules of signing in
            </Link>
          </p>
        </div>
        {invite && <InviteButton act={invite} sources={sources} />}
      </header>
      <Finder found={found} />
      <Card id="people" title={filtered ? `${countOf(String(found.found), "person", "people")} found` : "Everybody"}>
        {people.length === 0 ? (
          <Nobody found={found} />
        ) : (
          <ul aria-labelledby="people" className="divide-y divide-line border-t border-line">
            {people.map((person) => (
              <PersonLine key={person.id} of={person} sources={sources} now={now} zone={zone} />
            ))}
          </ul>
        )}
        {found.found > people.length && (
          <p className="border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">
            The first {grouped(String(people.length))} of {grouped(String(found.found))} by name. Search for a name or
            e-mail to see others.
          </p>
        )}
      </Card>
    </div>
  );
}

function Finder({ found: { counts, query } }: { found: Roster }) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const states = personStates.filter((state) => counts[state] > 0 || query.state === state);
  const choices = [{ state: undefined, count: all }, ...states.map((state) => ({ state, count: counts[state] }))];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 max-md:px-4">
      <search aria-label="People" className="max-md:w-full">
        <form action="/people" className="flex min-w-0 gap-2">
          {query.state && <input type="hidden" name="state" value={query.state} />}
          <input
            name="text"
            type="search"
            aria-label="Name or e-mail"
            placeholder="Name or e-mail"
            defaultValue={query.text}
            maxLength={200}
            autoComplete="off"
            className={`${inputStyle} md:w-64`}
          />
          <Button type="submit">
            <Search size={14} /> Find
          </Button>
        </form>
      </search>
      <nav aria-label="State" className="flex flex-wrap items-center gap-1 text-dense">
        {choices.map(({ state, count }) => (
          <Link
            key={state ?? "all"}
            href={peopleAddress({ text: query.text, state })}
            aria-current={query.state === state ? "true" : undefined}
            className="rounded-control px-2 py-1 text-ink-2 hover:bg-hover aria-[current]:bg-sunken aria-[current]:font-[600] aria-[current]:text-ink max-md:grid max-md:min-h-11 max-md:place-items-center"
          >
            {state ? stateNames[state] : "Everybody"} {grouped(String(count))}
          </Link>
        ))}
      </nav>
    </div>
  );
}

function Nobody({ found: { query } }: { found: Roster }) {
  const { text, state } = query;
  return (
    <div className="grid justify-items-start gap-3 border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
      <p className="prose-wrap">
        {text ? (
          <>
            Nobody has “<bdi>{text}</bdi>” in their name or e-mail
            {state ? ` and is: ${stateNames[state].toLowerCase()}` : ""}.
          </>
        ) : (
          `Nobody is: ${stateNames[state ?? "active"].toLowerCase()}.`
        )}
      </p>
      <ButtonLink href="/people">Show everybody</ButtonLink>
    </div>
  );
}
