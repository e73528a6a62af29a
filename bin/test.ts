import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installedVersions } from "../lib/database/embedded/index.ts";
import { ensureBrowser } from "./browser.ts";
import { ensureBuild } from "./build.ts";
import { type Child, run } from "./child.ts";
import { browserTally, majorTallies, nothing, plus, type Tally, unitTally } from "./tally.ts";

const root = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const say = (line: string) => console.log(`test: ${line}`);
const reports = mkdtempSync(join(tmpdir(), "vouch-reports-"));
let current: Child | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, async () => {
    await current?.stop();
    rmSync(reports, { recursive: true, force: true });
    process.exit(1);
  });
}

const patterns = process.argv.slice(2);
const matrix: string[] = [];
let total = plus(nothing, await testUnits(patterns));
if (patterns.length > 0)
  say("With a pattern only unit and database tests run; `npm test` alone also runs those in a browser.");
else total = plus(total, await testInBrowser());
rmSync(reports, { recursive: true, force: true });

for (const line of matrix) say(line);
if (total.skipped > 0) say(`${total.skipped} skipped: a skipped test proves nothing.`);
console.log(`tests: ${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function testUnits(filter: string[]): Promise<Tally> {
  const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const report = join(reports, "units.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await finish([vitest, "run", ...reporters, ...filter]);
  const result = read(report);
  matrix.push(...matrixOf(result));
  return unitTally(result, code);
}

/** One line for each major of PostgreSQL: how the tests of capture went there. */
function matrixOf(report: unknown): string[] {
  const tallies = majorTallies(report);
  const installed = installedVersions();
  return ["14", "15", "16", "17", "18"].flatMap((major) => {
    const tally = tallies.get(major);
    const full = installed.get(major as "14");
    if (!full) return `capture on PostgreSQL ${major}: not tried, there are no programs of it for this platform`;
    return tally
      ? `capture on PostgreSQL ${full}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`
      : [];
  });
}

/** A browser that is missing, or a build that fails, is a failed test: never a silent skip. */
async function testInBrowser(): Promise<Tally> {
  const report = join(reports, "browser.json");
  try {
    const browser = ensureBrowser();
    await ensureBuild(root, say);
    const playwright = join(dirname(require.resolve("@playwright/test/package.json")), "cli.js");
    const more = { VOUCH_E2E_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const code = await finish([playwright, "test", "--reporter=list,json"], more);
    return browserTally(read(report), code);
  } catch (error) {
    console.error(`test: the browser tests did not run. ${(error as Error).message}`);
    return { ...nothing, failed: 1 };
  }
}

async function finish(args: string[], more: Record<string, string> = {}): Promise<number> {
  const { NODE_ENV: _ours, ...env } = process.env;
  current = run({ args, env: { ...env, ...more } as NodeJS.ProcessEnv });
  return current.ended;
}

function read(report: string): unknown {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return undefined; // it ended before it could report, which counts as a failure
  }
}
