import { describe, expect, test } from "vitest";
import { instant, microseconds } from "../event/index.ts";
import { newCounters } from "./act.ts";
import { daysUntil, moment, workdayAgo } from "./calendar.ts";
import { plan } from "./live.ts";
import { scenes } from "./scenes/index.ts";
import { storyDays, tell } from "./story.ts";
import { demoPassword, triable } from "./trial.ts";

const now = "2026-11-20T13:40:00.000000Z"; // a Friday

describe("the calendar", () => {
  test("counts back from today, knows working days and the last of a month", () => {
    const days = daysUntil(now, storyDays);
    expect(days).toHaveLength(storyDays + 1);
    expect(days.at(-1)).toEqual({ date: "2026-11-20", ago: 0, works: true, closes: false });
    expect(days.filter(({ closes }) => closes).map(({ date }) => date)).toEqual([
      "2026-05-29",
      "2026-06-30",
      "2026-07-31",
      "2026-08-31",
      "2026-09-30",
      "2026-10-30",
    ]);
    expect(workdayAgo(days, 5).date).toBe("2026-11-13"); // five days ago was a Sunday
  });

  test("clocks show what they show in each place, in summer and in winter", () => {
    const utc = (date: string, time: string, zone: Parameters<typeof moment>[2]) => instant(moment(date, time, zone));
    expect(utc("2026-07-01", "23:40:05.2", "America/New_York")).toBe("2026-07-02T03:40:05.200000Z");
    expect(utc("2026-12-01", "23:40:05.2", "America/New_York")).toBe("2026-12-02T04:40:05.200000Z");
    expect(utc("2026-07-01", "09:00:00", "Europe/Dublin")).toBe("2026-07-01T08:00:00.000000Z");
    expect(utc("2026-12-01", "09:00:00", "Europe/Dublin")).toBe("2026-12-01T09:00:00.000000Z");
  });
});

describe("the story", () => {
  const days = tell(now, 1);
  const acts = days.flatMap((day) => day.acts);

  test("is the same each time it is told on a day, and in order", () => {
    expect(tell(now, 1)).toEqual(days);
    const times = acts.map(({ at }) => at);
    expect(times.every((at, n) => n === 0 || (times[n - 1] as bigint) <= at)).toBe(true);
    expect((times.at(-1) as bigint) < microseconds(now)).toBe(true);
  });

  test("has a rhythm: weekends are quieter, and the month's end is not", () => {
    const changes = (date: string) =>
      days.find((day) => day.date === date)?.acts.filter(({ kind }) => kind === "change").length ?? 0;
    expect(changes("2026-10-25")).toBeLessThan(changes("2026-10-27") / 2); // Sunday and Tuesday
    expect(changes("2026-10-30")).toBeGreaterThan(changes("2026-10-28")); // the last working day of October
  });

  test.each([20, 21, 22, 23, 24, 25, 26])(
    "the payee’s account is paid between its two changes, told on the %ith",
    (date) => {
      const told = `2026-11-${date}T00:30:00.000000Z`;
      const payee = tell(told, 0.01)
        .flatMap((day) => day.acts)
        .flatMap((act) => (act.kind === "change" ? act.run : []))
        .filter(
          ([, ...parameters]) =>
            parameters.includes("PY-201") && !parameters.includes("settlements@northside-labs.example"),
        );
      expect(payee.map(([text]) => text.split(" ").slice(0, 3).join(" "))).toEqual([
        "update payees set",
        "insert into payouts",
        "update payees set",
      ]);
    },
  );

  test("leaves out no scene when it is told small, whatever the day of the week or the hour", () => {
    for (const told of ["2026-11-20T00:10:00.000000Z", "2026-11-21T23:50:00.000000Z", "2026-03-02T09:00:00.000000Z"]) {
      const small = tell(told, 0.02).flatMap((day) => day.acts);
      const telling = {
        days: daysUntil(told, storyDays),
        until: microseconds(told),
        scale: 0.02,
        counters: newCounters(),
      };
      for (const scene of scenes) {
        for (const { at, kind } of scene.acts(telling)) {
          const there = small.some((act) => act.at === at && act.kind === kind);
          // what a scene would do after now has not happened yet
          expect(there || at >= microseconds(told), `${scene.name} on ${told}`).toBe(true);
        }
      }
    }
  });
});

describe("today", () => {
  test("goes on gently: in order, only from now on, and never more than so much", () => {
    const [today] = daysUntil(now, 0);
    if (!today) throw new Error("expected today");
    const whole = plan(today, newCounters(), "2026-11-20T00:00:00.000000Z");
    expect(whole.length).toBeGreaterThan(400);
    expect(whole.length).toBeLessThan(1_200);
    const rest = plan(today, newCounters(), now);
    expect(rest.every(({ at }, n) => at > microseconds(now) && (n === 0 || (rest[n - 1]?.at ?? 0n) <= at))).toBe(true);
    const apart = rest.slice(1).map(({ at }, n) => Number(at - (rest[n]?.at ?? 0n)) / 1_000_000);
    expect(Math.max(...apart)).toBeLessThan(601);
    expect(rest.some(({ kind }) => kind === "report")).toBe(true);
  });
});

test("one person can be tried for each role, with a password that is drawn", () => {
  expect(triable.map(({ role }) => role)).toEqual(["administrator", "compliance", "auditor", "approver", "engineer"]);
  let drawn = 0;
  const password = demoPassword((below) => drawn++ % below);
  expect(drawn).toBe(7);
  expect(password.split(" ")).toHaveLength(7);
});
