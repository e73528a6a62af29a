import { expect, test } from "vitest";
import { instantOf } from "./moment";

test("a typed moment is the end of its second in the reader's zone, also where the clocks are put forward or back", () => {
  expect(instantOf("2026-06-12T09:00", "UTC")).toBe("2026-06-12T09:00:00.999999Z");
  expect(instantOf("2026-06-12T09:00:31", "America/New_York")).toBe("2026-06-12T13:00:31.999999Z");
  expect(instantOf("2026-06-12T09:00", "Asia/Kathmandu")).toBe("2026-06-12T03:15:00.999999Z");
  // 1:30 comes twice on 1 November: the first, in summer time; 2:30 is left out on 8 March, and 3:00 comes after it
  expect(instantOf("2026-11-01T01:30", "America/New_York")).toBe("2026-11-01T05:30:00.999999Z");
  expect(instantOf("2026-11-01T03:30", "America/New_York")).toBe("2026-11-01T08:30:00.999999Z");
  expect(instantOf("2026-03-08T02:30", "America/New_York")).toBe("2026-03-08T07:00:00.999999Z");
  for (const other of ["2026-06-12T09:00:00.000000Z", "yesterday", "", "2026-99-99T99:99"])
    expect(instantOf(other, "UTC")).toBe(other);
});
