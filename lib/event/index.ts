export * from "./clock.ts";
export * from "./difference.ts";
export * from "./event.ts";
export * from "./fault.ts";
export * from "./id.ts";
export * from "./reading.ts";
export * from "./seen.ts";
export * from "./sentence.ts";
