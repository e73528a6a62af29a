export type { FieldModes } from "./fields.ts";
export type { Plan, PlannedTable, ProtectWish } from "./plan.ts";
export { type Protected, type Protecting, planProtection, protect, unprotect } from "./protect.ts";
export { listSources, PostgresOutboxes, type RegisteredSource, type SourceSettings } from "./sources.ts";
export { loadScanner } from "./statement.ts";
