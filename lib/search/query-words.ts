/** What a search asks, as words for somebody who did not type it. Pure. */
import { months, words } from "../event/index.ts";
import type { EventQuery } from "./query.ts";

const kinds: Record<string, string> = {
  human: "people",
  service: "services and jobs",
  agent: "AI agents",
  unknown: "somebody unknown",
};

/** “table customers, by people, from 1 June 2026”; a search without any filter is “all entries”. */
export function queryWords(query: EventQuery): string {
  const { actor, actorKind, action, recordType, recordId, statement, transaction, category, from, to } = query;
  const said = [
    recordType !== undefined && `table ${recordType}`,
    recordId !== undefined && `record ${recordId}`,
    actor !== undefined && `by ${actor}`,
    actorKind !== undefined && `by ${kinds[actorKind] ?? actorKind}`,
    action !== undefined && `action ${words(action)}`,
    category !== undefined && `kind ${words(category)}`,
    statement !== undefined && "rows of one statement",
    transaction !== undefined && "one transaction",
    query.noTicket && "without a ticket",
    from !== undefined && `from ${dayWords(from)}`,
    to !== undefined && `to ${dayWords(to)}`,
    query.own && "Vouch’s own entries among them",
  ].filter((words): words is string => typeof words === "string");
  return said.length === 0 ? "all entries" : said.join(", ");
}

/** “1 June 2026” for a day or a time of it, in UTC. */
export function dayWords(time: string): string {
  return `${Number(time.slice(8, 10))} ${months[Number(time.slice(5, 7)) - 1]} ${time.slice(0, 4)}`;
}
