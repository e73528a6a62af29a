import type { ListedPerson, Session } from "@/lib/access";
import { countOf } from "@/lib/event";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { ActButton } from "./act";
import type { PersonActs } from "./acts";

interface SessionsProps {
  person: ListedPerson;
  sessions: Session[];
  acts?: PersonActs;
  now: Date;
  zone: Zone;
}

/** Where somebody is signed in, and ending it. */
export function Sessions({ sessions, ...rest }: SessionsProps) {
  const { id, name } = rest.person;
  const number = countOf(String(sessions.length), "session");
  if (sessions.length === 0) {
    return (
      <Card id="sessions" title="Sessions">
        <p className="border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          They are not signed in anywhere.
        </p>
      </Card>
    );
  }
  return (
    <Card id="sessions" title={`${number} open`}>
      <ul aria-labelledby="sessions" className="divide-y divide-line border-t border-line">
        {sessions.map((session) => (
          <SessionLine key={session.reference} session={session} {...rest} />
        ))}
      </ul>
      {rest.acts && sessions.length > 1 && (
        <div className="border-t border-line px-5 py-3 max-md:px-4">
          <ActButton
            act={rest.acts.endSessions}
            given={{ id }}
            says={`End all ${number}`}
            look="danger"
            title={`End ${number} of ${name}`}
            intro={`${name} is signed out everywhere at once, and can sign in again.`}
            does={`End ${number}`}
          />
        </div>
      )}
    </Card>
  );
}

function SessionLine({ session, person, acts, now, zone }: Omit<SessionsProps, "sessions"> & { session: Session }) {
  const { reference, browser, address, via, createdAt, lastSeenAt, current } = session;
  const since = minuteTime(createdAt, zone);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 px-5 py-3 text-dense max-md:px-4">
      <div className="prose-wrap min-w-0">
        <p>
          {browser}
          {current && <b>, this one</b>}
        </p>
        <p className="text-meta text-ink-3">
          {address ? `From ${address}` : "Address not recorded"}, since {since}, last seen{" "}
          <Ago time={lastSeenAt} now={now.toISOString()} />
          {via === "oidc" && ", signed in with the provider"}.
        </p>
      </div>
      {acts && (
        <ActButton
          act={acts.endSession}
          given={{ id: person.id, session: reference }}
          says="End"
          label={`End the session in ${browser} since ${since}`}
          title={`End the session in ${browser}`}
          intro={
            current
              ? "This is the session in which you read this: you sign in again afterwards."
              : `${person.name} is signed out there at once, and can sign in again.`
          }
          does="End this session"
        />
      )}
    </li>
  );
}
