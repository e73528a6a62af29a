import { defineConfig, devices } from "@playwright/test";
import { browserPath, server } from "./e2e/server.ts";

export default defineConfig({
  testDir: "./e2e",
  outputDir: "./test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  reporter: [["list"]],
  globalTeardown: "./e2e/teardown.ts",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: server.url,
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
