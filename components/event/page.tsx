import type { Fault } from "@/lib/event";
import type { Advice, FoundPage } from "@/lib/search";
import { readCursor, type SearchAsk } from "@/lib/search/language";
import { type SearchActs, SearchPage } from "../search/page";
import { NoAnswer, Unanswered } from "../search/unanswered";
import { FaultState } from "../shell/fault";
import { Page } from "../shell/page";
import { gapLines } from "./gaps";
import { lineOf } from "./line";

/** A search as the server found it, made into what the page needs of it and no more. */
export function EventsView({
  found,
  now,
  acts,
}: {
  found: FoundPage & { advice?: Advice };
  now: Date;
  acts: SearchActs;
}) {
  const { ask, total, asOf, tail, older, newer, summary, advice } = found;
  const lines = found.lines.map(({ entry, matched }) => lineOf(entry, now, ask.zone, matched));
  const [first, last] = [lines[0], lines.at(-1)];
  const above = ask.direction === "newer" ? first?.at : ask.cursor && readCursor(ask.cursor)?.occurredAt;
  const stretch = { ...(older && { oldest: last?.at }), ...(newer && { newest: above }) };
  return (
    <SearchPage
      ask={ask}
      results={{ lines, gaps: gapLines(summary.gaps, stretch, now, ask.zone), total, asOf, tail, older, newer }}
      summary={summary}
      advice={advice}
      now={now.toISOString()}
      acts={acts}
    />
  );
}

/** What the library refused, below what was asked: it can be asked differently. */
export function SearchFault({ fault, ask, now }: { fault: Fault; ask: SearchAsk; now: Date }) {
  const asked = { ask, now: now.toISOString() };
  return (
    <Page title="Events" heading={false}>
      <Unanswered {...asked}>
        {fault.code === "unavailable" ? <NoAnswer {...asked} says={fault.message} /> : <FaultState fault={fault} />}
      </Unanswered>
    </Page>
  );
}
