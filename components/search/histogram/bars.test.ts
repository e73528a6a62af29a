import { expect, test } from "vitest";
import type { Bar, Gap } from "@/lib/search";
import { barAt, chartSentence, hatchedOver, perStep, placeOf, spanWords, tickOf, ticksOf } from "./bars";

const bar = (from: string, to: string, changed: number, deleted = 0): Bar => ({
  from,
  to,
  ...{ changed, created: 0, deleted, refused: 0, other: 0 },
  lines: changed + deleted,
});
const day = (date: number, changed: number, deleted = 0) =>
  bar(`2026-06-${date}T00:00:00.000000Z`, `2026-06-${date + 1}T00:00:00.000000Z`, changed, deleted);
const bars = [day(12, 3), day(13, 0), day(14, 5, 2), day(15, 1)];
const gap = (from: string, to: string, tables: string[], source = "Billing"): Gap => ({
  from: `2026-06-${from}:00.000000Z`,
  to: `2026-06-${to}:00.000000Z`,
  state: "not_captured",
  source,
  tables,
  says: `${tables.join() || source} was not captured: its triggers were disabled`,
});

test("the chart is a sentence that says what a picture would show", () => {
  const sentence = chartSentence(
    { step: { count: 1, unit: "day" }, bars },
    [gap("12T09:14", "15T16:02", ["public.a"])],
    "UTC",
  );
  expect(sentence).toBe(
    "Lines per day, 12 June 2026 to 15 June 2026, UTC: 11 lines. Most in 14 June 2026: 7 lines. Not everything was captured: 1 gap.",
  );
  const some = chartSentence(
    { step: { count: 15, unit: "minute" }, bars, since: "2026-06-12T14:00:00.000000Z" },
    [],
    "UTC",
  );
  expect(some).toContain("Only the newest lines are counted, back to Friday 12 June 2026, 14:00 UTC.");
  expect(perStep({ count: 15, unit: "minute" })).toBe("per 15 minutes");
});

test("days are those of the zone, and hours say their clock", () => {
  const inNewYork = bar("2026-06-12T04:00:00.000000Z", "2026-06-13T04:00:00.000000Z", 1);
  expect(spanWords(inNewYork.from, inNewYork.to, "America/New_York")).toBe("12 June 2026");
  expect(spanWords(inNewYork.from, inNewYork.to, "UTC")).toBe("12 June 2026, 04:00 to 13 June 2026, 04:00");
  expect(tickOf(inNewYork.from, { count: 1, unit: "day" }, "America/New_York")).toBe("12 Jun");
  expect(tickOf(inNewYork.from, { count: 1, unit: "hour" }, "UTC")).toBe("04:00");
  expect(tickOf(inNewYork.from, { count: 1, unit: "hour" }, "America/New_York")).toBe("12 Jun");
  expect(tickOf(inNewYork.from, { count: 1, unit: "month" }, "UTC")).toBe("Jun 2026");
});

test("hours of several days are told apart by their days", () => {
  const hours = (count: number, length: number) =>
    Array.from({ length: count }, (_, at) => {
      const from = Date.UTC(2026, 5, 12) + at * length * 3_600_000;
      return bar(new Date(from).toISOString(), new Date(from + length * 3_600_000).toISOString(), 1);
    });
  const ticks = (count: number, length: number) =>
    ticksOf({ bars: hours(count, length), step: { count: length, unit: "hour" } }, "UTC").map((from) =>
      tickOf(from, { count: length, unit: "hour" }, "UTC"),
    );
  expect(ticks(32, 3)).toEqual(["12 Jun", "13 Jun", "14 Jun", "15 Jun"]);
  expect(ticks(4, 1)).toEqual(["12 Jun", "01:00", "02:00", "03:00"]);
});

test("a gap lies behind the bars where it was; gaps that touch are one, under the name of what they share", () => {
  expect(placeOf("2026-06-12T12:00:00.000000Z", bars)).toBeCloseTo(0.125);
  const [one, other] = hatchedOver(bars, [
    gap("12T12:00", "13T00:00", ["public.refund_notes"]),
    gap("14T00:00", "15T00:00", ["public.refund_notes"]),
  ]);
  expect(one).toMatchObject({ left: 0.125, width: 0.125, name: "Refund notes" });
  expect(other).toMatchObject({ left: 0.5, width: 0.25, name: "Refund notes" });
  const joined = hatchedOver(bars, [
    gap("12T12:00", "14T00:00", ["public.refund_notes"]),
    gap("13T00:00", "15T00:00", ["public.payees"]),
    gap("13T00:00", "13T12:00", [], "Payroll"),
  ]);
  expect(joined).toHaveLength(1);
  expect(joined[0]).toMatchObject({ left: 0.125, width: 0.625, name: "1 source, 2 tables" });
  expect(joined[0]?.says).toHaveLength(3);
  expect(hatchedOver(bars, [gap("01T12:00", "02T00:00", ["public.payees"])])).toEqual([]);
});

test("a point over the bars belongs to one of them", () => {
  expect([-0.2, 0, 0.26, 0.99, 1, 7].map((place) => barAt(place, bars))).toEqual([0, 0, 1, 3, 3, 3]);
});
