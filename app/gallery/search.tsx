"use client";
import { utc } from "@/components/event/zone";
import { LinesOverTime } from "@/components/search/histogram/histogram";
import { NothingFound } from "@/components/search/results/nothing";
import type { Advice, Bar, Gap, Histogram } from "@/lib/search";
import { askOf, parseQuery } from "@/lib/search/language";
import { Section } from "./section";

const day = 86_400_000;
const begin = Date.parse("2026-05-20T00:00:00Z");
const instant = (at: number) => new Date(at).toISOString().replace("Z", "000Z");

const bars = Array.from({ length: 30 }, (_, at): Bar => {
  const weekend = [2, 3, 9, 10, 16, 17, 23, 24].includes(at);
  const [changed, created] = weekend ? [1, 0] : [6 + ((at * 7) % 5), 1 + (at % 3)];
  const [deleted, refused, other] = [at % 5 === 0 ? 2 : 0, at % 9 === 8 ? 1 : 0, at % 4 === 1 ? 2 : 0];
  return {
    from: instant(begin + at * day),
    to: instant(begin + (at + 1) * day),
    ...{ changed, created, deleted, refused, other },
    lines: changed + created + deleted + refused + other,
  };
});
const histogram: Histogram = { step: { count: 1, unit: "day" }, bars };
const gaps: Gap[] = [
  {
    from: "2026-06-12T09:14:00.000000Z",
    to: "2026-06-15T16:02:00.000000Z",
    state: "not_captured",
    source: "Billing",
    tables: ["public.refund_notes"],
    says: "refund notes of Billing was not captured: it was made after the source was protected",
    entry: "88412",
  },
];

const ask = askOf(parseQuery("action:deleted actor:dana after:2026-06-12 before:2026-06-18").tree, utc);
const advice: Advice = {
  without: [
    { text: "action:deleted", says: "action deleted", query: "actor:dana", lines: 41, more: false },
    { text: "actor:dana", says: "actor dana", query: "action:deleted", lines: 3, more: false },
  ],
  gaps,
  before: { at: "2026-06-09T11:20:05.000000Z", entry: "88102" },
};

export function SearchShown() {
  return (
    <>
      <Section name="lines-over-time" title="The chart above a list">
        <LinesOverTime histogram={histogram} gaps={gaps} zone={utc} zoom={() => {}} out={() => {}} />
      </Section>
      <Section name="nothing" title="Nothing found">
        <NothingFound ask={ask} advice={advice} zone={utc} />
      </Section>
    </>
  );
}
