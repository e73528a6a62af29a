export * from "./event.ts";
export * from "./seen.ts";
export * from "./fault.ts";
