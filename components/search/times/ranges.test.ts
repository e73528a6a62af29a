import { expect, test } from "vitest";
import { daysOf, exactRange, rangeOf, rangeOfDays, rangeWords, withRange } from "./ranges";

const now = new Date("2026-06-18T14:30:00Z");

test("another range takes the place of the one there is, and of nothing else", () => {
  expect(withRange("actor:dana after:7d kind:human before:2026-03-01", "after:30d")).toBe(
    "actor:dana after:30d kind:human",
  );
  expect(withRange("actor:dana", "on:this-month")).toBe("actor:dana on:this-month");
  expect(withRange("on:today actor:dana", "")).toBe("actor:dana");
  expect(withRange("actor:dana OR kind:agent", "after:7d")).toBe("(actor:dana OR kind:agent) after:7d");
  expect(withRange("category:gossip after:soon", "after:7d")).toBe("category:gossip after:soon after:7d");
});

test("the range is said in words, and what it means in exact times of the zone", () => {
  expect(rangeWords("actor:dana")).toBe("All time");
  expect(rangeWords("after:30d x")).toBe("Last 30 days");
  expect(rangeWords("after:2026-03-01 before:2026-03-31")).toBe("From 1 March 2026 until 31 March 2026");
  expect(rangeWords("on:2026-03-03")).toBe("On 3 March 2026");
  expect(exactRange("after:2026-05-20 before:2026-06-18", "UTC", now)).toBe("20 May to 18 June 2026, UTC");
  expect(exactRange("on:2026-03-08", "America/New_York", now)).toBe("8 March 2026, New York");
  expect(exactRange("after:24h", "America/New_York", now)).toBe("17 June 2026, 10:30 New York to now");
  expect(exactRange("after:2025-12-31 before:2026-01-02", "UTC", now)).toBe("31 December 2025 to 2 January 2026, UTC");
  expect(exactRange("after:2026-03-02 before:2026-03-01", "UTC", now)).toBe("no time at all");
  expect(exactRange("actor:dana", "UTC", now)).toBe("");
});

test("days of the fields become a range, both included, and back", () => {
  expect(rangeOfDays("2026-03-01", "2026-03-31")).toBe("after:2026-03-01 before:2026-03-31");
  expect(rangeOfDays("2026-03-01", "2026-03-01")).toBe("on:2026-03-01");
  expect(rangeOfDays("", "2026-03-31")).toBe("before:2026-03-31");
  expect(daysOf("x on:2026-03-01")).toEqual({ from: "2026-03-01", until: "2026-03-01" });
  expect(daysOf("after:7d")).toEqual({});
  expect(rangeOf("x after:7d y")).toBe("after:7d");
});
