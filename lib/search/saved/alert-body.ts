/**
 * What a webhook is told: which search found how many new entries, the first of them as sentences, and where they stand. Never a
 * concealed value; others only where the webhook was made so (docs/http.md).
 */
import {
  actorName,
  plainSentence,
  type Seen,
  type SeenEntry,
  type SeenEvent,
  type SeenField,
} from "../../event/index.ts";

/** Entries that a body tells; the address leads to all. */
export const mostTold = 20;
const longestSentence = 500;

export interface Alert {
  /** The delivery's: the same for each attempt. */
  id: string;
  at: string;
  subscription: string;
  search: { id: string; name: string; query: string; words: string; zone: string };
  count: number;
  /** Entries below it belong to it. */
  from: bigint;
  below: bigint;
  /** Of the search that finds exactly these; a path of ours. */
  address: string;
}

export function alertBody(alert: Alert, entries: SeenEntry[], values: boolean): string {
  const { id, at, subscription, search, count, from, below, address } = alert;
  return JSON.stringify({
    version: 1,
    type: "entries.found",
    id,
    at,
    subscription,
    search,
    count,
    range: { from: from.toString(), below: below.toString() },
    address: pageAddress(address),
    entries: entries.slice(0, mostTold).map((entry) => told(entry, values)),
  });
}

/** What `testWebhook` sends: of the same form, and about nothing. */
export function testBody(id: string, at: string, webhook: string): string {
  const sentence = `This is a test of the webhook “${webhook}”. Nothing was found.`;
  return JSON.stringify({ version: 1, type: "test", id, at, sentence, address: pageAddress("/queries/webhooks") });
}

function told(entry: SeenEntry, values: boolean) {
  const { index, event } = entry;
  const sentence = plainSentence(values ? entry : withoutValues(entry)).replace(/\s+/g, " ");
  return {
    index,
    time: event.occurredAt,
    type: event.type,
    actor: { kind: event.actor.kind, name: actorName(event), attribution: event.actor.attribution },
    sentence: sentence.slice(0, longestSentence),
    address: pageAddress(`/events/${index}`),
  };
}

/** The entry as if every value of it were concealed: its sentence then names fields, and what a record is called by its id. */
export function withoutValues({ names: _names, ...entry }: SeenEntry): SeenEntry {
  const { change, data, statement, agent, correlation, ...event } = entry.event;
  const hidden: SeenEvent = {
    ...event,
    ...(change && { change: { ...change, fields: change.fields.map(concealed) } }),
    ...(data && { data: data.map(concealed) }),
    ...(statement && { statement: { ...statement, ...hide(statement, "exact"), ...hide(statement, "error") } }),
    ...(agent && { agent: { ...agent, ...hide(agent, "reasoning") } }),
    ...(correlation && { correlation: { ...correlation, ...hide(correlation, "reason") } }),
  };
  return { ...entry, event: hidden };
}

function concealed(field: SeenField): SeenField {
  return { ...field, ...hide(field, "before"), ...hide(field, "after"), ...hide(field, "value") };
}

function hide<T extends object>(from: T, side: keyof T): Record<string, Seen> {
  return from[side] === undefined ? {} : { [side]: { state: "hidden" } as const };
}

/** Whole where this Vouch knows the address that people type. */
function pageAddress(path: string): string {
  const base = process.env.NEXTAUTH_URL;
  return base && URL.canParse(path, base) ? new URL(path, base).href : path;
}
