/** The address of a search. Everything that shapes a list stands in its URL, under the names of the query's members. */
import type { EventQuery } from "@/lib/search";

const members = [
  "actor",
  "actorKind",
  "action",
  "recordType",
  "recordId",
  "category",
  "noTicket",
  "from",
  "to",
  "statement",
  "transaction",
  "own",
  "cursor",
  "direction",
] as const satisfies (keyof EventQuery)[];

export function eventsAddress(query: EventQuery): string {
  const params = new URLSearchParams();
  for (const member of members) {
    const value = query[member];
    if (value !== undefined && value !== "" && value !== false) params.set(member, String(value));
  }
  const search = params.toString();
  return search ? `/events?${search}` : "/events";
}

export function entryAddress(index: string): string {
  return `/events/${index}`;
}
