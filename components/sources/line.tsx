import { CirclePause, CloudDownload, Database, type LucideIcon, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { alarmWords, clockWords, stateWords, waitingWords } from "@/lib/event";
import type { ListedSource } from "@/lib/search";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Link, linkStyle } from "../ui/link";
import { kindWords } from "./words";

/** A source in the list: what it is, how it stands, and what a person should know of it. */
export function SourceLine({ source, now, zone }: { source: ListedSource; now: string; zone: Zone }) {
  const { id, name, kind } = source;
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-start gap-x-3 px-5 py-3.5 max-md:px-4">
      <SourceMark source={source} />
      <div className="prose-wrap grid min-w-0 gap-0.5 text-dense">
        <p>
          <Link
            href={kind === "http" ? "/keys" : `/sources/${id}`}
            className={`${linkStyle} font-[600] max-md:inline-block max-md:py-1`}
          >
            <bdi>{name}</bdi>
          </Link>{" "}
          <span className="text-ink-2">
            {kindWords[kind]}
            {kind === "http" && ", with its API keys"}
          </span>
        </p>
        <p>
          <StateSentence source={source} now={now} zone={zone} />
        </p>
        <Facts source={source} now={now} />
      </div>
    </li>
  );
}

export function SourceMark({ source }: { source: ListedSource }) {
  const { state, kind, unfinished, alarms } = source;
  const troubled = state === "stopped" || state === "unreachable" || state === "unwatched";
  const Mark: LucideIcon = troubled
    ? Unplug
    : unfinished || alarms.length > 0 || source.captured < source.tables
      ? TriangleAlert
      : state === "paused"
        ? CirclePause
        : kind === "http"
          ? CloudDownload
          : Database;
  const calm = Mark === Database || Mark === CloudDownload || Mark === CirclePause;
  return <Mark size={19} className={calm ? "text-ink-2" : "text-attention"} />;
}

/** Its state in words, with who, since when and why. */
export function StateSentence({ source, now, zone }: { source: ListedSource; now: string; zone: Zone }): ReactNode {
  const { state, pause, lookedAt, reason, kind, unfinished } = source;
  const looked = lookedAt && <Ago time={lookedAt} now={now} />;
  if (unfinished) return "Not connected to the end: nothing is captured. Connect the database again, or remove it.";
  if (state === "paused" && pause)
    return (
      <>
        {capital(stateWords(source))}. Paused by <bdi>{pause.by}</bdi> on {minuteTime(pause.at, zone)}: “
        <bdi>{pause.reason}</bdi>”
      </>
    );
  if (state === "stopped") return <>Stopped: {reason}</>;
  if (state === "unreachable")
    return (
      <>
        Has not answered since {lookedAt && minuteTime(lookedAt, zone)}. {reason}
      </>
    );
  if (state === "unwatched")
    return (
      <>
        {capital(stateWords(source))}. Last looked at {looked}.
      </>
    );
  return (
    <>
      {capital(stateWords(source))}.{kind === "postgres" && looked && <> Read; last looked at {looked}.</>}
    </>
  );
}

function Facts({ source, now }: { source: ListedSource; now: string }) {
  const { kind, lastEventAt, alarms, unfinished } = source;
  if (unfinished) return null;
  return (
    <>
      <p className="text-ink-2">
        {lastEventAt ? (
          <>
            Last change <Ago time={lastEventAt} now={now} />.
          </>
        ) : (
          "No change so far."
        )}
        {kind === "postgres" && source.waiting && ` ${capital(waitingWords(source, now))}.`}
        {kind === "postgres" && source.clock && ` ${capital(clockWords(source))}.`}
      </p>
      {alarms.length > 0 && (
        <p className="text-attention">
          <b>Alarm:</b> {alarmWords(source).join("; ")}.
        </p>
      )}
    </>
  );
}

export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
