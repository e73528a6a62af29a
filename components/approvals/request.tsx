import { CircleDashed, UserCheck, UserX } from "lucide-react";
import type { ReactNode } from "react";
import type { OpenedRequest } from "@/lib/approval";
import { capitalised, countOf, roleName } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import { entryAddress } from "../entry/address";
import { dateOf, minuteTime, secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Card, Facts } from "../ui/card";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";
import type { RequestActs } from "./acts";
import { DecideForm, WithdrawButton } from "./decide";
import { HeldBanner } from "./held";
import { Impact } from "./impact";
import { OpenOnce } from "./revealed";
import { Watch } from "./watch";
import { anyOf, standing } from "./words";

/** One request: how it stands, what it would do, who asks; then, after the evidence, the answer. */
export function RequestView({ request, zone, acts }: { request: OpenedRequest; zone: Zone; acts: RequestActs }) {
  const { number, state, effect, asker, askedAt, expiresAt, now, digest, whole, trouble, version, complete } = request;
  const open = state === "waiting" || state === "approved";
  const term = open ? { from: askedAt, to: expiresAt, now } : undefined;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-[minmax(0,1fr)_22rem] items-start gap-5 px-8 pt-7 pb-10 max-lg:grid-cols-1 max-md:gap-0 max-md:px-0 max-md:pt-0">
      <article
        aria-labelledby="asked"
        className="min-w-0 overflow-clip rounded-card border border-line bg-surface max-md:rounded-none max-md:border-x-0 max-md:border-t-0"
      >
        <HeldBanner state={state} says={standing(request)} term={term} />
        {trouble && <p className="prose-wrap border-b border-line px-5 py-3 text-dense max-md:px-4">{trouble}</p>}
        <OpenOnce number={number} open={acts.open} usable={request.mine && state === "approved"} />
        <h1 id="asked" className="prose-wrap px-5 pt-4 pb-1.5 text-title max-md:px-4">
          <bdi>{asker.name}</bdi> {open ? "wants" : "wanted"} to <bdi>{effect.title}</bdi>
        </h1>
        {!whole && (
          <div className="px-5 pb-3 max-md:px-4">
            <Note look="tampered" alert>
              What is stored of this request is not what was asked for: somebody changed it in the database. It cannot
              be approved.
            </Note>
          </div>
        )}
        <Impact effect={effect} id="effect" />
        <p className="border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">
          {open ? "Exactly this is decided on. If it would do anything else by then, it is not carried out. " : ""}
          Fingerprint <code className="text-ink-2">{shown(digest)}</code>
        </p>
      </article>
      <div className="grid min-w-0 gap-5 max-md:gap-0">
        <Asking request={request} zone={zone} />
        <Deciding request={request} zone={zone} acts={acts} />
        {request.entries.length > 0 && <Traces request={request} zone={zone} />}
      </div>
      <p role="status" className="sr-only">
        {standing(request)}
      </p>
      <Watch number={number} version={version} incomplete={!complete} />
    </div>
  );
}

/** The first 12 digits, by fours: enough to compare two screens by. */
function shown(digest: string): string {
  return [0, 4, 8].map((at) => digest.slice(at, at + 4)).join(" ");
}

function Asking({ request, zone }: { request: OpenedRequest; zone: Zone }) {
  const { asker, session, reason, askedAt } = request;
  const facts: { name: string; value: ReactNode }[] = [
    { name: "Reason", value: <>“{<bdi>{reason}</bdi>}”</> },
    { name: "Asked", value: minuteTime(askedAt, zone) },
    { name: "Account", value: `Since ${dateOf(asker.since, zone)}` },
  ];
  if (!asker.active) facts.push({ name: "Now", value: "The account is deactivated" });
  if (session) {
    const value = (
      <>
        {session.address ? `From ${session.address}` : "From an address that was not seen"}
        <span className="block text-meta text-ink-3">
          Session <code>{session.name}</code>
        </span>
      </>
    );
    facts.push({ name: "Session", value });
  }
  return (
    <Card id="asking" title="Who is asking">
      <div className="grid gap-3 border-t border-line px-5 py-3.5 max-md:px-4">
        <Person name={asker.name} says={capitalised(roleName(asker.role))} more={asker.email} />
        <Facts facts={facts} />
      </div>
    </Card>
  );
}

