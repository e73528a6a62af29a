import { describe, expect, test } from "vitest";
import { type Alarm, alarmsAfter, type Measured } from "./alarm.ts";

const second = 1_000_000n;
const calm: Measured = {
  silent: 0n,
  stopped: false,
  paused: false,
  waiting: { bytes: 0n },
  clock: { offset: 0n, error: 0n },
};
const ringing = (on: Alarm[], measured: Partial<Measured>) => alarmsAfter(on, { ...calm, ...measured });

describe("an alarm", () => {
  test("begins at its bound and ends well below it", () => {
    const waited = (seconds: bigint) => ({ waiting: { bytes: 1n, age: seconds * second } });
    expect(ringing([], waited(60n))).toEqual([]);
    expect(ringing([], waited(61n))).toEqual(["behind"]);
    expect(ringing(["behind"], waited(31n))).toEqual(["behind"]);
    expect(ringing(["behind"], waited(30n))).toEqual([]);
    expect(ringing(["behind"], {})).toEqual([]);
    expect(ringing([], { waiting: { bytes: 1_000_000_001n } })).toEqual(["outbox_large"]);
    expect(ringing([], { limit: 1_000n, waiting: { bytes: 801n } })).toEqual(["outbox_large"]);
    expect(ringing(["outbox_large"], { limit: 1_000n, waiting: { bytes: 601n } })).toEqual(["outbox_large"]);
    expect(ringing(["outbox_large"], { limit: 1_000n, waiting: { bytes: 600n } })).toEqual([]);
  });

  test("is not raised by what the measurement itself may be off, in either direction", () => {
    const clock = (offset: bigint, error: bigint) => ({ clock: { offset, error } });
    expect(ringing([], clock(-1_100_000n, 200_000n))).toEqual([]);
    expect(ringing([], clock(-1_300_000n, 200_000n))).toEqual(["clock_off"]);
    expect(ringing(["clock_off"], clock(600_000n, 0n))).toEqual(["clock_off"]);
    expect(ringing(["clock_off"], clock(500_000n, 0n))).toEqual([]);
  });

  test("goes on while nothing can be measured, and silence has one of its own", () => {
    const silent = { silent: 31n * second, waiting: undefined, clock: undefined };
    expect(ringing(["behind", "clock_off"], silent)).toEqual(["unreachable", "behind", "clock_off"]);
    expect(ringing(["unreachable"], { silent: 1n })).toEqual(["unreachable"]);
    expect(ringing(["unreachable"], {})).toEqual([]);
  });

  test("of lag is not raised for a source that is paused on purpose; that it stopped is", () => {
    expect(ringing([], { paused: true, waiting: { bytes: 1n, age: 3_600n * second } })).toEqual([]);
    expect(ringing([], { stopped: true })).toEqual(["stopped"]);
  });
});
