export * from "./app.ts";
export * from "./inbox.ts";
export * from "./ledger.ts";
export * from "./questions.ts";
export * from "./search.ts";
