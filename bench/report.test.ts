import { expect, test } from "vitest";
import { atLeast, atMost, report } from "./report.ts";

test("a table, and as the last line one JSON object", () => {
  const measures = [atMost(300, "find", 12.34, "ms"), atLeast(5_000, "capture", 4_321, "events/s")];
  const lines = report("search", measures).split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "measure  value  unit      goal",
    "find      12.3  ms        at most 300    met",
    "capture  4,321  events/s  at least 5000  SHORT",
    "",
  ]);
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
    bench: "search",
    measures: [
      { name: "find", value: 12.34, unit: "ms", goal: "at most 300", met: true },
      { name: "capture", value: 4_321, unit: "events/s", goal: "at least 5000", met: false },
    ],
  });
});
