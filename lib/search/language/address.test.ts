import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldNames, isFieldName, searchField } from "../../event/index.ts";
import { arbitraryTree } from "./builders.ts";
import {
  askOf,
  cursorOf,
  everything,
  is,
  normalise,
  parseQuery,
  queryWords,
  readAsk,
  readCursor,
  searchAddress,
  searchHelp,
  searchSyntax,
} from "./index.ts";

const paramsOf = (address: string) => Object.fromEntries(new URL(address, "http://vouch.test").searchParams);

describe("an address", () => {
  test("reads well and brings back what it was made of", () => {
    const cursor = cursorOf({ occurredAt: "2026-03-03T14:28:07.214906Z", index: 88_412n });
    const view = { columns: ["origin", "ticket"], group: "transaction" as const };
    const address = searchAddress({
      tree: { all: [is("actor", "dana lee"), is("after", "2026-03-01")] },
      zone: "America/New_York",
      view,
      cursor,
      direction: "newer",
    });
    expect(address).toBe(
      "/events?q=actor:%22dana+lee%22+after:2026-03-01&zone=America/New_York&cursor=20260303T142807.214906Z_88412&direction=newer&columns=origin,ticket&group=transaction",
    );
    expect(readAsk(paramsOf(address), "UTC")).toEqual({
      text: 'actor:"dana lee" after:2026-03-01',
      tree: { all: [is("actor", "dana lee"), is("after", "2026-03-01")] },
      mistakes: [],
      zone: "America/New_York",
      cursor,
      direction: "newer",
      view,
    });
    expect(searchAddress({ tree: everything })).toBe("/events");
    expect(readAsk({}, "UTC")).toEqual({ text: "", tree: everything, mistakes: [], zone: "UTC", view: {} });
  });

  test("any tree survives it, whatever its values hold", () => {
    fc.assert(
      fc.property(arbitraryTree, (tree) => {
        const { tree: read, mistakes } = readAsk(paramsOf(searchAddress({ tree })), "UTC");
        expect([read, mistakes]).toEqual([normalise(tree), []]);
        expect(askOf(tree, "UTC").tree).toEqual(read);
      }),
      { numRuns: 300 },
    );
    expect(() => searchAddress({ text: "a\ud800" })).not.toThrow();
  });

  test("each field is a parameter, too, beside what the text says", () => {
    const ask = readAsk(
      { record: "customers", id: "10482", own: "shown", q: "a OR b", kind: ["human", "agent"] },
      "UTC",
    );
    expect(ask.text).toBe("kind:human kind:agent record:customers id:10482 own:shown (a OR b)");
    expect(ask.mistakes).toEqual([]);
    const wrong = readAsk({ on: "2026-02-30", id: 'x" OR own:shown', q: "a" }, "UTC");
    expect(wrong.tree).toEqual({ all: [is("id", 'x" OR own:shown'), is("text", "a")] });
    expect(wrong.mistakes.map(({ from, to }) => wrong.text.slice(from, to))).toEqual(["on:2026-02-30"]);
  });

  test("what cannot be understood is said, and the first page is shown", () => {
    const ask = readAsk(
      { zone: "Mars/Olympus", cursor: "1 or 1=1", columns: "origin,<b>,origin", group: "x", q: ["a", "b"] },
      "Asia/Tokyo",
    );
    expect(ask.mistakes.map(({ sentence }) => sentence)).toEqual([
      "There is no time zone “Mars/Olympus”. Days are those of Asia/Tokyo.",
      "The link to this page of results is damaged, so the first page is shown.",
    ]);
    expect(ask).toMatchObject({ zone: "Asia/Tokyo", view: { columns: ["origin"] }, text: "a" });
    expect(ask.cursor).toBeUndefined();
    const long = readAsk({ q: "x ".repeat(500_000) }, "UTC");
    expect(long.text.length).toBeLessThanOrEqual(4_000);
    for (const { from, to } of long.mistakes) expect(Math.max(from, to)).toBeLessThanOrEqual(4_000);
  });

  test.each([
    "",
    "20260303T142807.214906Z_",
    "20260231T142807.214906Z_1",
    "20261303T142807.214906Z_1",
    "00000303T142807.214906Z_1",
    "20260303T242807.214906Z_1",
    "20260303T142807.214906Z_9999999999999999999",
    "20260303T142807.214906Z_-1",
    "20260303T142807.214906Z_1; drop table",
  ])("a cursor that nobody was given is none: %s", (text) => {
    expect(readCursor(text)).toBeUndefined();
  });
});

describe("words", () => {
  test.each([
    ["", "all entries"],
    [
      "actor:dana field:credit_limit before:2026-03-01 -action:read",
      "actor dana, field credit limit changed, until 1 March 2026, without action read",
    ],
    ["kind:agent record:refund_notes on:2026-03-03", "by AI agents, table refund notes, on 3 March 2026"],
    [
      "credit_limit>10000 was.tier=gold due_on<=2026-03",
      "credit limit became over 10,000, tier was gold, due on became until March 2026",
    ],
    ["actor:(dana OR joao) -(a b)", "actor dana or actor joao, without (with the word a and with the word b)"],
    ['after:7d "Acme Corp" -acme', "the last 7 days, with the words “Acme Corp”, without the word acme"],
    ["on:last-month after:1h own:only", "last month, the last hour, Vouch’s own entries alone"],
    [
      "-on:today -kind:human -tier=gold -ticket:none",
      "not today, not by people, not (tier became gold), not without a ticket",
    ],
    [
      "after:2026-03-01T14:30Z before:2026-03-01T15:00+05:30",
      "from 1 March 2026, 14:30 UTC, until 1 March 2026, 15:00 UTC+05:30",
    ],
    ['id:"\\u{202e}x" rows>=20000 ticket:none', "record \\u{202e}x, rows affected at least 20,000, without a ticket"],
  ])("%s", (text, said) => {
    const { tree, mistakes } = parseQuery(text);
    expect(mistakes).toEqual([]);
    expect(queryWords(tree)).toBe(said);
  });
});

describe("help", () => {
  test("has every field once, with an example that is understood", () => {
    const named = searchHelp.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect([...named].sort()).toEqual([...fieldNames].sort());
    for (const name of named) {
      const { mistakes, tree } = parseQuery(searchField(name).example);
      expect([name, mistakes]).toEqual([name, []]);
      expect(tree).toMatchObject({ field: isFieldName(name) ? name : "" });
    }
  });

  test("docs/search.md says the same of every field", () => {
    const page = readFileSync("docs/search.md", "utf8");
    for (const { name, help, example } of searchHelp.flatMap(({ fields }) => fields)) {
      expect(page).toContain(`| \`${name}\` | ${help}`);
      expect(page).toContain(`| \`${example}\` |`);
    }
  });

  test("shows nothing that is a mistake", () => {
    for (const { example } of searchSyntax) expect([example, parseQuery(example).mistakes]).toEqual([example, []]);
  });
});
