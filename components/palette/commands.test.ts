import { describe, expect, test } from "vitest";
import { may, permissionNames, type Role, roles } from "@/lib/access";
import type { Reader } from "../shell/here";
import { placesOf } from "../shell/places";
import { type Command, offersFor } from "./commands";
import { remember } from "./recent";
import { readRecent, type Visited, visitOf } from "./visits";

function aReader(role: Role, demo?: string): Reader {
  const allowed = permissionNames.filter((permission) => may(role, permission));
  return {
    id: role,
    role,
    groups: placesOf((each) => allowed.includes(each)),
    may: allowed,
    zone: "UTC",
    ownZone: "UTC",
    demo,
  };
}

function offered(typed: string, role: Role, recent: Visited[] = []): Command[] {
  return offersFor(typed, aReader(role), recent).flatMap(({ commands }) => commands);
}
const addressesOf = (commands: Command[]) => commands.flatMap(({ does }) => ("go" in does ? [does.go] : []));

/** The pages, by the beginning of their address, and what they need. */
const needs = [
  ["/events/", "entry.open"],
  ["/events", "events.search"],
  ["/queries", "queries.save"],
  ["/records", "record.open"],
  ["/people", "people.view"],
  ["/looks", "looks.view"],
  ["/approvals", "approvals.view"],
  ["/coverage", "coverage.view"],
  ["/sources", "sources.view"],
  ["/identities", "identities.view"],
  ["/keys", "keys.manage"],
  ["/queries", "queries.save"],
  ["/exports", "exports.view"],
] as const;

test.each(roles)("whatever somebody types, a role %s is offered nothing that it may not open", (role) => {
  const typed = ["", "e", "1204331", "customers 10482", "dana@harbor.example", "events", "who", "theme", "' or 1=1 --"];
  const seen = typed.flatMap((text) => addressesOf(offered(text, role)));
  expect(seen).toContain("/account");
  for (const address of seen) {
    const [, permission] = needs.find(([start]) => address.startsWith(start)) ?? [];
    if (permission) expect(may(role, permission), `${role} is led to ${address}`).toBe(true);
    else expect(["/", "/account"]).toContain(address);
  }
});

describe("what is typed is taken as what it looks like, first of all", () => {
  test.each([
    ["1204331", "Open entry 1,204,331", "/events/1204331"],
    ["entry 1,204,331", "Open entry 1,204,331", "/events/1204331"],
    ["#007", "Open entry 7", "/events/7"],
    ["customers 10482", "Find the record 10482 of customers", "/records?find=customers+10482"],
    ["Kunden ä/ö 7", "Find the record ä/ö 7 of Kunden", "/records?find=Kunden+%C3%A4%2F%C3%B6+7"],
    ["dana@harbor.example", "Find dana@harbor.example among the people", "/people?find=dana%40harbor.example"],
    ["events", "Events", "/events"],
  ])("%s", (typed, says, address) => {
    const [first] = offered(typed, "administrator");
    expect(first).toMatchObject({ says, does: { go: address } });
  });

  test("a number too long for an entry is no entry, and a page of text is nothing", () => {
    expect(addressesOf(offered("9".repeat(40), "administrator")).some((go) => go.startsWith("/events/"))).toBe(false);
    expect(offered("xq ".repeat(5000), "administrator")).toEqual([]);
  });
});

test("the tour is offered in a demo, and nowhere else", () => {
  const says = (demo?: string) =>
    offersFor("tour", aReader("auditor", demo), []).flatMap(({ commands }) => commands.map((command) => command.says));
  expect(says("Harbor Clinic Pay")).toContain("Take the tour");
  expect(says()).not.toContain("Take the tour");
});

describe("what a browser remembers", () => {
  function aStorage(first?: string) {
    const kept = new Map<string, string>(first === undefined ? [] : [["vouch.recent.p", first]]);
    return {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => kept.set(key, text),
    };
  }

  test("is entries and searches, newest first, each once, at most eight, without the place in the list", () => {
    const storage = aStorage();
    for (let i = 0; i < 10; i++) remember("p", `/events/${i}`, storage);
    remember("p", "/events?actor=dana&cursor=x&direction=older", storage);
    remember("p", "/events/5", storage);
    remember("p", "/keys", storage);
    remember("p", "/events", storage);
    const recent = readRecent("p", storage);
    expect(recent).toHaveLength(8);
    expect(recent[0]).toEqual({ address: "/events/5", says: "Entry 5" });
    expect(recent[1]).toEqual({ address: "/events?q=actor:dana", says: "Actor dana" });
    expect(recent.filter(({ address }) => address === "/events/5")).toHaveLength(1);
    remember("p", "/events?q=actor:dana+-action:read&zone=Europe/Berlin&cursor=x", storage);
    expect(readRecent("p", storage)[0]).toEqual({
      address: "/events?q=actor:dana+-action:read&zone=Europe/Berlin",
      says: "Actor dana, without action read",
    });
    expect(readRecent("q", storage)).toEqual([]);
  });

  test("is never a way out of Vouch, whoever wrote it there", () => {
    const forged = [
      "//evil.example/events/1",
      "https://evil.example",
      "javascript:alert(1)",
      "/events/1?x=<b>",
      7,
      null,
    ];
    expect(readRecent("p", aStorage(JSON.stringify(forged))).map(({ address }) => address)).toEqual(["/events/1"]);
    expect(readRecent("p", aStorage("{not json"))).toEqual([]);
    expect(visitOf("//evil.example/events?actor=x")).toBeUndefined();
  });
});
