export { findUnnamed, type Period, periods, type Unnamed, type UnnamedActor } from "./actors.ts";
export * from "./api/index.ts";
export { type Alarm, type Bell, readBell } from "./bell.ts";
export { type Coverage, readCoverage, type SourceCoverage, type Strip } from "./coverage.ts";
export { type CoverageQuery, parseCoverageQuery } from "./coverage-query.ts";
export { type OpenedEntry, openEntry } from "./entry.ts";
export * from "./export/index.ts";
export {
  conditionOf,
  countFound,
  eachFound,
  type Found,
  type FoundLine,
  type FoundLines,
  type FoundPage,
  findIndexes,
  findLines,
  followTail,
  isOneByOne,
  isShared,
  type LinePlace,
  type Moment,
  momentOf,
  readLines,
  searchEntries,
  type TailNews,
} from "./find/index.ts";
export { type KnownSource, readHealth } from "./health.ts";
export { type Home, readHome } from "./home.ts";
export * from "./language/index.ts";
export { findWhoLooked, type Look, type LookPage } from "./looks.ts";
export { type LookQuery, parseLookQuery } from "./looks-query.ts";
export type { Problem } from "./parameters.ts";
export { type OpenedRecord, openRecord, type Version } from "./record.ts";
export { kindOf, parseRecordQuery, type RecordKey, type RecordQuery } from "./record-query.ts";
export type { State, StateField } from "./record-state.ts";
export type { Dot, VersionCount } from "./record-versions.ts";
export { findRecords, type Kind, parseRecordsQuery, type Records, type RecordsQuery } from "./records.ts";
export type { FoundRecord } from "./records-find.ts";
export type { Related } from "./related.ts";
export { type MadeScript, makeRestoreScript, type RestoreAsk } from "./restore.ts";
export type { LeftOut } from "./restore-script.ts";
export { type Revealed, type RevealWish, revealValues } from "./reveal.ts";
export { mostRevealed, type RevealedValue, revealMany } from "./reveal-many.ts";
export * from "./saved/index.ts";
export { type ListedSource, listSourceStates, type OpenedSource, openSource, type SourceList } from "./sources.ts";
export * from "./summary/index.ts";
export { type Asked, readToday, type Today } from "./today.ts";
