export type { FieldModes } from "./fields.ts";
export type { Plan, PlannedTable, ProtectWish } from "./plan.ts";
export { type Protected, type Protecting, planProtection, protect } from "./protect.ts";
export { listSources, PostgresOutboxes, type RegisteredSource, type SourceSettings } from "./sources.ts";
export { loadScanner } from "./statement.ts";
export { type Unprotected, unprotect } from "./unprotect.ts";
