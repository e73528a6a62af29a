import { ArrowRight, EyeOff, SearchX } from "lucide-react";
import { capitalised, keyText, sentenceOf, words } from "@/lib/event";
import type { Look, LookPage, LookQuery, Problem } from "@/lib/search";
import { parseQuery, queryWords } from "@/lib/search/language";
import { ActorBadge } from "../actor/badge";
import { Missing } from "../diff/value";
import { entryAddress } from "../entry/address";
import { namedActor } from "../event/line";
import { Sentence } from "../event/sentence";
import { clock, dayHeading, exactTime, secondTime } from "../event/time";
import { type Zone, zoneName } from "../event/zone";
import { ProofMark } from "../proof/mark";
import { recordAddress } from "../record/address";
import { ButtonLink } from "../ui/button";
import { Chip } from "../ui/chip";
import { Link, linkStyle } from "../ui/link";
import { State } from "../ui/state";
import { looksAddress } from "./address";
import { Asking } from "./ask";

interface View {
  page: LookPage;
  problems: Problem[];
  now: Date;
  zone: Zone;
}

/** Who looked at a record, or what a person looked at: the log of Vouch's own readers, as sentences. */
export function LooksView({ page, problems, now, zone }: View) {
  const { looks, query, begins, ends } = page;
  return (
    <div className="grid gap-5 py-8 max-md:py-4">
      <header className="grid gap-1 px-8 max-md:px-4">
        <h1 className="prose-wrap text-title">{question(query)}</h1>
        <p className="prose-wrap text-dense text-ink-2">
          Opened records and entries, searches, revealed values, exports, and attempts that were refused. Opening this
          page is recorded, too.
        </p>
        {(begins ?? ends) && (
          <p className="prose-wrap text-dense text-ink-2">
            You see what was looked at within your period{begins && `, which begins ${secondTime(begins, zone)}`}
            {ends && `${begins ? " and" : ", which"} ends ${secondTime(ends, zone)}`}.
          </p>
        )}
      </header>
      <Asking query={query} problems={problems} />
      {looks.length === 0 ? <NoLooks page={page} /> : <LookList page={page} now={now} zone={zone} />}
      <Older page={page} zone={zone} />
    </div>
  );
}

function question({ person, type, id }: LookQuery): string {
  if (type && id) return `Who looked at ${words(type)} ${keyText(id)}?`;
  return person ? `What did ${person} look at?` : "Who looked at what?";
}

function NoLooks({ page: { query, older } }: Pick<View, "page">) {
  const asked = query.id !== undefined || query.person !== undefined;
  return (
    <State
      icon={<SearchX />}
      title={older ? "No looks in this part of the log" : "No looks are recorded"}
      actions={asked && <ButtonLink href={looksAddress()}>Show everybody’s looks</ButtonLink>}
    >
      <p>
        {older
          ? "Older parts have not been looked through yet."
          : query.id !== undefined
            ? "Nobody is recorded as having looked at this record in Vouch. Who read it in its own database, Vouch does not see."
            : "Nothing is recorded for this question. Check the spelling of the e-mail, or ask without days."}
      </p>
    </State>
  );
}

