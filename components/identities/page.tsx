import { countOf } from "@/lib/event";
import type { Unnamed } from "@/lib/search";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { Link } from "../ui/link";
import type { Acts } from "./form";
import { GapLine } from "./gap";
import { NameButton } from "./name-button";
import { NamedLine } from "./named";
import { headline } from "./words";

const periods = [7, 30, 90];

/** Who acted without a name and what to do about it; then everybody who has one. `acts`: where the reader may give names. */
export function IdentitiesView({
  found,
  acts,
  now,
  zone,
}: {
  found: Unnamed;
  acts: Acts | undefined;
  now: Date;
  zone: Zone;
}) {
  const { actors, identities, sources, days } = found;
  const open = actors.some(({ named }) => named === undefined);
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="max-md:px-4">
        <h1 className="text-display text-balance max-md:text-verdict">{headline(found)}</h1>
        <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
          A name says who a login or an application is. It holds for what is recorded from then on; entries that exist
          never change.
        </p>
      </header>
      <Card id="gaps" title="Who acted without a name" aside={<Periods days={days} />}>
        {open && (
          <p className="prose-wrap max-w-3xl px-5 pb-3 text-dense text-ink-2 max-md:px-4">
            If one job or service alone uses a login, name it. If several people share it, let the application say who
            acts: <code className="text-meta">docs/recipes.md</code> shows how, for each driver and pooler.
          </p>
        )}
        {actors.length === 0 ? (
          <Nothing>
            {found.anything
              ? `Nobody in the last ${days} days: each change names a person, a service or an agent, or claims one.`
              : `Nothing was recorded in the last ${days} days, so there is nobody to name.`}
          </Nothing>
        ) : (
          <ul aria-labelledby="gaps" className="divide-y divide-line border-t border-line">
            {actors.map((gap) => (
              <GapLine
                key={`${gap.source.id} ${gap.login} ${gap.actor} ${gap.claimed}`}
                gap={gap}
                found={found}
                acts={acts}
                now={now}
                zone={zone}
              />
            ))}
          </ul>
        )}
        <Limits found={found} zone={zone} />
      </Card>
      <Card
        id="named"
        title="Named identities"
        aside={acts && <NameButton save={acts.save} sources={sources} says="Add an identity" title="Add an identity" />}
      >
        {identities.length === 0 ? (
          <Nothing>
            Nobody has a name yet.{" "}
            {acts
              ? "Name a login that one job, script or service uses alone: from then on its changes carry that name, verified."
              : "An administrator or an engineer gives them."}
          </Nothing>
        ) : (
          <ul aria-labelledby="named" className="divide-y divide-line border-t border-line">
            {identities.map((identity) => (
              <NamedLine key={identity.id} identity={identity} sources={sources} acts={acts} zone={zone} />
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function Nothing({ children }: { children: React.ReactNode }) {
  return (
    <div className="border-t border-line px-5 py-4 max-md:px-4">
      <p className="prose-wrap max-w-3xl text-dense text-ink-2">{children}</p>
    </div>
  );
}

function Periods({ days }: { days: number }) {
  return (
    <nav aria-label="Period" className="flex items-center gap-1">
      {periods.map((period) => (
        <Link
          key={period}
          href={`/identities?days=${period}`}
          aria-current={period === days ? "true" : undefined}
          className="rounded-control px-2 py-1 text-ink-2 hover:bg-hover aria-[current]:bg-sunken aria-[current]:font-[600] aria-[current]:text-ink max-md:grid max-md:min-h-11 max-md:place-items-center"
        >
          {period} days
        </Link>
      ))}
    </nav>
  );
}

function Limits({ found: { cut, from, more }, zone }: { found: Unnamed; zone: Zone }) {
  if (!cut && more === 0) return null;
  return (
    <p className="prose-wrap border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">
      {cut &&
        `Only what was recorded since ${minuteTime(from, zone)} was looked at: before that there is too much to count here. `}
      {more > 0 && `${countOf(String(more), "more sender")} with fewer changes are not listed.`}
    </p>
  );
}
