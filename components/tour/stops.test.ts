import { expect, test } from "vitest";
import { may, permissionNames, roles } from "@/lib/access";
import { keepProgress, readProgress } from "./progress";
import { stopsFor } from "./stops";

const of = (role: (typeof roles)[number]) => stopsFor(permissionNames.filter((permission) => may(role, permission)));

test("every role has a tour of what it may open, five stops at most, the first of them Home", () => {
  for (const role of roles) {
    const stops = of(role);
    expect(stops.length, role).toBeGreaterThan(2);
    expect(stops.length, role).toBeLessThan(6);
    expect(stops[0]?.address, role).toBe("/");
    for (const { needs, title } of stops) expect(may(role, needs), `${role}: ${title}`).toBe(true);
  }
  expect(of("compliance")).toHaveLength(5);
});

test("each stop is where its own address leads, and one without is led to by a press at the stop before", () => {
  for (const role of roles) {
    of(role).forEach(({ address, at, title }, index, stops) => {
      if (address) expect(at.test(new URL(address, "http://vouch.invalid").pathname), title).toBe(true);
      else expect(stops[index - 1]?.press, title).toBeDefined();
    });
  }
});

test("a browser remembers the stop, and that somebody wants no tour", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  };
  expect(readProgress("p", storage)).toBeUndefined();
  keepProgress("p", 3, storage);
  expect(readProgress("p", storage)).toEqual({ stop: 3 });
  expect(readProgress("q", storage)).toBeUndefined();
  keepProgress("p", "done", storage);
  expect(readProgress("p", storage)).toBe("done");
  storage.setItem("vouch.tour.p", "<script>");
  expect(readProgress("p", storage)).toBeUndefined();
});
