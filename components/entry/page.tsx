import { ChevronLeft, ChevronRight, Quote } from "lucide-react";
import type { ReactNode } from "react";
import type { Seen, SeenEntry } from "@/lib/event";
import { capitalised, grouped, operationOf, outcomeOf, readValue, sentenceOf, subjectName, words } from "@/lib/event";
import type { OpenedEntry } from "@/lib/search";
import { ActorBadge } from "../actor/badge";
import { changeCount, DiffTable } from "../diff/table";
import { FieldSide, Missing } from "../diff/value";
import { namedActor } from "../event/line";
import { Sentence } from "../event/sentence";
import { exactTime, lag, secondTime } from "../event/time";
import { entryAddress, eventsAddress } from "../filter/address";
import { ButtonLink } from "../ui/button";
import { Card, Facts } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { ProofStatement } from "./proof";
import { RelatedLinks } from "./related";
import { Part } from "./section";
import { StatementPart } from "./statement";
import { TechnicalDetails } from "./technical";
import { WhoChain } from "./who";

/** One entry: the sentence, what changed, who, what was run, how it is proven; then the machinery. */
export function EntryView({ opened }: { opened: OpenedEntry }) {
  const { entry, statementEntry } = opened;
  const { event } = entry;
  const ran = statementEntry?.event.statement ?? event.statement;
  const statement = ran && (ran.text || ran.exact || ran.rows) ? ran : undefined;
  const hasBody = statement || event.change || event.data?.length || event.agent || operationOf(event) === "truncate";
  return (
    <article aria-labelledby="sentence">
      <Title entry={entry} />
      <div
        className={`grid items-start gap-5 p-8 pt-5 max-md:gap-3 max-md:px-0 ${hasBody ? "lg:grid-cols-[minmax(0,1fr)_22rem]" : "max-w-3xl"}`}
      >
        <div className="grid min-w-0 gap-5 empty:hidden max-md:gap-3">
          <WhatChanged entry={entry} />
          {statement && (
            <Card id="statement" title="Statement">
              <StatementPart statement={statement} of={statementEntry} />
            </Card>
          )}
          {event.data && event.data.length > 0 && (
            <Card id="data" title="Also recorded">
              <Part>
                <Facts
                  facts={event.data.map((field) => ({
                    name: capitalised(words(field.name)),
                    value: <FieldSide field={field} seen={field.value} side="plain" />,
                  }))}
                />
              </Part>
            </Card>
          )}
          <AgentWords entry={entry} />
        </div>
        <div className="grid min-w-0 gap-5 max-md:gap-3">
          {!isUnreadable(event) && (
            <Card id="who" title="Who">
              <WhoChain event={event} />
            </Card>
          )}
          <Decision entry={entry} />
          <Explained entry={entry} />
          <Card id="proof" title="Proof">
            <ProofStatement entry={entry} />
          </Card>
          {!isUnreadable(event) && <RelatedLinks entry={entry} />}
        </div>
        <div className={`min-w-0 ${hasBody ? "lg:col-span-2" : ""}`}>
          <TechnicalDetails entry={entry} leafText={opened.leafText} leafHash={opened.leafHash} chain={opened.chain} />
        </div>
      </div>
    </article>
  );
}

/** Its leaf was changed in the database: who did what, and where, is not known any more. */
function isUnreadable(event: SeenEntry["event"]): boolean {
  return event.type === "entry.unreadable";
}

function Title({ entry }: { entry: SeenEntry }) {
  const { event } = entry;
  const subject = subjectName(event);
  return (
    <header className="border-b border-line bg-surface px-8 py-5 max-md:px-4">
      <h1 id="sentence" className="prose-wrap text-title font-normal text-ink-2">
        <Sentence parts={sentenceOf(entry)} actor={namedActor(event)} />
      </h1>
      <p className="mt-1.5 flex flex-wrap gap-x-3.5 gap-y-1 text-meta text-ink-3">
        {isUnreadable(event) ? (
          <span>Recorded {exactTime(entry.recordedAt)}</span>
        ) : (
          <>
            <time dateTime={event.occurredAt}>{exactTime(event.occurredAt)}</time>
            <span>{lag(event.occurredAt, entry.recordedAt)}</span>
            {subject && <bdi>{capitalised(subject)}</bdi>}
            <bdi>{event.source.name}</bdi>
          </>
        )}
      </p>
    </header>
  );
}

