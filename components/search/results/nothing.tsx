"use client";
import { Database, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { capitalised, countOf, grouped } from "@/lib/event";
import type { Advice, Gap, Relief } from "@/lib/search";
import {
  add,
  conditionsOf,
  demands,
  everything,
  is,
  isOwn,
  parseQuery,
  type SearchAsk,
  searchAddress,
} from "@/lib/search/language";
import { entryAddress } from "../../entry/address";
import { duringWords } from "../../event/gaps";
import { minuteTime } from "../../event/time";
import type { Zone } from "../../event/zone";
import { ButtonLink } from "../../ui/button";
import { Link, linkStyle } from "../../ui/link";
import { State } from "../../ui/state";
import { searchAlways } from "../histogram/zoom";
import { chipOf, saying } from "../words";

/** Demands that are named in the sentence and in the buttons. */
const mostNamed = 4;
const mostGaps = 3;

/** Nothing to list: for which query, what it would find with one demand less, and whether capture was on. */
export function NothingFound({ ask, advice, zone }: { ask: SearchAsk; advice?: Advice; zone: Zone }) {
  const asked = demands(ask.tree).filter((demand) => !isOwn(demand));
  const reliefs = (advice?.without ?? []).filter(({ lines }) => lines > 0).slice(0, mostNamed);
  const [best, ...others] = reliefs;
  const inAddress = useSearchParams().get("zone") ?? undefined;
  if (asked.length === 0) return <NothingYet ask={ask} />;
  const way = (relief: Relief) => searchAddress({ text: relief.query, zone: inAddress, view: ask.view });
  return (
    <State
      icon={<SearchX />}
      title="No entries recorded for these filters."
      actions={
        <>
          {best && (
            <ButtonLink look="primary" href={way(best)} className="max-w-full">
              <span className="truncate">
                Remove “<bdi>{nameOf(best)}</bdi>”, show {manyOf(best)}
              </span>
            </ButtonLink>
          )}
          {others.map((relief) => (
            <ButtonLink key={relief.text} href={way(relief)} className="max-w-full">
              <span className="truncate">
                Remove “<bdi>{nameOf(relief)}</bdi>”, show {manyOf(relief)}
              </span>
            </ButtonLink>
          ))}
          {!best && asked.length > 1 && <ButtonLink href="/events">Clear the search</ButtonLink>}
        </>
      }
    >
      <p>
        Nothing was recorded with{" "}
        {asked.slice(0, mostNamed).map((demand, at) => (
          <span key={JSON.stringify(demand)}>
            {at > 0 && (at === asked.length - 1 ? " and " : ", ")}
            <b className="text-ink">
              <bdi>{saying(chipOf(demand))}</bdi>
            </b>
          </span>
        ))}
        {asked.length > mostNamed && ` and ${asked.length - mostNamed} more`}. {best && withoutWords(best)}
      </p>
      {advice && <Nearest advice={advice} ask={ask} zone={zone} />}
      {advice && <Capture gaps={advice.gaps} zone={zone} />}
      {!conditionsOf(ask.tree).some(isOwn) && <AmongOwn ask={ask} />}
    </State>
  );
}

/** The demand as its token says it: "Action: Deleted". */
function nameOf({ text }: Relief): string {
  return saying(chipOf(parseQuery(text).tree));
}

/** "Without “Action: Deleted” there are 41 lines." */
function withoutWords(relief: Relief): string {
  return `Without “${nameOf(relief)}” there ${relief.lines === 1 && !relief.more ? "is" : "are"} ${manyOf(relief)}.`;
}

function manyOf({ lines, more }: Relief): string {
  return more ? `more than ${countOf(String(lines), "line")}` : countOf(String(lines), "line");
}

/** The lines just outside the time that was asked for. */
function Nearest({ advice: { before, after }, ask, zone }: { advice: Advice; ask: SearchAsk; zone: Zone }) {
  if (!before && !after) return null;
  return (
    <p>
      {before && <>The last one before is of {said(before, zone)}. </>}
      {after && <>The next one after is of {said(after, zone)}. </>}
      <Link href={searchAddress({ tree: searchAlways(ask.tree), view: ask.view })} className={linkStyle}>
        Search all time
      </Link>
    </p>
  );
}

function said({ at, entry }: { at: string; entry: string }, zone: Zone) {
  return (
    <Link href={entryAddress(entry)} className={linkStyle}>
      {minuteTime(at, zone)}
    </Link>
  );
}

/** Whether what was asked for was captured at that time: nothing found is no proof of nothing done. */
function Capture({ gaps, zone }: { gaps: readonly Gap[]; zone: Zone }) {
  if (gaps.length === 0) return <p>As far as Vouch knows, capture was on throughout.</p>;
  return (
    <>
      {gaps.slice(0, mostGaps).map((gap) => (
        <p key={gap.from + gap.says}>
          {capitalised(gap.says).replace(/\.$/, "")}, {duringWords(gap.from, gap.to, zone)}. Changes in this time are
          unknown.
        </p>
      ))}
      {gaps.length > mostGaps && (
        <p>
          {grouped(String(gaps.length - mostGaps))} more gaps are on the page{" "}
          <Link href="/coverage" className={linkStyle}>
            Coverage
          </Link>
          .
        </p>
      )}
    </>
  );
}

function AmongOwn({ ask }: { ask: SearchAsk }) {
  const zone = useSearchParams().get("zone") ?? undefined;
  const address = searchAddress({ tree: add(ask.tree, is("own", "shown")), zone, view: ask.view });
  return (
    <p>
      Vouch’s own entries were left out.{" "}
      <Link href={address} className={linkStyle}>
        Look among them too
      </Link>
    </p>
  );
}

function NothingYet({ ask }: { ask: SearchAsk }) {
  const own = conditionsOf(ask.tree).some(({ field, value }) => field === "own" && value !== "hidden");
  return (
    <State
      icon={<Database />}
      title="No entries recorded yet"
      actions={
        !own && (
          <ButtonLink href={searchAddress({ tree: add(everything, is("own", "shown")) })}>
            Show Vouch’s own entries
          </ButtonLink>
        )
      }
    >
      <p>Entries appear here once a database or an application reports to Vouch.</p>
    </State>
  );
}
