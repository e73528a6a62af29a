import type { ListedPerson, Session } from "@/lib/access";
import { countOf } from "@/lib/event";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card } from "../ui/card";
import { ActButton } from "./act";
import type { PersonActs } from "./acts";

/** Where somebody is signed in, and ending it. */
export function Sessions({
  person,
  sessions,
  acts,
  now,
  zone,
}: {
  person: ListedPerson;
  sessions: Session[];
  acts?: PersonActs;
  now: Date;
  zone: Zone;
}) {
  const { id, name } = person;
  const number = countOf(String(sessions.length), "session");
  return (
    <Card id="sessions" title={sessions.length === 0 ? "Sessions" : `${number} open`}>
      {sessions.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-dense text-ink-2 max-md:px-4">
          They are not signed in anywhere.
        </p>
      ) : (
        <>
          <ul aria-labelledby="sessions" className="divide-y divide-line border-t border-line">
            {sessions.map((session) => (
              <li
                key={session.reference}
                className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 px-5 py-3 text-dense max-md:px-4"
              >
                <div className="prose-wrap min-w-0">
                  <p>
                    {session.browser}
                    {session.current && <b>, this one</b>}
                  </p>
                  <p className="text-meta text-ink-3">
                    {session.address ? `From ${session.address}` : "Address not recorded"}, since{" "}
                    {minuteTime(session.createdAt, zone)}, last seen{" "}
                    <Ago time={session.lastSeenAt} now={now.toISOString()} />
                    {session.via === "oidc" && ", signed in with the provider"}.
                  </p>
                </div>
                {acts && (
                  <ActButton
                    act={acts.endSession}
                    given={{ id, session: session.reference }}
                    says="End"
                    label={`End the session in ${session.browser}`}
                    title={`End the session in ${session.browser}`}
                    intro={
                      session.current
                        ? "This is the session in which you read this: you sign in again afterwards."
                        : `${name} is signed out there at once, and can sign in again.`
                    }
                    does="End this session"
                  />
                )}
              </li>
            ))}
          </ul>
          {acts && sessions.length > 1 && (
            <div className="border-t border-line px-5 py-3 max-md:px-4">
              <ActButton
                act={acts.endSessions}
                given={{ id }}
                says={`End all ${number}`}
                look="danger"
                title={`End ${number} of ${name}`}
                intro={`${name} is signed out everywhere at once, and can sign in again.`}
                does={`End ${number}`}
              />
            </div>
          )}
        </>
      )}
    </Card>
  );
}
