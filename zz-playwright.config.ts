import { defineConfig, devices } from "@playwright/test";
export default defineConfig({ testDir: "./e2e", outputDir: "/tmp/rec-results", workers: 1, timeout: 150_000, reporter: [["line"]], expect: { timeout: 40_000 },
  use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 }, baseURL: "http://127.0.0.1:4000", actionTimeout: 40_000, timezoneId: "UTC", locale: "en-GB", launchOptions: { executablePath: "/usr/bin/chromium", chromiumSandbox: false, args: ["--disable-dev-shm-usage"] } } });
