import { defineConfig, devices } from "@playwright/test";
import { browserPath, server } from "./e2e/server.ts";

export default defineConfig({
  testDir: "./e2e",
  outputDir: "./test-results",
  snapshotPathTemplate: "{testDir}/{testFileName}-shots/{arg}{ext}",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  projects: [
    { name: "first", testMatch: /\.setup\.ts$/ },
    { name: "pages", testMatch: /\.test\.ts$/, testIgnore: /last\.test\.ts$/, dependencies: ["first"] },
    { name: "last", testMatch: /last\.test\.ts$/, fullyParallel: false, dependencies: ["pages"] }, // breaks what the others use
  ],
  globalTeardown: "./e2e/teardown.ts",
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL: server.url,
    actionTimeout: 15_000,
    timezoneId: "UTC",
    locale: "en-GB",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: browserPath,
      chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses its sandbox as root
      args: ["--disable-dev-shm-usage", "--force-color-profile=srgb"],
    },
  },
  webServer: {
    command: "exec node bin/bootstrap.mjs start",
    url: server.url,
    env: { ...server.env, npm_lifecycle_event: "test" }, // it ends with us, however we end
    reuseExistingServer: false,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    stdout: "pipe",
  },
});
