export { type FieldModes } from "./fields.ts";
export { type Plan, type PlannedTable, type ProtectWish } from "./plan.ts";
export { planProtection, protect, type Protected, type Protecting, unprotect } from "./protect.ts";
export { listSources, PostgresOutboxes, type RegisteredSource, type SourceSettings } from "./sources.ts";
export { loadScanner } from "./statement.ts";