function LookList({ page, now, zone }: Pick<View, "page" | "now" | "zone">) {
  const days = new Map<string, Look[]>();
  for (const look of page.looks) {
    const day = dayHeading(look.entry.event.occurredAt, now, zone);
    days.set(day, [...(days.get(day) ?? []), look]);
  }
  return (
    <div className="border-y border-line bg-surface">
      {[...days].map(([day, looks]) => (
        <section key={day} aria-label={day}>
          <h2 className="border-b border-line bg-canvas px-8 py-2 text-meta font-[600] text-ink-2 not-first:border-t max-md:px-4">
            {day} <span className="font-normal text-ink-3">{zoneName(zone)}</span>
          </h2>
          <ul className="divide-y divide-line">
            {looks.map((look) => (
              <LookLine key={look.entry.index} look={look} zone={zone} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function LookLine({ look, zone }: { look: Look; zone: Zone }) {
  const { entry, about, exposes } = look;
  const { event } = entry;
  const actor = namedActor(event);
  return (
    <li
      className={`relative grid grid-cols-[4.5rem_24px_minmax(0,1fr)_18px] items-start gap-x-3 px-8 py-2.5 hover:bg-hover max-md:grid-cols-[24px_minmax(0,1fr)_18px] max-md:px-4 ${exposes ? "shadow-[inset_3px_0_0_var(--color-attention)]" : ""}`}
    >
      <time
        dateTime={event.occurredAt}
        title={exactTime(event.occurredAt, zone)}
        className="text-meta leading-[22px] text-ink-3 max-md:order-4 max-md:col-start-2"
      >
        {clock(event.occurredAt, zone)}
      </time>
      <ActorBadge {...actor} />
      <div className="prose-wrap grid min-w-0 gap-0.5 text-dense">
        <p className="text-ink-2">
          <Link
            href={entryAddress(entry.index)}
            className="outline-offset-2 after:absolute after:inset-0 after:content-['']"
          >
            <Sentence parts={sentenceOf(entry)} actor={actor} />
          </Link>
          {about && (
            <>
              , about{" "}
              <Link href={recordAddress(about.record)} className={`${linkStyle} relative z-1`}>
                <bdi>{about.name ?? `${words(about.record.type)} ${keyText(about.record.id)}`}</bdi>
              </Link>
            </>
          )}
        </p>
        <Asked look={look} />
        <Why look={look} />
      </div>
      <ProofMark state={entry.proof.state} />
    </li>
  );
}

/** What a search asked for. */
function Asked({ look: { entry } }: { look: Look }) {
  const { type, data = [] } = entry.event;
  if (type !== "event.searched") return null;
  const given: Record<string, string> = {};
  for (const { name, value } of data)
    if (value?.state === "shown" && typeof value.value === "string") given[name] = value.value;
  const { query, purpose, zone: _zone, ...others } = given;
  // a search of a former version says its filters one by one
  const filters = Object.entries(others).map(([name, value]) => `${words(name)}: ${value}`);
  const asked = query === undefined ? filters : [queryWords(parseQuery(query).tree)];
  return (
    <p className="text-meta text-ink-3">
      {purpose && `${purpose}. `}
      <bdi>{asked.length > 0 ? capitalised(asked.join(", ")) : "Without filters"}</bdi>
    </p>
  );
}

/** Why somebody saw what is concealed: said by them, or not at all. */
function Why({ look: { exposes, reason, ticket, entry } }: { look: Look }) {
  if (!exposes && !reason && !ticket) return null;
  const failed = entry.event.type === "value.reveal_failed";
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-meta text-ink-2">
      {exposes && !failed && (
        <Chip look="attention" small>
          <EyeOff size={12} /> Sensitive values shown
        </Chip>
      )}
      {reason ? (
        <span>
          {reason.state === "shown" ? (
            <>
              “<bdi>{String(reason.value)}</bdi>”
            </>
          ) : (
            <Missing>
              {reason.state === "erased" ? "The reason was erased; its proof still holds" : "The reason is not shown"}
            </Missing>
          )}
        </span>
      ) : (
        exposes && <b className="font-[560] text-attention">No reason recorded</b>
      )}
      {ticket && <span className="text-ink-3">Ticket {ticket}</span>}
    </p>
  );
}

function Older({ page: { older, query, lookedBackTo }, zone }: Pick<View, "page" | "zone">) {
  if (!older && !query.cursor) return null;
  return (
    <footer className="flex flex-wrap items-center gap-3 px-8 max-md:px-4">
      {older && lookedBackTo && (
        <p className="text-meta text-ink-3">Looked through back to {secondTime(lookedBackTo, zone)}.</p>
      )}
      <nav aria-label="More looks" className="ml-auto flex gap-2">
        {query.cursor && (
          <ButtonLink size="small" href={looksAddress({ ...query, cursor: undefined })}>
            Newest
          </ButtonLink>
        )}
        {older && (
          <ButtonLink size="small" rel="next" href={looksAddress({ ...query, cursor: older })}>
            Older <ArrowRight size={14} />
          </ButtonLink>
        )}
      </nav>
    </footer>
  );
}
