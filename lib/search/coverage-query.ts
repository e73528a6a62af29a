/** What a reader of coverage asks, as it stands in the address of its page. Pure. */
import { coveragePeriods, dayAfter, daysBetween } from "../event/index.ts";
import type { Problem } from "./parameters.ts";

export interface CoverageQuery {
  /** Days in UTC, both inclusive. */
  from: string;
  to: string;
  /** Set where the period is the last so many days, rather than dates that somebody chose. */
  days?: number;
  /** Only tables with gaps. */
  gaps?: boolean;
  /** Rows instead of strips. */
  asTable?: boolean;
  /** One day of one table, opened. */
  opened?: { source: string; table: string; day: string };
}

type Params = Record<string, string | string[] | undefined>;

/** Days at most, which is what a strip can show. */
const longest = 400;

/** Reads the parameters of an address; `today` is the day of now. What is wrong is left out and said. */
export function parseCoverageQuery(params: Params, today: string): { query: CoverageQuery; problems: Problem[] } {
  const text = (name: string) => [params[name]].flat()[0]?.trim() || undefined;
  const problems: Problem[] = [];
  const dates = chosenDates(text("from"), text("to"), today, problems);
  const days = dates ? undefined : daysOf(text("days"), problems);
  const period = dates ?? { from: dayAfter(today, 1 - (days ?? 30)), to: today };
  const [source, table, day] = [text("source"), text("table"), text("day")];
  const opens = source && isUuid(source) && table && table.length <= 200 && day && isDay(day);
  return {
    problems,
    query: {
      ...period,
      ...(days && { days }),
      ...(text("gaps") === "yes" && { gaps: true }),
      ...(text("view") === "table" && { asTable: true }),
      ...(opens && day >= period.from && day <= period.to && { opened: { source, table, day } }),
    },
  };
}

function daysOf(text: string | undefined, problems: Problem[]): number {
  const days = coveragePeriods.find((period) => String(period) === text);
  if (text && !days)
    problems.push({
      field: "days",
      sentence: `There is no period of “${text.slice(0, 20)}” days to choose. The last 30 days are shown.`,
    });
  return days ?? 30;
}

function chosenDates(from: string | undefined, to: string | undefined, today: string, problems: Problem[]) {
  if (!from && !to) return undefined;
  const wrong = (field: "from" | "to", sentence: string) => {
    problems.push({ field, sentence: `${sentence} The last 30 days are shown.` });
    return undefined;
  };
  for (const [field, day] of [
    ["from", from],
    ["to", to],
  ] as const)
    if (day && !isDay(day)) return wrong(field, `Expected a day such as 2026-11-20, got ${day.slice(0, 40)}.`);
  const last = !to || to > today ? today : to;
  const first = from ?? dayAfter(last, -29);
  if (first > last) return wrong("to", "The last day is before the first, or both lie ahead.");
  if (daysBetween(first, last) > longest)
    return wrong("from", `Expected at most ${longest} days, got ${daysBetween(first, last)}.`);
  return { from: first, to: last };
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    text >= "2000" &&
    !Number.isNaN(time) &&
    new Date(time).toISOString().startsWith(text)
  );
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
