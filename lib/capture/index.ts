export * from "./http/index.ts";
export * from "./postgres/index.ts";
