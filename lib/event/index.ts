export * from "./clock.ts";
export * from "./event.ts";
export * from "./fault.ts";
export * from "./id.ts";
export * from "./seen.ts";