function Person({
  name,
  you,
  says,
  more,
  end,
}: {
  name: string;
  you?: boolean;
  says: string;
  more?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[1.5rem_minmax(0,1fr)_auto] items-start gap-x-2.5 text-dense">
      <ActorBadge kind="human" attribution="verified" name={name} decorative />
      <p className="prose-wrap min-w-0">
        <b>
          <bdi>{you ? "You" : name}</bdi>
        </b>{" "}
        <span className="text-ink-3">{says}</span>
      </p>
      {end}
      {more && <p className="prose-wrap col-start-2 col-end-4 min-w-0 text-meta text-ink-3">{more}</p>}
    </div>
  );
}

function Deciding({ request, zone, acts }: { request: OpenedRequest; zone: Zone; acts: RequestActs }) {
  const { number, state, decisions, needed, deciders, effect, digest, mine, cannotDecide, whole } = request;
  const given = decisions.filter(({ outcome }) => outcome === "approved").length;
  const title = needed === 1 ? "One approval needed" : `${needed} approvals needed`;
  const others = deciders.filter(({ name }) => !decisions.some((decision) => decision.name === name));
  return (
    <Card
      id="deciding"
      title={state === "waiting" ? title : "Who decided"}
      aside={needed > 1 && `${given} of ${needed} given`}
    >
      <div className="divide-y divide-line border-t border-line">
        {decisions.map((decision) => (
          <Decided key={decision.at} decision={decision} zone={zone} />
        ))}
        {decisions.length === 0 && state !== "waiting" && (
          <p className="px-5 py-3 text-dense text-ink-2 max-md:px-4">Nobody decided on it.</p>
        )}
        {state === "waiting" && !cannotDecide && whole && (
          <div className="px-5 py-4 max-md:px-4">
            <DecideForm
              number={number}
              digest={digest}
              approve={effect.approve}
              follows={effect.follows}
              decide={acts.decide}
            />
          </div>
        )}
        {cannotDecide && (
          <div className="grid gap-2 px-5 py-3.5 text-dense max-md:px-4">
            <p className="prose-wrap">{cannotDecide}</p>
            {others.length < needed - given && <NobodyElse count={needed - given - others.length} />}
          </div>
        )}
        {state === "waiting" && !cannotDecide && others.length > 1 && (
          <p className="prose-wrap px-5 py-3 text-meta text-ink-3 max-md:px-4">
            Those who can decide: <bdi>{anyOf(others.map(({ name }) => name))}</bdi>.
          </p>
        )}
        {mine && (state === "waiting" || state === "approved") && (
          <div className="px-5 py-3.5 max-md:px-4">
            <WithdrawButton number={number} withdraw={acts.withdraw} />
          </div>
        )}
      </div>
    </Card>
  );
}

function NobodyElse({ count }: { count: number }) {
  return (
    <p className="prose-wrap text-ink-2">
      {countOf(String(count), "more person", "more people")} with the role administrator, compliance officer or approver{" "}
      {count === 1 ? "is" : "are"} needed.{" "}
      <Link href="/people" className={linkStyle}>
        Invite somebody
      </Link>
    </p>
  );
}

function Decided({ decision, zone }: { decision: OpenedRequest["decisions"][number]; zone: Zone }) {
  const { name, role, outcome, reason, at, mine } = decision;
  const approved = outcome === "approved";
  return (
    <div className="px-5 py-3 max-md:px-4">
      <Person
        name={name}
        you={mine}
        says={capitalised(roleName(role))}
        more={
          <>
            <span className="block text-dense text-ink">
              “<bdi>{reason}</bdi>”
            </span>
            {secondTime(at, zone)}
          </>
        }
        end={
          <Chip look={approved ? "plain" : "tampered"}>
            {approved ? <UserCheck size={13} /> : <UserX size={13} />} {approved ? "Approved" : "Refused"}
          </Chip>
        }
      />
    </div>
  );
}

function Traces({ request: { entries, complete, state }, zone }: { request: OpenedRequest; zone: Zone }) {
  return (
    <Card id="traces" title={state === "waiting" ? "Recorded so far" : "What became of it"}>
      <ol className="divide-y divide-line border-t border-line">
        {entries.map(({ index, at, sentence }) => (
          <li key={index} className="px-5 py-2.5 text-dense max-md:px-4">
            <p className="prose-wrap">
              <Link href={entryAddress(index)} className={linkStyle}>
                {sentence}
              </Link>
            </p>
            <p className="text-meta text-ink-3">{secondTime(at, zone)}</p>
          </li>
        ))}
        {!complete && (
          <li className="flex items-center gap-2 px-5 py-2.5 text-dense text-ink-2 max-md:px-4">
            <CircleDashed size={14} /> The next entry is being recorded.
          </li>
        )}
      </ol>
    </Card>
  );
}
