import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Home } from "../lib/database/index.ts";
import { Fault } from "../lib/event/index.ts";
import type { Address } from "./address.ts";
import { next } from "./build.ts";
import { type Child, run } from "./child.ts";

/** What the pages are told beside their database: where people find them, and what seals their cookies. */
export function pageEnvironment(address: Address, home: Home) {
  return {
    NEXTAUTH_URL: process.env.NEXTAUTH_URL || address.url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || home.secret("session cookies").toString("hex"),
    NEXT_TELEMETRY_DISABLED: "1",
  };
}

/** Starts the pages. What they log is on standard error; what Next says of itself in production is not wanted. */
export function startPages(mode: "start" | "dev", { host, port }: Address, env: NodeJS.ProcessEnv): Child {
  const own: NodeJS.ProcessEnv =
    mode === "start"
      ? { NODE_ENV: "production", NEXT_MANUAL_SIG_HANDLE: "true" } // lib/operations/requests.ts ends the process
      : { NODE_ENV: "development" };
  const args = [next, mode, "-p", String(port), "-H", host];
  return run({ args, env: { ...env, ...own }, quiet: mode === "start" });
}

/** For who starts the pages without `npm start`. Throws `unavailable`. */
export function assertBuilt(root: string): void {
  if (existsSync(join(root, ".next", "BUILD_ID"))) return;
  throw new Fault(
    "unavailable",
    `Expected the pages to be built in ${root}, but there is no build. Run npx next build there first; npm start does it by itself.`,
  );
}
