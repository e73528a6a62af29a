import { expect, test } from "vitest";
import { aTime } from "./builders.ts";
import {
  byteWords,
  clockWords,
  durationWords,
  needsAttention,
  type SourceHealth,
  stateWords,
  waitingWords,
} from "./health.ts";

const well: SourceHealth = {
  id: "s",
  name: "billing",
  kind: "postgres",
  state: "capturing",
  tables: 3,
  captured: 3,
  missing: [],
  alarms: [],
  lookedAt: aTime(),
  clock: { offset: "400", error: "900" },
  waiting: { rows: "0", bytes: "8192" },
};

test("how a source stands is said in words, and only what needs a person asks for one", () => {
  const said = (some: Partial<SourceHealth>) => [
    stateWords({ ...well, ...some }),
    needsAttention({ ...well, ...some }),
  ];
  expect(said({})).toEqual(["3 tables captured", false]);
  expect(said({ captured: 2 })).toEqual(["2 of 3 tables captured", true]);
  expect(said({ state: "paused" })).toEqual(["3 tables captured; paused, so changes wait in its outbox", false]);
  expect(said({ state: "unreachable", captured: 0 })).toEqual(["does not answer", true]);
  expect(said({ state: "unwatched", captured: 0 })).toEqual(["nobody is looking: Vouch’s worker is not running", true]);
  expect(said({ alarms: ["behind"] })).toEqual(["3 tables captured", true]);
  expect(said({ kind: "http", tables: 0, captured: 0 })).toEqual(["receiving", false]);
});

test("clock, lag and size are said with their units, and a difference below the error is none", () => {
  const clock = (offset: string, error: string) => clockWords({ ...well, clock: { offset, error } });
  expect(clock("400", "900")).toBe("clock agrees with ours to within 1 ms");
  expect(clock("-2400000", "3000")).toBe("clock 2.4 s behind ours, give or take 3 ms");
  expect(clock("61000000", "3000")).toBe("clock 1 min ahead of ours, give or take 3 ms");
  expect(waitingWords(well, aTime())).toBe("nothing waits");
  const waiting = { rows: "1200", bytes: "48200", since: aTime(-90) };
  expect(waitingWords({ ...well, waiting }, aTime())).toBe("1,200 statements wait, the oldest for 2 min (48 kB)");
  expect([byteWords(12), byteWords(2_500_000), byteWords(3e12)]).toEqual(["12 bytes", "2.5 MB", "3.0 TB"]);
  expect([durationWords(10), durationWords(59_000_000), durationWords(86_400_000_000 * 3)]).toEqual([
    "1 ms",
    "59 s",
    "3 days",
  ]);
});
