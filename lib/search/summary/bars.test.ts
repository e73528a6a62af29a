/** Bars begin on full hours and days of the clocks that the reader has, whatever those do; one follows the other without a hole. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { zoneTime } from "../../event/index.ts";
import { barsOf, msOf } from "./bars.ts";

const open = { from: false, to: false };
const zones = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Pacific/Apia",
];
const time = (ms: number) => `${new Date(ms).toISOString().slice(0, -1)}000Z`;
const shown = (edges: string[], zone: string) => edges.map((edge) => zoneTime(edge, zone).slice(0, 16));

test.each([
  ["an hour", 3_600_000, { count: 5, unit: "minute" }, 12],
  ["a day", 86_400_000, { count: 1, unit: "hour" }, 24],
  ["a week", 7 * 86_400_000, { count: 3, unit: "hour" }, 56],
  ["30 days", 30 * 86_400_000, { count: 1, unit: "day" }, 30],
  ["a quarter", 92 * 86_400_000, { count: 1, unit: "day" }, 92],
  ["half a year", 180 * 86_400_000, { count: 1, unit: "week" }, 26],
  ["five years", 5 * 365 * 86_400_000, { count: 1, unit: "month" }, 60],
])("%s has bars that can be read", (_, length, step, count) => {
  const from = Date.UTC(2026, 5, 1);
  const bars = barsOf({ from: time(from), to: time(from + length) }, "UTC", open);
  expect(bars.step).toEqual(step);
  expect(Math.abs(bars.edges.length - 1 - count)).toBeLessThanOrEqual(1);
});

test("days are the zone's, with 23 and with 25 hours", () => {
  const days = { from: "2026-10-20T22:00:00.000000Z", to: "2026-11-20T23:00:00.000000Z" };
  const { edges } = barsOf(days, "Europe/Berlin", open);
  expect(edges.slice(4, 7)).toEqual([
    "2026-10-24T22:00:00.000000Z",
    "2026-10-25T23:00:00.000000Z",
    "2026-10-26T23:00:00.000000Z",
  ]);
  const hours = barsOf(
    { from: "2026-10-24T22:00:00.000000Z", to: "2026-10-25T23:00:00.000000Z" },
    "Europe/Berlin",
    open,
  );
  expect(hours.edges).toHaveLength(26);
  expect(
    shown(
      barsOf({ from: "2026-03-20T00:00:00.000000Z", to: "2026-04-10T00:00:00.000000Z" }, "Asia/Kolkata", open).edges,
      "Asia/Kolkata",
    ).every((edge) => edge.endsWith("T00:00")),
  ).toBe(true);
});

test("a range that was asked for ends where it was asked to", () => {
  const range = { from: "2026-11-03T10:07:31.000001Z", to: "2026-11-05T09:00:00.000000Z" };
  const { edges } = barsOf(range, "UTC", { from: true, to: true });
  expect([edges[0], edges.at(-1)]).toEqual([range.from, range.to]);
  expect(edges[1]).toBe("2026-11-03T11:00:00.000000Z");
});

test("for any range and zone: every instant of it is in one bar, and there are not too many", () => {
  const instants = fc.integer({ min: Date.UTC(1960, 0), max: Date.UTC(2060, 0) });
  const lengths = fc.oneof(fc.nat(86_400_000), fc.nat(400 * 86_400_000), fc.nat(20_000 * 86_400_000));
  fc.assert(
    fc.property(instants, lengths, fc.constantFrom(...zones), (from, length, zone) => {
      const { edges } = barsOf({ from: time(from), to: time(from + length) }, zone, open);
      const ms = edges.map(msOf);
      expect(ms[0]).toBeLessThanOrEqual(from);
      expect(ms.at(-1)).toBeGreaterThanOrEqual(from + length);
      expect(ms.at(-2)).toBeLessThan(from + Math.max(length, 1));
      expect(ms.every((edge, at) => at === 0 || edge > (ms[at - 1] as number))).toBe(true);
      expect(edges.length).toBeLessThanOrEqual(104);
    }),
    { numRuns: 300 },
  );
});
