/** The demo as `npm start -- --demo` serves it, told small, in a home and at a port of its own: for tests of what people do in it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Role } from "../lib/access/index.ts";
import { freePort, removeCluster } from "../lib/database/embedded/index.ts";
import { triable } from "../lib/demo/index.ts";
import { test as base, expect } from "./vouch.ts";

export interface Demo {
  url: string;
  /** Signs in as the person of that role, with the button on the sign-in page, and waits for Home. */
  be(page: Page, role: Role): Promise<void>;
}

/** One demo for each worker that asks for one: keep its tests in one file, in series. */
export const test = base.extend<object, { demo: Demo }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const served = await serveDemo();
      await use(served);
      await served.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.url),
});

export { expect };

async function serveDemo(): Promise<Demo & { stop(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), "vouch-e2e-demo-"));
  chmodSync(home, 0o755); // as root the database runs as another user, who must get in
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    HOST: "127.0.0.1",
    PORT: port,
    VOUCH_HOME: home,
    VOUCH_DEMO_SCALE: "0.03",
    VOUCH_DURABLE: "off",
    VOUCH_LOG_LEVEL: "warn",
    DATABASE_URL: "",
    NEXTAUTH_URL: "",
    NODE_ENV: "production",
    npm_lifecycle_event: "test", // it ends with us, however we end
  } as NodeJS.ProcessEnv;
  const server = spawn(process.execPath, [join("bin", "bootstrap.mjs"), "start", "--demo"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  let said = "";
  const ready = new Promise<void>((resolve, reject) => {
    server.stdout.on("data", (text) => {
      said += text;
      if (said.includes("Ready after")) resolve();
    });
    void ended.then(() => reject(new Error(`the demo ended before it was ready, having said:\n${said}`)));
  });
  await ready;
  return {
    url,
    be: async (page, role) => {
      const person = triable.find((one) => one.role === role);
      if (!person) throw new Error(`expected somebody whose role is ${role}`);
      await page.goto("/signin");
      await page.getByRole("button", { name: `Sign in as ${person.name}, ${person.words}` }).click();
      await page.waitForURL(`${url}/`); // loaded: what is typed before then reaches nobody
      await expect(page.getByLabel("Demo", { exact: true })).toBeVisible();
    },
    stop: async () => {
      server.kill("SIGTERM");
      await ended;
      removeCluster(join(home, "demo"), "18");
      rmSync(home, { recursive: true, force: true });
    },
  };
}
