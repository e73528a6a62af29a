/** The demo: Harbor Clinic Pay, 180 days of it, and today as it happens. */
export { moveSources } from "./addresses.ts";
export { databaseNames } from "./databases.ts";
export type { Wish } from "./ground.ts";
export { keepLiving, type Living } from "./live.ts";
export { type Loaded, loadDemo } from "./load.ts";
export { demoPassword, triable } from "./trial.ts";
