import { Database, TriangleAlert, Unplug } from "lucide-react";
import {
  alarmWords,
  capitalised,
  needsAttention,
  type SourceHealth,
  stateWords,
  tableNames,
  waitingWords,
} from "@/lib/event";
import { Ago } from "../event/ago";
import { ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { StatusLine, withCommands } from "./status-line";

export function SourceLine({ source, now, seesCoverage }: { source: SourceHealth; now: Date; seesCoverage: boolean }) {
  const last = source.lastEventAt ? (
    <>
      Last event <Ago time={source.lastEventAt} now={now.toISOString()} />.
    </>
  ) : (
    "No event so far."
  );
  const attention = needsAttention(source);
  const down = attention && source.state !== "capturing" && source.state !== "paused";
  const Icon = down ? Unplug : attention ? TriangleAlert : Database;
  return (
    <StatusLine
      mark={<Icon size={attention ? 20 : 19} className={attention ? "text-attention" : undefined} />}
      detail={
        <>
          {last} {attention && <Trouble source={source} now={now} seesCoverage={seesCoverage} />}
        </>
      }
    >
      <b>
        <bdi>{source.name}</bdi>: {stateWords(source)}.
      </b>
      {source.reason && <> {withCommands(source.reason)}</>}
    </StatusLine>
  );
}

/** What is wrong, and where more is said of it. */
function Trouble({ source, now, seesCoverage }: { source: SourceHealth; now: Date; seesCoverage: boolean }) {
  const { state, missing, tables, captured } = source;
  const instant = now.toISOString().replace("Z", "000Z");
  const others = tables - captured - missing.length;
  return (
    <>
      {state === "stopped" && "Changes made since are not recorded unless they wait in the source’s outbox. "}
      {state === "unwatched" &&
        "What happens there since is recorded later, or is not: nobody knows until the worker runs. "}
      {alarmWords(source).map((words) => (
        <span key={words}>Alarm: {words}. </span>
      ))}
      {source.alarms.includes("behind") && <>{capitalised(waitingWords(source, instant))}. </>}
      {state !== "unwatched" && missing.length > 0 && (
        <>
          Not captured, or not known to be: <bdi>{tableNames(missing)}</bdi>
          {others > 0 && ` and ${others} more`}.{" "}
        </>
      )}
      {seesCoverage && (
        <Link href="/coverage" className={`${linkStyle} inline-block py-[3px]`}>
          See what is captured
        </Link>
      )}
    </>
  );
}

export function NoSource({ mayConnect }: { mayConnect: boolean }) {
  return (
    <StatusLine
      mark={<Unplug size={20} />}
      detail={
        mayConnect ? (
          <>
            Connect a PostgreSQL database, and every change of its tables is captured from then on.
            <span className="mt-2 block">
              <ButtonLink href="/sources/new" look="primary">
                Connect a database
              </ButtonLink>
            </span>
          </>
        ) : (
          "An engineer or an administrator connects a PostgreSQL database on the page Sources."
        )
      }
    >
      <b>Capture: no source yet.</b>
    </StatusLine>
  );
}
