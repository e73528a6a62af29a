import { z } from "zod";

/** How many tests ended how. What failed outside any test (a file that does not load, a server that does not start) counts as one. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export function plus(one: Tally, other: Tally): Tally {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

const unitReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), ancestorTitles: z.array(z.string()) })),
    }),
  ),
});

/** Of Vitest's JSON report; `code` is the exit code that came with it. */
export function unitTally(report: unknown, code: number): Tally {
  const parsed = unitReport.safeParse(report);
  if (!parsed.success) return { ...nothing, failed: 1 };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const broken = testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  const tally = {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
  return atLeastOneFailure(tally, code);
}

/** Of Vitest's JSON report: the tests of capture that ran on each major of PostgreSQL, in a group of that name (`PostgreSQL 18`). */
export function majorTallies(report: unknown): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  const parsed = unitReport.safeParse(report);
  const files = parsed.success ? parsed.data.testResults.filter(({ name }) => name.includes("/lib/capture/")) : [];
  for (const { status, ancestorTitles } of files.flatMap(({ assertionResults }) => assertionResults)) {
    const major = ancestorTitles[0]?.match(/^PostgreSQL (\d+)$/)?.[1];
    if (major === undefined) continue;
    const outcome = status === "passed" || status === "failed" ? status : "skipped";
    tallies.set(major, plus(tallies.get(major) ?? nothing, { ...nothing, [outcome]: 1 }));
  }
  return tallies;
}

const browserReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** Of Playwright's JSON report; a test that passed only when it was tried again failed. */
export function browserTally(report: unknown, code: number): Tally {
  const parsed = browserReport.safeParse(report);
  if (!parsed.success) return { ...nothing, failed: 1 };
  const { expected, unexpected, flaky, skipped } = parsed.data.stats;
  return atLeastOneFailure({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

function atLeastOneFailure(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}
