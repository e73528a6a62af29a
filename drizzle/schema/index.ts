export * from "./app.ts";
export * from "./inbox.ts";
export * from "./ledger.ts";
