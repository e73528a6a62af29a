export { advise } from "./advise.ts";
export { complete } from "./complete.ts";
export { summarise } from "./summarise.ts";
export * from "./summary.ts";
