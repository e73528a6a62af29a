/** What a search asks, as it stands in the address of the events page. Pure: the page's form and the server share it. */
import { actorKinds, categories, months } from "../event/index.ts";

export interface EventQuery {
  /** Id of the actor. */
  actor?: string;
  actorKind?: string;
  /** The last word of an event's type: created, updated, signed_in… */
  action?: string;
  recordType?: string;
  recordId?: string;
  /** Id of a statement: its rows, one by one. */
  statement?: string;
  transaction?: string;
  category?: string;
  /** Changes that were carried out and name no ticket. */
  noTicket?: boolean;
  /** Days in UTC, both inclusive: 2026-11-20. */
  from?: string;
  to?: string;
  /** Vouch's own entries too. */
  own?: boolean;
  /** Where a page begins: made by `cursorOf` and by nothing else. */
  cursor?: string;
  direction?: "older" | "newer";
}

export interface Problem {
  field: string;
  sentence: string;
}

type Params = Record<string, string | string[] | undefined>;

const texts = [
  "actor",
  "actorKind",
  "action",
  "recordType",
  "recordId",
  "statement",
  "transaction",
  "category",
  "from",
  "to",
  "cursor",
] as const;
const longest = 500;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the parameters of an address. What is wrong is left out of the query and said, so that the rest still finds. */
export function parseEventQuery(params: Params): { query: EventQuery; problems: Problem[] } {
  const query: EventQuery = {};
  const problems: Problem[] = [];
  for (const field of texts) {
    const text = first(params[field])?.trim();
    if (!text) continue;
    const sentence = wrongWith(field, text);
    if (sentence) problems.push({ field, sentence });
    else query[field] = text;
  }
  if (query.from && query.to && query.from > query.to) {
    problems.push({
      field: "to",
      sentence: `The last day, ${query.to}, is before the first, ${query.from}. Both are left out; correct one of them.`,
    });
    delete query.from;
    delete query.to;
  }
  if (first(params.noTicket) === "true") query.noTicket = true;
  if (first(params.own) === "true") query.own = true;
  if (query.cursor) query.direction = first(params.direction) === "newer" ? "newer" : "older";
  return { query, problems };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function wrongWith(field: (typeof texts)[number], text: string): string | undefined {
  if (text.length > longest)
    return `Expected at most ${longest} characters, got ${text.length}. It is left out of the search.`;
  if (text.includes("\0") || !text.isWellFormed())
    return "This contains characters that no entry can contain. It is left out of the search.";
  if (field === "actorKind" && !(actorKinds as readonly string[]).includes(text))
    return `Expected one of ${actorKinds.join(", ")}, got ${text}. It is left out of the search.`;
  if (field === "category" && !(categories as readonly string[]).includes(text))
    return `There is no kind of event named ${text}. It is left out of the search.`;
  if (field === "statement" && !uuid.test(text))
    return "A statement is named by its id, as the entry page links it. It is left out of the search.";
  if (field === "from" || field === "to") return wrongDay(text);
  if (field === "cursor" && !readCursor(text))
    return "The link to this page of results is damaged, so the first page is shown.";
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

export interface Cursor {
  occurredAt: string;
  index: bigint;
}

/** A place in the list, as it stands in an address. */
export function cursorOf({ occurredAt, index }: Cursor): string {
  return `${occurredAt.replaceAll(/[-:]/g, "")}_${index}`;
}

const cursorForm = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{6}Z)_(\d{1,18})$/;

export function readCursor(text: string): Cursor | undefined {
  const [whole, year, month, day, hour, minute, second, index] = cursorForm.exec(text) ?? [];
  if (!whole || !index) return undefined;
  const occurredAt = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return Number.isNaN(Date.parse(occurredAt)) ? undefined : { occurredAt, index: BigInt(index) };
}

/** The first instant of a day, and of the day after it. */
export function dayBounds(day: string): { start: string; end: string } {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return { start: `${day}T00:00:00.000000Z`, end: `${next}T00:00:00.000000Z` };
}
