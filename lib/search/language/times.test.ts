import fc from "fast-check";
import { expect, test } from "vitest";
import { firstShowing, utc, zoneTime } from "../../event/index.ts";
import { arbitraryTimeValue, arbitraryTree } from "./builders.ts";
import { freeze, is, isRolling, normalise, parseQuery, printQuery, resolveTime, timesOf } from "./index.ts";

const now = "2026-11-20T16:47:52.123456Z"; // a Friday
const [newYork, kolkata, cairo, apia, havana] = [
  "America/New_York",
  "Asia/Kolkata",
  "Africa/Cairo",
  "Pacific/Apia",
  "America/Havana",
];
const on = (value: string, zone = utc) => resolveTime(is("on", value), zone, now);
const at = (text: string, zone = utc) => timesOf(parseQuery(text).tree, zone, now);

test("a day is the zone's day, with 23 or 25 hours where the clocks change, and both ends of a range count", () => {
  expect(on("2026-03-03")).toEqual({ from: "2026-03-03T00:00:00.000000Z", to: "2026-03-04T00:00:00.000000Z" });
  expect(on("2026-03-08", newYork)).toEqual({ from: "2026-03-08T05:00:00.000000Z", to: "2026-03-09T04:00:00.000000Z" });
  expect(on("2026-11-01", newYork)).toEqual({ from: "2026-11-01T04:00:00.000000Z", to: "2026-11-02T05:00:00.000000Z" });
  expect(on("2026-03-03", kolkata)).toEqual({ from: "2026-03-02T18:30:00.000000Z", to: "2026-03-03T18:30:00.000000Z" });
  expect(at("after:2026-03-01 before:2026-03-31", newYork)).toEqual({
    from: "2026-03-01T05:00:00.000000Z",
    to: "2026-04-01T04:00:00.000000Z",
  });
  // in Cairo the clocks go from 23:59 to 01:00, in Apia a whole day was left out, in Havana they go back to midnight
  expect(on("2026-04-24", cairo)?.from).toBe("2026-04-23T22:00:00.000000Z");
  expect(zoneTime("2026-04-23T22:00:00.000000Z", cairo)).toBe("2026-04-24T01:00:00.000000");
  expect(on("2011-12-30", apia)).toEqual({ from: "2011-12-30T10:00:00.000000Z", to: "2011-12-30T10:00:00.000000Z" });
  expect(on("2026-11-01", havana)).toEqual({ from: "2026-11-01T04:00:00.000000Z", to: "2026-11-02T05:00:00.000000Z" });
});

test("months, years, moments and relative times", () => {
  expect(on("2026-02")).toEqual({ from: "2026-02-01T00:00:00.000000Z", to: "2026-03-01T00:00:00.000000Z" });
  expect(at("before:2026-02")).toEqual({ to: "2026-03-01T00:00:00.000000Z" });
  expect(on("2026", kolkata)).toEqual({ from: "2025-12-31T18:30:00.000000Z", to: "2026-12-31T18:30:00.000000Z" });
  expect(on("2026-03-01T14:30", newYork)).toEqual({
    from: "2026-03-01T19:30:00.000000Z",
    to: "2026-03-01T19:31:00.000000Z",
  });
  expect(on("2026-03-01T14:30Z", newYork)?.from).toBe("2026-03-01T14:30:00.000000Z");
  expect(on("2026-03-01 14:30:05.25+05:30")).toEqual({
    from: "2026-03-01T09:00:05.250000Z",
    to: "2026-03-01T09:00:05.260000Z",
  });
  expect(at("after:7d")).toEqual({ from: "2026-11-13T16:47:52.123456Z" });
  expect(at("after:24h before:30m")).toEqual({
    from: "2026-11-19T16:47:52.123456Z",
    to: "2026-11-20T16:17:52.123457Z",
  });
  expect(on("today", "Asia/Tokyo")).toEqual({ from: "2026-11-20T15:00:00.000000Z", to: "2026-11-21T15:00:00.000000Z" });
  expect(on("yesterday")?.from).toBe("2026-11-19T00:00:00.000000Z");
  expect(on("this-week")).toEqual({ from: "2026-11-16T00:00:00.000000Z", to: "2026-11-23T00:00:00.000000Z" });
  expect(on("last-week")?.from).toBe("2026-11-09T00:00:00.000000Z");
  expect(on("last-month", newYork)).toEqual({ from: "2026-10-01T04:00:00.000000Z", to: "2026-11-01T04:00:00.000000Z" });
  expect(on("last-year")).toEqual({ from: "2025-01-01T00:00:00.000000Z", to: "2026-01-01T00:00:00.000000Z" });
});

