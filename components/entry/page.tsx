import { ChevronLeft, ChevronRight } from "lucide-react";
import type { SeenEntry } from "@/lib/event";
import { capitalised, grouped, operationOf, sentenceOf, subjectName, words } from "@/lib/event";
import type { OpenedEntry } from "@/lib/search";
import { FieldSide } from "../diff/value";
import { eventsAddress } from "../event/address";
import { namedActor } from "../event/line";
import { Sentence } from "../event/sentence";
import { exactTime, lag } from "../event/time";
import type { Zone } from "../event/zone";
import { buttonStyle } from "../ui/button";
import { Facts } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { entryAddress } from "./address";
import { WhatChanged } from "./changed";
import { Decision } from "./decision";
import { ProofStatement } from "./proof";
import { RelatedLinks } from "./related";
import type { RevealAct } from "./reveal-dialog";
import { SaidAndDone } from "./said";
import { Block, Part } from "./section";
import { SeenText } from "./seen-text";
import { StatementPart } from "./statement";
import { TechnicalDetails } from "./technical";
import { WhoChain } from "./who";

type Place = "page" | "panel";

/**
 * One entry: the sentence, what changed, who, what was run, how it is proven; then the machinery. `place`: on a page of its own or
 * in the panel beside a list. `reveal`: given where the reader may reveal concealed values.
 */
export function EntryView({
  opened,
  zone,
  place = "page",
  reveal,
}: {
  opened: OpenedEntry;
  zone: Zone;
  place?: Place;
  reveal?: RevealAct;
}) {
  const { entry } = opened;
  const body = hasBody(opened);
  const onPage = body ? "lg:grid-cols-[minmax(0,1fr)_22rem]" : "max-w-3xl";
  const grid =
    place === "page"
      ? `grid items-start gap-5 p-8 pt-5 max-md:gap-3 max-md:px-0 [&>*]:gap-5 max-md:[&>*]:gap-3 ${onPage}`
      : "grid";
  return (
    <article aria-labelledby="sentence" className="group/entry @container/entry" data-in={place}>
      <Title entry={entry} zone={zone} place={place} />
      <div className={grid}>
        <div className="grid min-w-0 empty:hidden">
          <WhatChanged entry={entry} zone={zone} reveal={reveal} />
          <Ran opened={opened} />
          <AlsoRecorded entry={entry} />
        </div>
        <Circumstances opened={opened} zone={zone} place={place} />
        <div className={`min-w-0 ${body && place === "page" ? "lg:col-span-2" : ""}`}>
          <TechnicalDetails entry={entry} leafText={opened.leafText} leafHash={opened.leafHash} chain={opened.chain} />
        </div>
      </div>
    </article>
  );
}

/** Who did it, by whose leave, why, and how it is proven. */
function Circumstances({ opened: { entry, related }, zone, place }: { opened: OpenedEntry; zone: Zone; place: Place }) {
  const readable = !isUnreadable(entry.event);
  const beside =
    "@min-[40rem]/entry:grid-cols-2 @min-[40rem]/entry:items-stretch @min-[40rem]/entry:divide-x @min-[40rem]/entry:divide-line";
  return (
    <div className={`grid min-w-0 items-start ${place === "panel" ? beside : ""}`}>
      <div className="grid min-w-0 content-start gap-[inherit]">
        {readable && (
          <Block id="who" title="Who">
            <WhoChain event={entry.event} />
          </Block>
        )}
        {readable && <RelatedLinks entry={entry} related={related} />}
      </div>
      <div className="grid min-w-0 content-start gap-[inherit]">
        <Decision entry={entry} zone={zone} />
        <SaidAndDone entry={entry} />
        <Explained entry={entry} />
        <Block id="proof" title="Proof">
          <ProofStatement entry={entry} zone={zone} />
        </Block>
      </div>
    </div>
  );
}

/** Its leaf was changed in the database: who did what, and where, is not known any more. */
function isUnreadable(event: SeenEntry["event"]): boolean {
  return event.type === "entry.unreadable";
}

