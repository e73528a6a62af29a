import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowser } from "../bin/browser.ts";
import { freePort } from "../lib/database/embedded/index.ts";

/**
 * The product as it is served to people, for browser tests: a home and a port of its own for each run. Playwright reads its
 * configuration again in each worker; what the first reading chose reaches the others through the environment.
 */
process.env.VOUCH_E2E_PORT ??= String(await freePort());
process.env.VOUCH_E2E_HOME ??= makeHome();
process.env.VOUCH_E2E_BROWSER ??= ensureBrowser();

export const home = process.env.VOUCH_E2E_HOME;
export const browserPath = process.env.VOUCH_E2E_BROWSER;
export const server = {
  url: `http://127.0.0.1:${process.env.VOUCH_E2E_PORT}`,
  env: {
    HOST: "127.0.0.1",
    PORT: process.env.VOUCH_E2E_PORT,
    VOUCH_HOME: home,
    VOUCH_DURABLE: "off",
    DATABASE_URL: "",
    NEXTAUTH_URL: "",
    NODE_ENV: "production",
  },
};

function makeHome(): string {
  const folder = mkdtempSync(join(tmpdir(), "vouch-e2e-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who must get in
  return folder;
}
