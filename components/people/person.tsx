import type { ReactNode } from "react";
import type { OpenedPerson, Session } from "@/lib/access";
import { ActorBadge } from "../actor/badge";
import { eventsAddress } from "../event/address";
import { Ago } from "../event/ago";
import { dateOf } from "../event/time";
import type { Zone } from "../event/zone";
import { looksAddress } from "../looks/address";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import type { PersonActs } from "./acts";
import { Ending } from "./ending";
import { Powers } from "./powers";
import { Sessions } from "./sessions";
import { SigningIn } from "./signing-in";
import { roleWords, stateSaid } from "./words";

export interface PersonProps {
  found: OpenedPerson;
  /** Undefined where the reader may not see them. */
  sessions?: Session[];
  /** Where the reader may change accounts. */
  acts?: PersonActs;
  /** Asks for the role administrator, which takes a second person. */
  askAdministrator?: ReactNode;
  /** Where the reader may see who looked at what. */
  looks: boolean;
  now: Date;
  zone: Zone;
}

/** One person: who they are, what they may do and see, how they sign in, and what can be done about it. */
export function PersonView(props: PersonProps) {
  const { found, sessions, acts, askAdministrator, looks, now, zone } = props;
  const { person, self } = found;
  const { name, email, role, createdAt, lastSignIn } = person;
  const state = stateSaid(person, zone);
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 max-md:px-4">
        <span className="mt-1.5">
          <ActorBadge kind="human" attribution="verified" name={name} decorative />
        </span>
        <div className="prose-wrap min-w-0">
          <h1 className="text-display text-balance max-md:text-verdict">
            <bdi>{name}</bdi>
          </h1>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2">
            {roleWords(role)}
            {self && ", which is you"}
            {state && <Chip look={state.look}>{state.says}</Chip>}
          </p>
          <p className="mt-1 text-dense text-ink-2">
            <span className="wrap-anywhere">{email}</span>.{" "}
            {person.hasPassword || person.hasProvider ? "Here since" : "Invited on"} {dateOf(createdAt, zone)}.{" "}
            {lastSignIn ? (
              <>
                Last signed in <Ago time={lastSignIn} now={now.toISOString()} />.
              </>
            ) : (
              "Never signed in."
            )}
          </p>
          <p className="mt-1.5 flex flex-wrap gap-x-4 text-dense [&>a]:max-md:flex [&>a]:max-md:min-h-11 [&>a]:max-md:items-center">
            <Link href={eventsAddress({ actor: email, own: "shown" })} className={linkStyle}>
              What they did
            </Link>
            <Link href={eventsAddress({ record: "person", id: person.id, own: "shown" })} className={linkStyle}>
              What was done to this account
            </Link>
            {looks && (
              <Link href={looksAddress({ person: email })} className={linkStyle}>
                What they looked at
              </Link>
            )}
          </p>
        </div>
      </header>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
        <div className="grid min-w-0 gap-5">
          <Powers found={found} acts={acts} askAdministrator={askAdministrator} />
          {sessions && <Sessions person={person} sessions={sessions} acts={acts} now={now} zone={zone} />}
        </div>
        <div className="grid min-w-0 gap-5">
          <SigningIn found={found} acts={acts} zone={zone} />
          {acts && (self ? <Own /> : <Ending found={found} acts={acts} />)}
        </div>
      </div>
    </div>
  );
}

function Own() {
  return (
    <Card id="ending" title="This is your own account">
      <p className="prose-wrap border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
        Nobody changes their own role or ends their own account here, so that nobody locks themselves out. Another
        administrator can. Your name, password and second factor are on{" "}
        <Link href="/account" className={linkStyle}>
          your account page
        </Link>
        .
      </p>
    </Card>
  );
}