function hasBody({ entry: { event }, statementEntry }: OpenedEntry): boolean {
  const ran = statementEntry?.event.statement ?? event.statement;
  const statement = ran && (ran.text || ran.exact || ran.rows);
  return Boolean(statement || event.change || event.data?.length || operationOf(event) === "truncate");
}

function Title({ entry, zone, place }: { entry: SeenEntry; zone: Zone; place: Place }) {
  const { event, names } = entry;
  const subject = subjectName(event);
  return (
    <header className={`border-b border-line bg-surface py-5 max-md:px-4 ${place === "panel" ? "px-5" : "px-8"}`}>
      <h1 id="sentence" tabIndex={-1} className="prose-wrap text-title font-normal text-ink-2 outline-none">
        <Sentence parts={sentenceOf(entry)} actor={namedActor(event)} />
      </h1>
      <p className="mt-1.5 flex flex-wrap gap-x-3.5 gap-y-1 text-meta text-ink-3">
        {isUnreadable(event) ? (
          <span>Recorded {exactTime(entry.recordedAt, zone)}</span>
        ) : (
          <>
            <time dateTime={event.occurredAt}>{exactTime(event.occurredAt, zone)}</time>
            <span>{lag(event.occurredAt, entry.recordedAt)}</span>
            {subject && <bdi>{names?.record ? typeAndId(event.target) : capitalised(subject)}</bdi>}
            <bdi>{event.source.name}</bdi>
          </>
        )}
      </p>
    </header>
  );
}

/** "Customers, 10482": beside the name, which the sentence says. */
function typeAndId(target: SeenEntry["event"]["target"]): string {
  return [capitalised(words(target?.type ?? "")), target?.id].filter(Boolean).join(", ");
}

function Ran({ opened: { entry, statementEntry } }: { opened: OpenedEntry }) {
  const ran = statementEntry?.event.statement ?? entry.event.statement;
  if (!ran || !(ran.text || ran.exact || ran.rows)) return null;
  return (
    <Block id="statement" title="Statement">
      <StatementPart statement={ran} of={statementEntry} />
    </Block>
  );
}

function AlsoRecorded({ entry: { event } }: { entry: SeenEntry }) {
  if (!event.data?.length) return null;
  const facts = event.data.map((field) => ({
    name: capitalised(words(field.name)),
    value: <FieldSide field={field} seen={field.value} side="plain" />,
  }));
  return (
    <Block id="data" title="Also recorded">
      <Part>
        <Facts facts={facts} />
      </Part>
    </Block>
  );
}

function Explained({ entry }: { entry: SeenEntry }) {
  const { agent, correlation } = entry.event;
  const ticket = correlation?.ticket;
  // the reason that an agent gave stands beside what it did
  const reason = agent && !agent.reasoning ? undefined : correlation?.reason;
  if (!ticket && !reason) return null;
  return (
    <Block id="explained" title="Explained by">
      <Part>
        <Facts
          facts={[
            ...(ticket ? [{ name: "Ticket", value: <bdi>{ticket}</bdi> }] : []),
            ...(reason ? [{ name: "Reason", value: <SeenText seen={reason} /> }] : []),
          ]}
        />
      </Part>
    </Block>
  );
}

/** The entries on either side in the ledger. They load whole pages: within the events a link would open beside this one. */
export function EntrySteps({ previous, next }: { previous?: string; next?: string }) {
  const style = buttonStyle({ size: "small" });
  return (
    <nav aria-label="Entries beside this one" className="flex gap-1.5">
      {previous !== undefined && (
        <a
          className={style}
          href={entryAddress(previous)}
          rel="prev"
          aria-label={`Previous entry, ${grouped(previous)}`}
        >
          <ChevronLeft size={14} /> <span className="max-sm:hidden">{grouped(previous)}</span>
        </a>
      )}
      {next !== undefined && (
        <a className={style} href={entryAddress(next)} rel="next" aria-label={`Next entry, ${grouped(next)}`}>
          <span className="max-sm:hidden">{grouped(next)}</span> <ChevronRight size={14} />
        </a>
      )}
    </nav>
  );
}

export function EventsCrumb() {
  return (
    <Link href={eventsAddress()} className={linkStyle}>
      Events
    </Link>
  );
}
