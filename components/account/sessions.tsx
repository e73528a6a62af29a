import type { Session } from "@/lib/access";
import { countOf } from "@/lib/event";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ActButton } from "../people/act";
import { Card } from "../ui/card";
import { Chip } from "../ui/chip";
import type { AccountActs } from "./acts";

export interface OwnSessionsProps {
  sessions: Session[];
  provider: string | undefined;
  acts: AccountActs;
  now: Date;
  zone: Zone;
}

/** Where one is signed in, and ending what one does not know. */
export function OwnSessions({ sessions, provider, acts, now, zone }: OwnSessionsProps) {
  const others = sessions.filter(({ current }) => !current).length;
  return (
    <Card id="sessions" title={`You are signed in at ${countOf(String(sessions.length), "place")}`}>
      <ul aria-labelledby="sessions" className="divide-y divide-line border-t border-line">
        {sessions.map((session) => (
          <li
            key={session.reference}
            className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-3 text-dense max-md:px-4"
          >
            <div className="prose-wrap min-w-0">
              <p>
                {session.browser} {session.current && <Chip>This one</Chip>}
              </p>
              <p className="text-meta text-ink-3">
                {session.address ? `From ${session.address}` : "Address not recorded"}, since{" "}
                {minuteTime(session.createdAt, zone)}, last seen{" "}
                <Ago time={session.lastSeenAt} now={now.toISOString()} />
                {session.via === "oidc" && `, with ${provider}`}. Ends {minuteTime(session.expiresAt, zone)}.
              </p>
            </div>
            {!session.current && (
              <ActButton
                act={acts.endSession}
                given={{ session: session.reference }}
                says="End"
                label={`End the session in ${session.browser}`}
                title={`End the session in ${session.browser}`}
                intro="Whoever uses it is signed out at once. If you do not know it, change your password, too."
                does="End this session"
              />
            )}
          </li>
        ))}
      </ul>
      {others > 0 && (
        <div className="border-t border-line px-5 py-3 max-md:px-4">
          <ActButton
            act={acts.endOthers}
            given={{}}
            says={`End ${countOf(String(others), "other session")}`}
            look="danger"
            title={`End ${countOf(String(others), "other session")}`}
            intro="You stay signed in here and are signed out everywhere else."
            does={`End ${countOf(String(others), "session")}`}
          />
        </div>
      )}
    </Card>
  );
}
