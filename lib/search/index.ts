export { type OpenedEntry, openEntry } from "./entry.ts";
export { type EventPage, searchEvents } from "./events.ts";
export { type Home, readHome } from "./home.ts";
export { type EventQuery, type Problem, parseEventQuery } from "./query.ts";
