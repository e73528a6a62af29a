"use client";
import { Timer } from "lucide-react";
import type { ReactNode } from "react";
import { instead, is, type SearchAsk, searchAddress, timesOf } from "@/lib/search/language";
import { Again } from "../shell/again";
import { useFrame } from "../shell/here";
import { ButtonLink } from "../ui/button";
import { State } from "../ui/state";
import { SearchBar } from "./bar/bar";
import { useSearchHere } from "./go";

/** A search without an answer: what was asked stays, so that it can be asked differently. */
export function Unanswered({ ask, now, children }: { ask: SearchAsk; now: string; children: ReactNode }) {
  useSearchHere(ask);
  const may = useFrame()?.may.includes("events.search");
  return (
    <>
      {may && <SearchBar ask={ask} zone={ask.zone} now={new Date(now)} />}
      {children}
    </>
  );
}

const ranges = [
  { days: 30, value: "30d" },
  { days: 7, value: "7d" },
  { days: 1, value: "24h" },
];

/** The database did not answer in time, or not at all: a shorter time is quicker to search. */
export function NoAnswer({ ask, now, says }: { ask: SearchAsk; now: string; says: string }) {
  const { from, to } = timesOf(ask.tree, ask.zone, new Date(now));
  const asked = from === undefined ? Number.POSITIVE_INFINITY : Date.parse(to ?? now) - Date.parse(from);
  const shorter = ranges.filter(({ days }) => days * 86_400_000 < asked * 0.9).slice(0, 2);
  return (
    <State
      alert
      as="h1"
      icon={<Timer />}
      title="This search was not answered"
      actions={
        <>
          {shorter.map(({ days, value }, at) => (
            <ButtonLink
              key={value}
              look={at === 0 ? "primary" : "plain"}
              href={searchAddress({
                tree: instead(ask.tree, ["after", "before", "on"], [is("after", value)]),
                view: ask.view,
              })}
            >
              Search the last {days === 1 ? "24 hours" : `${days} days`} instead
            </ButtonLink>
          ))}
          <Again />
        </>
      }
    >
      <p>{says}</p>
      <p>Capture goes on meanwhile: events wait in their outboxes.</p>
    </State>
  );
}
