export { findUnnamed, type Period, periods, type Unnamed, type UnnamedActor } from "./actors.ts";
export { type Coverage, readCoverage, type SourceCoverage, type Strip } from "./coverage.ts";
export { type CoverageQuery, parseCoverageQuery } from "./coverage-query.ts";
export { type OpenedEntry, openEntry } from "./entry.ts";
export { type EventPage, searchEvents } from "./events.ts";
export { type KnownSource, readHealth } from "./health.ts";
export { type Home, readHome } from "./home.ts";
export { type EventQuery, type Problem, parseEventQuery } from "./query.ts";
export { type ListedSource, listSourceStates, type OpenedSource, openSource, type SourceList } from "./sources.ts";
