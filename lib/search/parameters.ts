/** Reading what stands in an address beside a query: texts and days. What is wrong is said and left out, so that the rest still finds. Pure. */
import { months } from "../event/index.ts";

export interface Problem {
  field: string;
  sentence: string;
}

export type Params = Record<string, string | string[] | undefined>;

const longest = 500;

/** The text of a parameter; one that no entry can contain becomes a problem, a cursor that nobody made as well. */
export function readText(params: Params, field: string, problems: Problem[]): string | undefined {
  const text = [params[field]].flat()[0]?.trim();
  if (!text) return undefined;
  const sentence = wrongWith(text);
  if (sentence === undefined) return text;
  problems.push({ field, sentence });
  return undefined;
}

function wrongWith(text: string): string | undefined {
  if (text.length > longest)
    return `Expected at most ${longest} characters, got ${text.length}. It is left out of the search.`;
  if (text.includes("\0") || !text.isWellFormed())
    return "This contains characters that no entry can contain. It is left out of the search.";
  return undefined;
}

/** A day in UTC such as 2026-11-20. */
export function readDay(params: Params, field: string, problems: Problem[]): string | undefined {
  const text = readText(params, field, problems);
  const sentence = text && wrongDay(text);
  if (!sentence) return text;
  problems.push({ field, sentence });
  return undefined;
}

function wrongDay(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (!year || !month || !day || year < "1970")
    return "Expected a day such as 2026-11-20, in UTC. It is left out of the search.";
  const name = months[Number(month) - 1];
  if (!name) return `There is no month ${month}. Expected a day such as 2026-11-20.`;
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) >= 1 && Number(day) <= last) return undefined;
  return `${name} ${year} has ${last} days. Did you mean ${last} ${name}?`;
}

/** The first instant of a day in UTC, and of the day after it. */
export function dayBounds(day: string): { start: string; end: string } {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { start: `${day}T00:00:00.000000Z`, end: `${next}T00:00:00.000000Z` };
}

/** "1 June 2026" for a day or a time of it, in UTC. */
export function dayWords(time: string): string {
  return `${Number(time.slice(8, 10))} ${months[Number(time.slice(5, 7)) - 1]} ${time.slice(0, 4)}`;
}