function WhatChanged({ entry }: { entry: SeenEntry }) {
  const { change } = entry.event;
  const done = outcomeOf(entry.event) === "done";
  if (done && operationOf(entry.event) === "truncate") {
    return (
      <Card id="changed" title="What changed">
        <Part>
          <p className="prose-wrap text-dense text-ink-2">
            All rows of the table were removed at once. PostgreSQL does not say which rows those were, so none is listed
            here.
          </p>
        </Part>
      </Card>
    );
  }
  if (!change || change.operation === "truncate" || (!done && change.fields.length === 0)) return null;
  const titles = { insert: "What was created", update: "What changed", delete: "What was deleted" };
  return (
    <Card
      id="changed"
      title={
        <>
          {done ? titles[change.operation] : "What was asked for"}{" "}
          <span className="font-normal text-ink-2">{changeCount(change)}</span>
        </>
      }
    >
      {change.fields.length > 0 ? (
        <DiffTable change={change} />
      ) : (
        <Part>
          <p className="text-dense">
            <Missing>No fields were recorded</Missing>
          </p>
        </Part>
      )}
    </Card>
  );
}

function Decision({ entry }: { entry: SeenEntry }) {
  const { decision } = entry.event;
  if (!decision || (decision.outcome === "allowed" && !decision.rule)) return null;
  const title = { allowed: "Decision", denied: "Denied", approved: "Approval" }[decision.outcome];
  return (
    <Card id="decision" title={title}>
      <Part>
        <div className="grid gap-2 text-dense">
          {decision.approvers?.map((approver) => (
            <div key={`${approver.id}${approver.at}`} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-2.5">
              <ActorBadge kind="human" attribution="verified" name={approver.name ?? approver.id} />
              <p className="prose-wrap min-w-0">
                <b>
                  <bdi>{approver.name ?? approver.id}</bdi>
                </b>{" "}
                approved, {secondTime(approver.at)}
                {approver.reason && <span className="block text-ink-2">“{approver.reason}”</span>}
              </p>
            </div>
          ))}
          {decision.rule && (
            <p className="prose-wrap">
              <span className="text-ink-3">Rule</span> {decision.rule}
              {decision.policy && <span className="text-ink-3">, policy {decision.policy}</span>}
            </p>
          )}
          {decision.outcome === "denied" && <p className="text-ink-2">Nothing ran.</p>}
        </div>
      </Part>
    </Card>
  );
}

function Explained({ entry }: { entry: SeenEntry }) {
  const { ticket, reason } = entry.event.correlation ?? {};
  if (!ticket && !reason) return null;
  return (
    <Card id="explained" title="Explained by">
      <Part>
        <Facts
          facts={[
            ...(ticket ? [{ name: "Ticket", value: ticket }] : []),
            ...(reason ? [{ name: "Reason", value: seenText(reason) }] : []),
          ]}
        />
      </Part>
    </Card>
  );
}

/** What an agent said of its own act stands beside the act, and never in its place. */
function AgentWords({ entry }: { entry: SeenEntry }) {
  const { agent } = entry.event;
  if (!agent) return null;
  return (
    <Card id="agent" title="What the agent said">
      <Part>
        {agent.reasoning && (
          <div className="mb-3 flex gap-2.5 text-dense text-ink-2">
            <Quote size={15} className="mt-0.5 text-agent" />
            <p className="prose-wrap min-w-0" dir="auto">
              {seenText(agent.reasoning)}
            </p>
          </div>
        )}
        <Facts
          facts={[
            ...(agent.model ? [{ name: "Model", value: agent.model }] : []),
            ...(agent.run ? [{ name: "Run", value: agent.run }] : []),
            ...(agent.prompt
              ? [{ name: "Prompt", value: <code className="text-meta break-all">{agent.prompt}</code> }]
              : []),
          ]}
        />
      </Part>
    </Card>
  );
}

function seenText(seen: Seen): ReactNode {
  if (seen.state === "shown") return <bdi>{readValue(seen.value, "text").text}</bdi>;
  return (
    <Missing>
      {seen.state === "erased" ? "Erased; its proof still holds" : seen.state === "hidden" ? "Hidden" : "Not recorded"}
    </Missing>
  );
}

/** The way back to the list, and to the entries on either side in the ledger. */
export function EntrySteps({ previous, next }: { previous?: string; next?: string }) {
  return (
    <nav aria-label="Entries beside this one" className="flex gap-1.5">
      {previous !== undefined && (
        <ButtonLink
          size="small"
          href={entryAddress(previous)}
          rel="prev"
          aria-label={`Previous entry, ${grouped(previous)}`}
        >
          <ChevronLeft size={14} /> <span className="max-sm:hidden">{grouped(previous)}</span>
        </ButtonLink>
      )}
      {next !== undefined && (
        <ButtonLink size="small" href={entryAddress(next)} rel="next" aria-label={`Next entry, ${grouped(next)}`}>
          <span className="max-sm:hidden">{grouped(next)}</span> <ChevronRight size={14} />
        </ButtonLink>
      )}
    </nav>
  );
}

export function EventsCrumb() {
  return (
    <Link href={eventsAddress({})} className={linkStyle}>
      Events
    </Link>
  );
}
