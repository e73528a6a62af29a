import { Database, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import {
  alarmWords,
  capitalised,
  countOf,
  grouped,
  needsAttention,
  type SourceHealth,
  stateWords,
  tableNames,
  waitingWords,
} from "@/lib/event";
import type { Home } from "@/lib/search";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import { ProofMark } from "../proof/mark";
import { ledgerMark } from "../shell/ledger";
import { ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { Questions } from "./questions";

/** The state of things in sentences, then the questions people come with. */
export function HomeView({ home, now }: { home: Home; now: Date }) {
  return (
    <div className="grid w-full max-w-[72.5rem] gap-6 px-8 pt-7 pb-10 max-md:px-4 max-md:pt-5">
      <header>
        <h1 className="text-display text-balance max-md:text-verdict">{headline(home)}</h1>
        <p className="mt-1 text-ink-2">
          {minuteTime(now.toISOString())}. Everything you open here is recorded, like everyone else’s views.
        </p>
      </header>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        <Integrity integrity={home.integrity} now={now} />
        {home.sources.length === 0 ? (
          <NoSource mayConnect={home.mayConnect} />
        ) : (
          home.sources.map((source) => (
            <SourceLine key={source.id} source={source} now={now} seesCoverage={home.seesCoverage} />
          ))
        )}
      </ul>
      <Questions />
    </div>
  );
}

function headline({ integrity, sources, entries }: Home): string {
  if (integrity.state === "tampered") return "Problem found: the ledger does not match what was signed.";
  const stopped = sources.filter((source) => source.state === "stopped").length;
  if (sources.length === 0) return "No source is connected yet.";
  if (stopped > 0) return `Capture has stopped for ${countOf(String(stopped), "source")}.`;
  const troubled = sources.filter(needsAttention).length;
  if (troubled > 0) return `Capture needs attention for ${countOf(String(troubled), "source")}.`;
  return `Capture is running. ${countOf(entries, "entry", "entries")} recorded.`;
}

function Integrity({ integrity, now }: { integrity: Home["integrity"]; now: Date }) {
  const mark = <ProofMark state={ledgerMark(integrity.state)} size={22} decorative />;
  const when = integrity.checkedAt && <Ago time={integrity.checkedAt} now={now.toISOString()} />;
  if (integrity.state === "tampered") {
    return (
      <StatusLine
        mark={mark}
        detail={<>Found {when ?? "at the last check"}. Do not rely on the entries named until this is explained.</>}
      >
        <b className="text-tampered">Integrity: problem found.</b> {integrity.sentence}
      </StatusLine>
    );
  }
  if (integrity.state === "not-checked") {
    return (
      <StatusLine
        mark={mark}
        detail={withCommands(integrity.sentence || "The ledger may be in order; nobody has looked.")}
      >
        <b>Integrity has not been checked yet.</b>
      </StatusLine>
    );
  }
  return (
    <StatusLine mark={mark} detail={integrity.sentence}>
      <b>Integrity: verified up to entry {grouped(integrity.checkedTo ?? integrity.entries)}</b>
      {when && <>, {when}</>}.
    </StatusLine>
  );
}

/** A sentence in which a command of the terminal is set as one. */
function withCommands(sentence: string): ReactNode {
  return sentence.split(/(npm run -s vouch -- [a-z]+)/).map((piece, at) =>
    at % 2 === 1 ? (
      <code key={piece} className="rounded-mark bg-sunken whitespace-nowrap px-1 text-meta text-ink">
        {piece}
      </code>
    ) : (
      piece
    ),
  );
}

function SourceLine({ source, now, seesCoverage }: { source: SourceHealth; now: Date; seesCoverage: boolean }) {
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

function NoSource({ mayConnect }: { mayConnect: boolean }) {
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

function StatusLine({ mark, detail, children }: { mark: ReactNode; detail: ReactNode; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] items-center gap-3.5 px-4 py-3.5 max-md:items-start">
      <span className="grid size-6 place-items-center">{mark}</span>
      <div className="prose-wrap min-w-0">
        <p className="text-[0.90625rem] leading-[21px]">{children}</p>
        <div className="text-dense text-ink-2">{detail}</div>
      </div>
    </li>
  );
}
