"use client";
import { Bell, BellRing, Pin, Play, UsersRound } from "lucide-react";
import type { SavedSearch } from "@/lib/search";
import { ButtonLink } from "../ui/button";
import { Chip } from "../ui/chip";
import { FieldError } from "../ui/field";
import { Link } from "../ui/link";
import { AlertMe } from "./alert-me";
import type { LinesProps } from "./lines";
import { More } from "./more";
import { useSend } from "./use-send";
import { alertSaid, lastRunSaid, rangeSaid, zoneSaid } from "./words";

export type LineProps = Omit<LinesProps, "label" | "searches"> & { of: SavedSearch; removed: () => void };

/** A saved search: what it asks, for when, who keeps it, and what can be done with it. */
export function SearchLine(props: LineProps) {
  const { of: search, webhooks, acts, may, now, zone } = props;
  const { id, name, description, shared, mine, owner, pinned, watchers, alert } = search;
  const { send, wrong, busy } = useSend();
  const told = alertSaid(search, webhooks, new Date(now));
  const facts = [rangeSaid(search), zoneSaid(search.zone, zone), lastRunSaid(search, new Date(now))].filter(Boolean);
  return (
    <li
      id={id}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-2.5 px-5 py-3.5 max-md:grid-cols-1 max-md:px-4"
    >
      <div className="prose-wrap grid min-w-0 gap-1 text-dense">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/queries/${id}`} className="min-w-0 font-[620] text-ink hover:text-accent hover:underline">
            <bdi>{name}</bdi>
          </Link>
          {pinned && (
            <Chip small>
              <Pin size={11} /> On your Home
            </Chip>
          )}
          {shared && (
            <Chip small>
              <UsersRound size={11} /> {mine ? "Shared" : <>Shared by {owner}</>}
            </Chip>
          )}
        </p>
        {description && (
          <p className="whitespace-pre-line text-ink-2">
            <bdi>{description}</bdi>
          </p>
        )}
        <p>{search.words === "" ? "Every entry." : <bdi>{capital(search.words)}.</bdi>}</p>
        <p className="text-meta text-ink-3">{facts.join(". ")}.</p>
        {told && (
          <p className="flex items-start gap-1.5 text-meta text-ink-2">
            <BellRing size={13} className="mt-[2px] flex-none" /> <span>{told}</span>
          </p>
        )}
        {mine && watchers > 0 && (
          <p className="text-meta text-ink-3">
            {watchers === 1 ? "1 other person is" : `${watchers} other people are`} alerted to it.
          </p>
        )}
        {alert?.trouble && <FieldError>{alert.trouble}</FieldError>}
        {search.mistakes.map(({ from, to, sentence }) => (
          <FieldError key={`${from} ${sentence}`}>
            <code className="text-meta">{search.query.slice(from, to)}</code> {sentence}
          </FieldError>
        ))}
        {wrong && <FieldError>{wrong}</FieldError>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ButtonLink href={`/queries/${id}`} size="small" aria-label={`Run ${name}`}>
          <Play size={12} /> Run
        </ButtonLink>
        {may.alert && (
          <AlertMe of={search} webhooks={webhooks} mayUseWebhooks={may.send} alert={acts.alert}>
            {alert ? <BellRing size={12} /> : <Bell size={12} />} {alert ? "Alerts" : "Alert me"}
          </AlertMe>
        )}
        <More {...props} send={send} busy={busy} />
      </div>
    </li>
  );
}

function capital(words: string): string {
  return words.replace(/^./u, (letter) => letter.toUpperCase());
}
