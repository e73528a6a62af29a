import { expect, test } from "vitest";
import { dayBounds, type Problem, readDay, readText } from "./parameters.ts";

test("what is right is kept and what is wrong is said, by its field", () => {
  const problems: Problem[] = [];
  const params = {
    person: "  dana@example.com ",
    id: ["7", "8"],
    type: "x".repeat(501),
    note: "a\0b",
    from: "2026-02-30",
  };
  expect(readText(params, "person", problems)).toBe("dana@example.com");
  expect(readText(params, "id", problems)).toBe("7");
  expect(readText(params, "missing", problems)).toBeUndefined();
  expect(problems).toEqual([]);
  expect(readText(params, "type", problems)).toBeUndefined();
  expect(readText(params, "note", problems)).toBeUndefined();
  expect(readDay(params, "from", problems)).toBeUndefined();
  expect(problems.map(({ field }) => field)).toEqual(["type", "note", "from"]);
  expect(problems.at(-1)?.sentence).toBe("February 2026 has 28 days. Did you mean 28 February?");
});

test("the last day counts whole, also the last of a month and of February in a leap year", () => {
  expect(dayBounds("2026-11-30").end).toBe("2026-12-01T00:00:00.000000Z");
  expect(dayBounds("2028-02-28").end).toBe("2028-02-29T00:00:00.000000Z");
});
