import type { ReactNode } from "react";
import { alarmWords, clockWords, countOf, type Mode, waitingWords } from "@/lib/event";
import type { OpenedSource } from "@/lib/search";
import { eventsAddress } from "../event/address";
import { Ago } from "../event/ago";
import { minuteTime } from "../event/time";
import type { Zone } from "../event/zone";
import { ButtonLink } from "../ui/button";
import { Card, Facts } from "../ui/card";
import { Link, linkStyle } from "../ui/link";
import { Note } from "../ui/note";
import type { SourceActs } from "./acts";
import { capital, StateSentence } from "./line";
import { PauseButton, ResumeButton } from "./pause-button";
import { RemoveButton } from "./remove-button";
import { RenameButton } from "./rename-button";
import { modeWords } from "./words";

/** One database: how it stands, what is captured of it and how, and what may be done with it. */
export function SourceView({ opened, acts, zone }: { opened: OpenedSource; acts: SourceActs | undefined; zone: Zone }) {
  const { source, now } = opened;
  return (
    <div className="grid w-full max-w-[72.5rem] grid-cols-1 gap-5 px-8 pt-7 pb-10 max-md:px-0 max-md:pt-5">
      <header className="grid gap-3 max-md:px-4">
        <div>
          <h1 className="prose-wrap text-display text-balance max-md:text-verdict">
            <bdi>{source.name}</bdi>
          </h1>
          <p className="prose-wrap mt-1 max-w-3xl text-ink-2">
            <StateSentence source={source} now={now} zone={zone} />
          </p>
        </div>
        {acts && <Buttons opened={opened} acts={acts} />}
      </header>
      {source.missing.length > 0 && (
        <Note look="attention">
          Not captured now: <bdi>{source.missing.join(", ")}</bdi>. The{" "}
          <Link href="/coverage" className={linkStyle}>
            coverage page
          </Link>{" "}
          says since when, and why.
        </Note>
      )}
      <Card id="state" title="State">
        <div className="border-t border-line px-5 py-4 max-md:px-4">
          <Facts facts={factsOf(opened, zone)} />
        </div>
      </Card>
      <Tables opened={opened} changes={acts !== undefined} />
    </div>
  );
}

function Buttons({ opened: { source, where }, acts }: { opened: OpenedSource; acts: SourceActs }) {
  const { id, name, state, unfinished } = source;
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink href={`/sources/${id}/change`} look="primary">
        {unfinished ? "Connect it to the end" : "Change what is recorded"}
      </ButtonLink>
      {!unfinished &&
        (state === "paused" || source.pause ? (
          <ResumeButton id={id} name={name} waiting={source.waiting?.rows} resume={acts.resume} />
        ) : (
          <PauseButton id={id} name={name} pause={acts.pause} />
        ))}
      <RenameButton id={id} name={name} rename={acts.rename} />
      <RemoveButton source={source} where={where} remove={acts.remove} />
    </div>
  );
}

function factsOf({ source, where, now, later }: OpenedSource, zone: Zone): { name: string; value: ReactNode }[] {
  const { waiting, clock, lastEventAt, createdAt, alarms, id } = source;
  const history = eventsAddress({ own: "shown", record: "source", id });
  return [
    {
      name: "Database",
      value: where ? (
        <bdi>{`${where.database} at ${where.host}:${where.port}`}</bdi>
      ) : (
        "Cannot be read with this home’s keys"
      ),
    },
    { name: "Connected", value: minuteTime(createdAt, zone) },
    { name: "Last change", value: lastEventAt ? <Ago time={lastEventAt} now={now} /> : "None so far" },
    ...(waiting ? [{ name: "Outbox", value: capital(waitingWords(source, now)) }] : []),
    ...(clock ? [{ name: "Clock", value: capital(clockWords(source)) }] : []),
    {
      name: "Alarms",
      value:
        alarms.length === 0 ? "None" : <span className="text-attention">{capital(alarmWords(source).join("; "))}</span>,
    },
    {
      name: "Later tables",
      value:
        later === "capture"
          ? "Captured as well, from when they are noticed"
          : "Only reported, until somebody adds them",
    },
    {
      name: "History",
      value: (
        <Link href={history} className={linkStyle}>
          What was changed about this source, by whom
        </Link>
      ),
    },
  ];
}

function Tables({ opened: { tables }, changes }: { opened: OpenedSource; changes: boolean }) {
  return (
    <Card id="tables" title="What is captured" aside={countOf(String(tables.length), "table")}>
      <ul aria-labelledby="tables" className="divide-y divide-line border-t border-line">
        {tables.map(({ name, captured, modes, failing }) => (
          <li key={name} className="prose-wrap px-5 py-2.5 text-dense max-md:px-4">
            <bdi className="font-[560]">{name}</bdi>
            {!captured && <span className="text-attention"> is not captured now</span>}
            <span className="block text-ink-2">
              {modesSentence(modes)}{" "}
              {failing === "fail"
                ? "A write that cannot be recorded is refused."
                : "A write that cannot be recorded is let through, and the gap is recorded."}
            </span>
          </li>
        ))}
        {tables.length === 0 && <li className="px-5 py-2.5 text-dense text-ink-2 max-md:px-4">Nothing yet.</li>}
      </ul>
      <p className="prose-wrap border-t border-line px-5 py-3 text-meta text-ink-3 max-md:px-4">
        The usual way: keys, numbers, dates and states are kept, text is erasable, what looks like a personal identifier
        is hidden, what looks like a secret is left out.
        {changes && " “Change what is recorded” shows every field with real rows."}
      </p>
    </Card>
  );
}

function modesSentence(modes: Record<string, Mode>): string {
  const chosen = Object.entries(modes).map(([field, mode]) => `${field} ${modeWords[mode].name.toLowerCase()}`);
  if (chosen.length === 0) return "Every field the usual way.";
  return `${capital(chosen.join(", "))}; every other field the usual way.`;
}
