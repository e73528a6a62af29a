import fc from "fast-check";
import { expect, test } from "vitest";
import { cursorOf, dayBounds, parseEventQuery, readCursor } from "./query.ts";

test("an address that says nothing asks for everything but Vouch's own entries", () => {
  expect(parseEventQuery({})).toEqual({ query: {}, problems: [] });
});

test("what is right is kept and what is wrong is said, each by its field", () => {
  const { query, problems } = parseEventQuery({
    actor: "  dana@example.com ",
    actorKind: "robot",
    category: "gossip",
    statement: "' or true --",
    from: "2026-02-30",
    recordId: ["7", "8"],
    own: "true",
  });
  expect(query).toEqual({ actor: "dana@example.com", recordId: "7", own: true });
  expect(problems.map(({ field }) => field)).toEqual(["actorKind", "statement", "category", "from"]);
  expect(problems.at(-1)?.sentence).toBe("February 2026 has 28 days. Did you mean 28 February?");
});

test("days that end before they begin are both left out", () => {
  const { query, problems } = parseEventQuery({ from: "2026-03-02", to: "2026-03-01" });
  expect(query).toEqual({});
  expect(problems).toHaveLength(1);
});

test("the last day counts whole, also the last of a month and of February in a leap year", () => {
  expect(dayBounds("2026-11-30").end).toBe("2026-12-01T00:00:00.000000Z");
  expect(dayBounds("2028-02-28").end).toBe("2028-02-29T00:00:00.000000Z");
});

test("a cursor leads back to its place, and a damaged one leads to the first page", () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9999-12-31") }),
      fc.bigInt(0n, 10n ** 17n),
      (date, index) => {
        const place = { occurredAt: date.toISOString().replace("Z", "123Z"), index };
        expect(readCursor(cursorOf(place))).toEqual(place);
      },
    ),
  );
  for (const cursor of [
    "",
    "x",
    "20261120T070325.123456Z_",
    "20261320T070325.123456Z_1",
    "1'; drop table",
    "9".repeat(400),
  ]) {
    const { query, problems } = parseEventQuery({ cursor });
    expect(query).toEqual({});
    expect(problems).toHaveLength(cursor === "" ? 0 : 1);
  }
});

test("whatever stands in an address, reading it ends in a query and sentences", () => {
  const field = fc.constantFrom(
    "actor",
    "actorKind",
    "action",
    "recordType",
    "recordId",
    "statement",
    "transaction",
    "category",
    "from",
    "to",
    "own",
    "cursor",
    "direction",
  );
  fc.assert(
    fc.property(fc.dictionary(field, fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string()))), (params) => {
      const { query, problems } = parseEventQuery(params);
      for (const value of Object.values(query)) expect(["string", "boolean"]).toContain(typeof value);
      for (const { sentence } of problems) expect(sentence).toMatch(/^[A-Z].*[.?]$/s);
    }),
  );
});
