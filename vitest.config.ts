import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{lib,bin,app,components,bench,tools}/**/*.test.{ts,tsx}", "proxy.test.ts"],
    globalSetup: ["lib/database/embedded/test-servers.ts"],
    pool: "forks",
    maxWorkers: 2, // with one, which is what two cores get by default, each test waits alone for its PostgreSQL
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
    passWithNoTests: false,
  },
});