test("days tile the time line in every zone: no instant is in none or in two", () => {
  const zones = [
    newYork,
    kolkata,
    cairo,
    apia,
    havana,
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
  ];
  const anyDay = fc.integer({ min: 0, max: 45_000 }).map((days) => Date.UTC(1950, 0, 1) + days * 86_400_000);
  const dayText = (day: number) => new Date(day).toISOString().slice(0, 10);
  fc.assert(
    fc.property(anyDay, fc.constantFrom(...zones), (day, zone) => {
      const [one, next] = [on(dayText(day), zone), on(dayText(day + 86_400_000), zone)];
      expect(one?.to).toBe(next?.from);
      expect((one?.from ?? "") <= (one?.to ?? "")).toBe(true);
      // its first moment is the first at which the clocks show the day or a later one
      const start = Date.parse(one?.from ?? "");
      expect(zoneTime(new Date(start).toISOString(), zone) >= dayText(day)).toBe(true);
      expect(zoneTime(new Date(start - 1_000).toISOString(), zone) < dayText(day)).toBe(true);
    }),
    { numRuns: 300 },
  );
  expect(firstShowing(Date.UTC(2026, 2, 8, 2, 30), newYork)).toBe(Date.UTC(2026, 2, 8, 7));
});

test("the times of a tree are those that every match keeps to", () => {
  expect(at("a OR after:2026-01-01")).toEqual({});
  expect(at("(on:2026-01-05 OR on:2026-02-05) -after:2026-02-01")).toEqual({
    from: "2026-01-05T00:00:00.000000Z",
    to: "2026-02-01T00:00:00.000000Z",
  });
  expect(at("-before:2026-01-31")).toEqual({ from: "2026-02-01T00:00:00.000000Z" });
  expect(at("after:2026-03-01 before:2026-02-01")).toEqual({
    from: "2026-03-01T00:00:00.000000Z",
    to: "2026-03-01T00:00:00.000000Z",
  });
});

test("frozen, what moved with the clock is dates and instants, ends now, and means the same at any later time", () => {
  const frozen = (text: string, zone = utc) => printQuery(freeze(parseQuery(text).tree, zone, now));
  expect(frozen("actor:dana after:7d")).toBe(
    "actor:dana after:2026-11-13T16:47:52.123456Z before:2026-11-20T16:47:52.123456Z",
  );
  expect(frozen("on:last-month")).toBe("after:2026-10-01 before:2026-10-31");
  expect(frozen("on:yesterday", "Asia/Tokyo")).toBe("on:2026-11-20");
  expect(frozen("on:this-month a")).toBe("after:2026-11-01 before:2026-11-20T16:47:52.123456Z a");
  expect(frozen("due<today")).toBe("due<2026-11-20");
  expect(frozen("on:2026-11-20 a")).toBe("on:2026-11-20 a");
  const later = "2031-02-03T04:05:06.000000Z";
  fc.assert(
    fc.property(arbitraryTree, fc.constantFrom(utc, newYork, kolkata), (tree, zone) => {
      const once = freeze(tree, zone, now);
      expect(isRolling(once)).toBe(false);
      expect(freeze(once, zone, later)).toEqual(once);
      expect(timesOf(once, zone, later)).toEqual(timesOf(once, zone, now));
      expect(parseQuery(printQuery(once))).toMatchObject({ tree: once, mistakes: [] });
      if (!isRolling(tree)) expect(once).toEqual(normalise(tree));
    }),
    { numRuns: 400 },
  );
  // what was within the times is within them still
  fc.assert(
    fc.property(arbitraryTimeValue, fc.constantFrom(utc, newYork, kolkata), (value, zone) => {
      const [before, after] = [
        resolveTime(is("on", value), zone, now),
        timesOf(freeze(is("on", value), zone, now), zone, later),
      ];
      const end = isRolling(is("on", value)) && (before?.to ?? "") > now ? "2026-11-20T16:47:52.123457Z" : before?.to;
      expect(after).toEqual({ from: before?.from, to: end });
    }),
  );
});
