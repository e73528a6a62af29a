import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery, printQuery, timesOf } from "@/lib/search/language";
import { searchBetween, zoomedOut } from "./zoom";

const tree = (text: string) => parseQuery(text).tree;
const zoom = (text: string, from: string, to: string, zone = "UTC") =>
  printQuery(searchBetween(tree(text), from, to, zone));

test("whole days are said as days of the zone, and take the place of the time that was asked for", () => {
  expect(zoom("actor:dana after:7d", "2026-03-02T00:00:00.000000Z", "2026-03-05T00:00:00.000000Z")).toBe(
    "actor:dana after:2026-03-02 before:2026-03-04",
  );
  expect(zoom("on:yesterday", "2026-03-02T05:00:00Z", "2026-03-03T05:00:00Z", "America/New_York")).toBe(
    "on:2026-03-02",
  );
  expect(zoom("-before:2026-03 actor:dana", "2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z")).toBe(
    "actor:dana after:2026-03-02T14:00 before:2026-03-02T14:59",
  );
});

test("what is shown is what is searched, in every zone, to the bar's last moment", () => {
  const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "Pacific/Apia"];
  const minute = fc.integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 });
  fc.assert(
    fc.property(minute, fc.integer({ min: 1, max: 60 * 24 * 40 }), fc.constantFrom(...zones), (start, length, zone) => {
      const [from, to] = [start, start + length].map((at) => new Date(at * 60_000).toISOString());
      const times = timesOf(searchBetween(tree("actor:dana"), from ?? "", to ?? "", zone), zone, new Date());
      expect([times.from, times.to].map((time) => Date.parse(time ?? ""))).toEqual(
        [from, to].map((time) => Date.parse(time ?? "")),
      );
    }),
  );
});

test("a bar that is cut within a second loses no line", () => {
  const times = timesOf(
    searchBetween(tree(""), "2026-03-02T14:00:01.250000Z", "2026-03-02T14:20:07.123456Z", "UTC"),
    "UTC",
    new Date(),
  );
  expect(times.from).toBe("2026-03-02T14:00:01.250000Z");
  expect(times.to && times.to >= "2026-03-02T14:20:07.123456Z" && times.to <= "2026-03-02T14:20:07.124000Z").toBe(true);
});

test("zooming out shows three times the time, up to now, and nothing more than everything", () => {
  const now = new Date("2026-03-20T12:00:00Z");
  const shown = { from: "2026-03-10T00:00:00Z", to: "2026-03-11T00:00:00Z" };
  expect(printQuery(zoomedOut(tree("actor:dana on:2026-03-10"), shown, "UTC", now) ?? tree(""))).toBe(
    "actor:dana after:2026-03-09 before:2026-03-11",
  );
  const today = { from: "2026-03-20T00:00:00Z", to: "2026-03-20T12:00:00Z" };
  expect(printQuery(zoomedOut(tree("on:today"), today, "UTC", now) ?? tree(""))).toBe("after:2026-03-19T12:00");
  expect(zoomedOut(tree("actor:dana"), shown, "UTC", now)).toBeUndefined();
});
