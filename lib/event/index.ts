export * from "./clock.ts";
export * from "./id.ts";
export * from "./event.ts";
export * from "./seen.ts";
export * from "./fault.ts";
