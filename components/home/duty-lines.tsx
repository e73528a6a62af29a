import { CalendarRange, CircleCheck, Hourglass, UsersRound } from "lucide-react";
import type { WaitingForYou } from "@/lib/approval";
import { countOf } from "@/lib/event";
import type { Today } from "@/lib/search";
import { nameParts, stripWords } from "../coverage/words";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Link, linkStyle } from "../ui/link";
import { limitsWords } from "./headline";
import { StatusLine } from "./status-line";

const more = `${linkStyle} inline-flex min-h-6 items-center text-dense max-md:min-h-11`;

/** What waits for the reader's decision. */
export function Waiting({ waiting: { count, first }, zone }: { waiting: WaitingForYou; zone: Zone }) {
  if (count === 0 || !first) return null;
  const given = first.needed > 1 ? `${first.given} of ${countOf(String(first.needed), "approval")} given. ` : "";
  return (
    <StatusLine
      mark={<Hourglass size={20} className="text-attention" />}
      detail={`${given}The request ends ${minuteTime(first.expiresAt, zone)}; nothing has run.`}
      action={
        <ButtonLink href={count === 1 ? `/approvals/${first.number}` : "/approvals"}>
          {count === 1 ? "Open the request" : `Open the ${count} requests`}
        </ButtonLink>
      }
    >
      <b>
        {countOf(String(count), "approval")} {count === 1 ? "is" : "are"} waiting.
      </b>{" "}
      <bdi>{first.asker}</bdi> wants to {first.title}.
    </StatusLine>
  );
}

export function CalmApprover() {
  return (
    <StatusLine
      mark={<CircleCheck size={19} className="text-ink-2" />}
      detail="A request that you may decide on appears here and in the bell above, until it ends."
      action={
        <Link href="/approvals" className={more}>
          See the decided ones
        </Link>
      }
    >
      <b>Approvals: nothing is waiting.</b>
    </StatusLine>
  );
}

/** An auditor's period and sources. */
export function Limits({ limits, now }: { limits: NonNullable<Today["limits"]>; now: Date }) {
  const ended = limits.to !== undefined && limits.to < now.toISOString().slice(0, 10);
  return (
    <StatusLine
      mark={<CalendarRange size={19} className="text-ink-2" />}
      detail={
        <>
          Days of UTC. {ended && "The period is over: what is recorded now lies outside it. "}
          What lies outside is not in any list or count that you see. An administrator changes this.
        </>
      }
    >
      <b>Your access: {limitsWords(limits)}.</b>
    </StatusLine>
  );
}

/** "Coverage: 40 of 43 tables, 2 gaps, 1 unknown." */
export function Covered({ coverage, zone }: { coverage: NonNullable<Today["coverage"]>; zone: Zone }) {
  const { tables, captured, unknown, gaps, troubled } = coverage;
  if (tables === 0) return null;
  const calm = gaps === 0 && captured === tables;
  const said = [
    captured === tables
      ? `all ${countOf(String(tables), "table")}`
      : `${captured} of ${countOf(String(tables), "table")}`,
    gaps === 0 ? "no gap in 30 days" : `${countOf(String(gaps), "gap")} in 30 days`,
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  return (
    <StatusLine
      mark={
        <span
          aria-hidden="true"
          className={`size-[18px] rounded-[4px] border ${calm ? "border-covered bg-covered" : "hatch border-unknown-line"}`}
        />
      }
      detail={troubled.map((strip) => (
        <span key={strip.table} className="block">
          <bdi>{nameParts(strip.table).name}</bdi>: {stripWords(strip, zone)}
        </span>
      ))}
      action={
        <Link href={gaps > 0 ? "/coverage?gaps=yes" : "/coverage"} className={more}>
          {gaps > 0 ? "See the gaps" : "See what is captured"}
        </Link>
      }
    >
      <b>Coverage: {said.join(", ")}.</b>
    </StatusLine>
  );
}

/** Who uses Vouch, and who is protected by a password alone. */
export function Users({ people: { active, withoutSecondFactor, invited } }: { people: NonNullable<Today["people"]> }) {
  return (
    <StatusLine
      mark={<UsersRound size={19} className="text-ink-2" />}
      detail={
        invited > 0
          ? `${countOf(String(invited), "person", "people")} invited and not here yet.`
          : "Nobody is invited and not here yet."
      }
      action={
        <Link href="/people" className={more}>
          See the people
        </Link>
      }
    >
      <b>
        People: {active} {active === 1 ? "uses" : "use"} Vouch,{" "}
        {withoutSecondFactor === 0
          ? "each with a second factor or a provider"
          : `${withoutSecondFactor} without a second factor`}
        .
      </b>
    </StatusLine>
  );
}

/** Sources that need nobody, in one line. */
export function CalmSources({ count, lastEventAt, now }: { count: number; lastEventAt?: string; now: Date }) {
  return (
    <StatusLine
      mark={<CircleCheck size={19} className="text-ink-2" />}
      detail={
        lastEventAt ? (
          <>
            Last event <Ago time={lastEventAt} now={now.toISOString()} />.
          </>
        ) : (
          "No event so far."
        )
      }
    >
      <b>
        {countOf(String(count), "source")} {count === 1 ? "is" : "are"} in order.
      </b>
    </StatusLine>
  );
}
