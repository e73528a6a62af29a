import { GitPullRequestArrow } from "lucide-react";
import type { RequestLine, RequestList, Requests } from "@/lib/approval";
import { countOf } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Chip } from "../ui/chip";
import { Link } from "../ui/link";
import { State } from "../ui/state";
import { approvalsAddress, requestAddress } from "./address";
import { outcomeWords, stateNames, timeLeft } from "./words";

const names: Record<RequestList, string> = { waiting: "Waiting", mine: "Asked by you", decided: "Decided" };

/** What waits for somebody, what the reader asked for, and what was decided. */
export function ApprovalsView({ found, now, zone }: { found: Requests; now: Date; zone: Zone }) {
  const { lines, list, kind, before, waiting } = found;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="max-md:px-4">
        <h1 className="text-display text-balance max-md:text-verdict">
          {waiting === 0
            ? "Nothing waits for you."
            : `${countOf(String(waiting), "request")} ${waiting === 1 ? "waits" : "wait"} for you.`}
        </h1>
        <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
          Some acts take two people: one asks with a reason, somebody else approves or refuses what it would do. Each
          step is an entry.
        </p>
      </header>
      <Choices found={found} />
      {lines.length === 0 ? (
        <Nothing list={list} filtered={kind !== undefined} />
      ) : (
        <ul
          aria-label={names[list]}
          className="divide-y divide-line rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0"
        >
          {lines.map((line) => (
            <Line key={line.number} line={line} now={now} zone={zone} />
          ))}
        </ul>
      )}
      {before && (
        <p className="max-md:px-4">
          <ButtonLink href={approvalsAddress({ list, kind, before })}>Older requests</ButtonLink>
        </p>
      )}
    </div>
  );
}

const choice =
  "rounded-control px-2 py-1 text-ink-2 hover:bg-hover aria-[current]:bg-sunken aria-[current]:font-[600] aria-[current]:text-ink max-md:grid max-md:min-h-11 max-md:place-items-center";

function Choices({ found: { list, kind, kinds, waiting } }: { found: Requests }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-dense max-md:px-2">
      <nav aria-label="Which requests" className="flex flex-wrap items-center gap-1">
        {(Object.keys(names) as RequestList[]).map((one) => (
          <Link
            key={one}
            href={approvalsAddress({ list: one, kind })}
            aria-current={one === list ? "true" : undefined}
            className={choice}
          >
            {names[one]}
            {one === "waiting" && waiting > 0 && ` ${waiting}`}
          </Link>
        ))}
      </nav>
      <nav aria-label="Which acts" className="flex flex-wrap items-center gap-1">
        {[{ kind: undefined, name: "All acts" }, ...kinds].map((one) => (
          <Link
            key={one.kind ?? "all"}
            href={approvalsAddress({ list, kind: one.kind })}
            aria-current={one.kind === kind ? "true" : undefined}
            className={choice}
          >
            {one.name}
          </Link>
        ))}
      </nav>
    </div>
  );
}

function Line({ line, now, zone }: { line: RequestLine; now: Date; zone: Zone }) {
  const { number, act, asker, title, state, askedAt, endedAt, expiresAt, mine, forMe } = line;
  const open = state === "waiting" || state === "approved";
  return (
    <li className="relative grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-1.5 px-5 py-3 hover:bg-hover max-md:grid-cols-[1.5rem_minmax(0,1fr)] max-md:px-4">
      <ActorBadge kind="human" attribution="verified" name={asker} decorative />
      <div className="prose-wrap min-w-0 text-dense">
        <p>
          <Link
            href={requestAddress(number)}
            className="text-ink after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            <b>
              <bdi>{mine ? "You" : asker}</bdi>
            </b>{" "}
            {wants(line)} to <bdi>{title}</bdi>
          </Link>
        </p>
        <p className="text-meta text-ink-3">
          Request {number} / {act} / {outcomeWords(line)} /{" "}
          {endedAt ? (
            minuteTime(endedAt, zone)
          ) : (
            <>
              asked <Ago time={askedAt} now={now.toISOString()} />
            </>
          )}
        </p>
      </div>
      <p className="flex flex-wrap items-center gap-2 max-md:col-start-2">
        {state === "waiting" && !forMe && <Chip>{mine ? "Waits for others" : "Not for you to decide"}</Chip>}
        <Chip look={open ? "attention" : state === "refused" || state === "failed" ? "tampered" : "plain"}>
          {stateNames[state]}
          {open && ` · ${timeLeft(Date.parse(expiresAt) - now.getTime())} left`}
        </Chip>
      </p>
    </li>
  );
}

function wants({ mine, state }: RequestLine): string {
  if (state !== "waiting" && state !== "approved") return "wanted";
  return mine ? "want" : "wants";
}

function Nothing({ list, filtered }: { list: RequestList; filtered: boolean }) {
  const says: Record<RequestList, { title: string; more: string }> = {
    waiting: {
      title: "No request is waiting",
      more: "When somebody asks for an act that takes two people, it stands here and in the bell above.",
    },
    mine: {
      title: "You have asked for nothing",
      more: "A new administrator is asked for on the page of a person, the concealed values of many entries below a search.",
    },
    decided: { title: "No request has been decided", more: "What was approved, refused or expired stands here." },
  };
  const { title, more } = says[list];
  return (
    <div className="rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0">
      <State
        icon={<GitPullRequestArrow />}
        title={filtered ? `${title} for this act` : title}
        actions={filtered ? <ButtonLink href={approvalsAddress({ list })}>Show all acts</ButtonLink> : undefined}
      >
        <p>{more}</p>
      </State>
    </div>
  );
}
