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
process.env.VOUCH_E2E_PROVIDER ??= String(await freePort());

export const home = process.env.VOUCH_E2E_HOME;
export const browserPath = process.env.VOUCH_E2E_BROWSER;
const url = `http://127.0.0.1:${process.env.VOUCH_E2E_PORT}`;

/** A provider of OpenID Connect that the server knows; signin.test.ts starts it when it is needed. */
export const provider = {
  port: Number(process.env.VOUCH_E2E_PROVIDER),
  client: { id: "vouch", secret: "what they both know", redirect: `${url}/api/auth/callback/oidc` },
};

export const server = {
  url,
  env: {
    HOST: "127.0.0.1",
    PORT: process.env.VOUCH_E2E_PORT,
    VOUCH_HOME: home,
    VOUCH_DEMO: "off",
    VOUCH_DURABLE: "off",
    DATABASE_URL: "",
    NEXTAUTH_URL: "",
    NODE_ENV: "production",
    VOUCH_GALLERY: "1", // the visual tests
    VOUCH_OIDC_ISSUER: `http://127.0.0.1:${provider.port}`,
    VOUCH_OIDC_CLIENT_ID: provider.client.id,
    VOUCH_OIDC_CLIENT_SECRET: provider.client.secret,
    VOUCH_OIDC_NAME: "Harbor ID",
    VOUCH_OIDC_ROLES: "it=engineer,audit=compliance",
    VOUCH_LOG_LEVEL: "warn",
  },
};

function makeHome(): string {
  const folder = mkdtempSync(join(tmpdir(), "vouch-e2e-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who must get in
  return folder;
}
