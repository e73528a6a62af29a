import { describe, expect, test } from "vitest";
import { clock, dateOf, dayHeading, exactTime, minuteTime, secondTime } from "./time";
import { knownZone, offsetWords, readZone, zoneName, zoneTime } from "./zone";

const [newYork, kolkata, kathmandu] = ["America/New_York", "Asia/Kolkata", "Asia/Kathmandu"];

test("a time is said in the reader's zone, with the zone, to the last digit", () => {
  const time = "2026-06-18T14:28:07.214906Z";
  expect(exactTime(time, "UTC")).toBe("18 June 2026, 14:28:07.214906 UTC");
  expect(exactTime(time, newYork)).toBe("18 June 2026, 10:28:07.214906 New York");
  expect(secondTime(time, kolkata)).toBe("18 June 2026, 19:58:07 Kolkata");
  expect(minuteTime(time, kathmandu)).toBe("Thursday 18 June 2026, 20:13 Kathmandu");
  expect(clock(time, newYork)).toBe("10:28:07");
  expect(exactTime("2026-06-18T14:28:07Z", newYork)).toBe("18 June 2026, 10:28:07 New York");
});

test("days are those of the zone", () => {
  const time = "2026-01-01T02:30:00.000001Z";
  expect(dateOf(time, "UTC")).toBe("1 January 2026");
  expect(dateOf(time, newYork)).toBe("31 December 2025");
  const now = new Date("2026-01-01T06:00:00Z");
  expect(dayHeading(time, now, "UTC")).toBe("Today, Thursday 1 January");
  expect(dayHeading(time, now, newYork)).toBe("Yesterday, Wednesday 31 December 2025");
  expect(dayHeading(time, now, "Asia/Tokyo")).toBe("Today, Thursday 1 January");
  expect(dayHeading("2025-12-31T04:59:59.999999Z", now, newYork)).toBe("Tuesday 30 December 2025");
});

test("yesterday is the day before also where a day has 25 hours", () => {
  const now = new Date("2026-11-02T04:30:00Z"); // 23:30 on 1 November
  expect(dayHeading("2026-11-01T04:10:00.000000Z", now, newYork)).toBe("Today, Sunday 1 November");
  expect(dayHeading("2026-11-01T03:50:00.000000Z", now, newYork)).toBe("Yesterday, Saturday 31 October");
});

describe("where the clocks change", () => {
  test("the hour that comes twice is told apart by its offset", () => {
    const [first, second] = ["2026-11-01T05:30:00.000000Z", "2026-11-01T06:30:00.000000Z"];
    expect(clock(first, newYork)).toBe("01:30:00 UTC−4");
    expect(clock(second, newYork)).toBe("01:30:00 UTC−5");
    expect(clock("2026-11-01T04:59:59.000000Z", newYork)).toBe("00:59:59");
    expect(clock("2026-11-01T07:00:00.000000Z", newYork)).toBe("02:00:00");
    expect(clock("2026-10-31T05:30:00.000000Z", newYork)).toBe("01:30:00");
  });

  test("every time of that day says its offset, and no other day's does", () => {
    expect(secondTime("2026-11-01T04:00:00.000000Z", newYork)).toBe("1 November 2026, 00:00:00 New York (UTC−4)");
    expect(secondTime("2026-11-02T04:59:59.000000Z", newYork)).toBe("1 November 2026, 23:59:59 New York (UTC−5)");
    expect(secondTime("2026-11-02T05:00:00.000000Z", newYork)).toBe("2 November 2026, 00:00:00 New York");
    expect(secondTime("2026-03-29T00:59:59.000000Z", "Europe/Berlin")).toBe("29 March 2026, 01:59:59 Berlin (UTC+1)");
    expect(secondTime("2026-03-29T01:00:00.000000Z", "Europe/Berlin")).toBe("29 March 2026, 03:00:00 Berlin (UTC+2)");
    expect(secondTime("2026-10-31T12:00:00.000000Z", newYork)).not.toContain("(");
  });

  test("half an hour back repeats half an hour", () => {
    expect(clock("2026-04-04T14:45:00Z", "Australia/Lord_Howe")).toBe("01:45:00 UTC+11");
    expect(clock("2026-04-04T15:15:00Z", "Australia/Lord_Howe")).toBe("01:45:00 UTC+10:30");
    expect(clock("2026-04-04T14:15:00Z", "Australia/Lord_Howe")).toBe("01:15:00");
  });
});

test("times before 1970, and of years with fewer digits, keep their digits", () => {
  expect(exactTime("1969-12-31T23:59:59.999999Z", newYork)).toBe("31 December 1969, 18:59:59.999999 New York");
  expect(zoneTime("1880-01-01T00:00:00.000001Z", newYork)).toBe("1879-12-31T19:03:58.000001");
  expect(zoneTime("0099-07-01T00:00:00.5Z", "Asia/Tokyo").slice(0, 10)).toBe("0099-07-01");
});

test("a zone is named by its city, or by its offset", () => {
  expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  expect(zoneName("Asia/Calcutta")).toBe("Kolkata");
  expect(zoneName("Etc/GMT+5")).toBe("UTC−5");
  expect(zoneName("-03:30")).toBe("UTC−03:30");
  expect(offsetWords("2026-06-18T00:00:00Z", kolkata)).toBe("UTC+5:30");
  expect(offsetWords("2026-12-18T00:00:00Z", "Europe/London")).toBe("UTC");
});

test("what a cookie says is a zone or is UTC", () => {
  expect(readZone(undefined)).toBe("UTC");
  expect(readZone("Europe/Berlin")).toBe("Europe/Berlin");
  expect(readZone("europe/berlin")).toBe("Europe/Berlin");
  for (const forged of ["Mars/Olympus", "<script>", "x".repeat(5000), "Etc/UTC", "GMT", "../../etc/passwd"])
    expect(readZone(forged)).toBe("UTC");
  expect(knownZone("Mars/Olympus")).toBeUndefined();
});
