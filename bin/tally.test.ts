import { expect, test } from "vitest";
import { browserTally, majorTallies, plus, unitTally } from "./tally.ts";

const units = (over: object) => ({
  numPassedTests: 4,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ name: "a", status: "passed", assertionResults: [{ status: "passed", ancestorTitles: [] }] }],
  ...over,
});

test("passed, failed and skipped are summed over both kinds", () => {
  const browser = { stats: { expected: 3, unexpected: 2, flaky: 1, skipped: 1 } };
  expect(plus(unitTally(units({}), 0), browserTally(browser, 1))).toEqual({ passed: 7, failed: 3, skipped: 2 });
});

test("a file that does not load is a failure, though none of its tests ran", () => {
  const testResults = [{ name: "a", status: "failed", assertionResults: [] }];
  expect(unitTally(units({ testResults }), 1)).toMatchObject({ passed: 4, failed: 1 });
});

test("a run that reports nothing, or ends badly without a failed test, is a failure", () => {
  expect(unitTally(undefined, 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(browserTally({}, 0)).toMatchObject({ passed: 0, failed: 1 });
  expect(unitTally(units({}), 1)).toMatchObject({ passed: 4, failed: 1 });
});

test("the tests of capture are counted by the major that they ran on", () => {
  const ended = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles });
  const results = [
    ended("passed", "PostgreSQL 18", "values"),
    ended("passed", "PostgreSQL 18"),
    ended("failed", "PostgreSQL 14"),
    ended("pending", "PostgreSQL 14"),
    ended("passed", "fields"),
  ];
  const testResults = [
    { name: "/x/lib/capture/postgres/capture.test.ts", status: "failed", assertionResults: results },
    { name: "/x/lib/database/other.test.ts", status: "passed", assertionResults: results },
  ];
  expect([...majorTallies(units({ testResults }))]).toEqual([
    ["18", { passed: 2, failed: 0, skipped: 0 }],
    ["14", { passed: 0, failed: 1, skipped: 1 }],
  ]);
  expect(majorTallies(undefined).size).toBe(0);
});
