import { countOf } from "@/lib/event";
import type { Unnamed, UnnamedActor } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { eventsAddress } from "../event/address";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import type { Acts } from "./form";
import { NameButton } from "./name-button";
import { proposed } from "./words";

/** Somebody who acted without a name: how often, through what, since when, and what to do. */
export function GapLine({
  gap,
  found,
  acts,
  now,
  zone,
}: {
  gap: UnnamedActor;
  found: Unnamed;
  acts?: Acts;
  now: Date;
  zone: Zone;
}) {
  const { actor, claimed, login, source, named } = gap;
  const who = login ?? actor;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 px-5 py-3 max-md:grid-cols-[1.5rem_minmax(0,1fr)] max-md:px-4">
      <ActorBadge kind="unknown" attribution={claimed ? "claimed" : "verified"} decorative />
      <div className="prose-wrap min-w-0 text-dense">
        <p>
          {login ? "Login " : ""}
          <b>
            <bdi>{who}</bdi>
          </b>{" "}
          made {countOf(gap.changes, "change")} in <bdi>{source.name}</bdi>
          {claimed ? (
            <>
              {" "}
              and said only “<bdi>{actor}</bdi>”
            </>
          ) : (
            " and did not say who"
          )}
          .
        </p>
        <p className="text-meta text-ink-3">
          {gap.application && (
            <>
              Application <bdi>{gap.application}</bdi>, as it says of itself.{" "}
            </>
          )}
          First on {minuteTime(gap.firstAt, zone)}, last <Ago time={gap.lastAt} now={now.toISOString()} />.
        </p>
        <Advice gap={gap} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 max-md:col-start-2">
        <Link
          href={changesOf(gap)}
          className={`${linkStyle} text-dense max-md:flex max-md:min-h-11 max-md:items-center`}
        >
          Show these changes
        </Link>
        {named !== undefined && <Chip>Named</Chip>}
        {named === undefined && acts && (
          <NameButton
            save={acts.save}
            sources={found.sources}
            given={proposed(gap, found.sources)}
            hint={gap.application}
            says="Name it"
            title={`Who is ${who}?`}
            label={`Name ${who} of ${source.name}`}
          />
        )}
      </div>
    </li>
  );
}

/** Where the list's own advice is not enough. */
function Advice({ gap: { claimed, login, source, named } }: { gap: UnnamedActor }) {
  const says = named ? (
    <>
      Is <bdi>{named}</bdi> by now: these changes were recorded before that was said.
    </>
  ) : source.kind === "http" || !login ? (
    "Let the sender name the actor of each event, or use a key of its own."
  ) : claimed ? (
    "A word like this names nobody. Let the application say which job or person it is."
  ) : undefined;
  return says && <p className="text-ink-2">{says}</p>;
}

/** The same entries in the list of events; whole days, since the filters know no hours. */
function changesOf({ actor, firstAt, lastAt }: UnnamedActor): string {
  return eventsAddress({ actor, kind: "unknown", after: firstAt.slice(0, 10), before: lastAt.slice(0, 10) });
}
