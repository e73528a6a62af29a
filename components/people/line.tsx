import type { KnownSource, ListedPerson } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { Ago } from "../event/ago";
import type { Zone } from "../event/zone";
import { Chip } from "../ui/chip";
import { Link } from "../ui/link";
import { personAddress } from "./address";
import { roleWords, seesSaid, signsIn, stateSaid } from "./words";

/** Somebody: who they are, their role, how they stand, how and when they signed in. */
export function PersonLine({
  of: person,
  sources,
  now,
  zone,
}: {
  of: ListedPerson;
  sources: KnownSource[];
  now: Date;
  zone: Zone;
}) {
  const { id, name, email, role, lastSignIn } = person;
  const state = stateSaid(person, zone);
  const sees = seesSaid(person, sources);
  return (
    <li className="relative grid grid-cols-[1.5rem_minmax(0,1fr)] items-start gap-x-3 px-5 py-3 hover:bg-hover max-md:px-4">
      <ActorBadge kind="human" attribution="verified" name={name} decorative />
      <div className="prose-wrap min-w-0 text-dense">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Link href={personAddress(id)} className="font-[620] after:absolute after:inset-0 hover:underline">
            <bdi>{name}</bdi>
          </Link>
          <span className="text-ink-2">{roleWords(role)}</span>
          {state && <Chip look={state.look}>{state.says}</Chip>}
        </p>
        <p className="text-ink-2 wrap-anywhere">{email}</p>
        {role === "auditor" && !sees && <p className="text-attention">Held to no period: sees everything.</p>}
        {sees && (
          <p className="text-ink-2">
            <bdi>{sees}</bdi>
          </p>
        )}
        <p className="text-meta text-ink-3">
          {signsIn(person)}{" "}
          {lastSignIn ? (
            <>
              Last signed in <Ago time={lastSignIn} now={now.toISOString()} />.
            </>
          ) : (
            (person.hasPassword || person.hasProvider) && "Never signed in."
          )}
        </p>
      </div>
    </li>
  );
}
