import { describe, expect, test } from "vitest";
import { change, entries, entryOf, now } from "@/app/gallery/story";
import { isFieldName } from "@/lib/event";
import { anEvent, anEventId, anUpdate } from "@/lib/event/builders.ts";
import type { Gap } from "@/lib/search";
import { is, parseQuery, printQuery } from "@/lib/search/language";
import { columnNames } from "./columns";
import { duringWords, gapLines } from "./gaps";
import { lineOf } from "./line";
import { timeTitle } from "./row";

describe("a line", () => {
  const line = lineOf(entryOf(change, "signed"), now, "UTC");

  test("has its columns in words, and of a concealed value that it is hidden", () => {
    expect(line.cells.change?.text).toBe(
      "plan: Gold → Basic; credit limit: 5,000.00 → 50,000.00; note: Contact front desk first → Contact Dana Lee first; and 5 more",
    );
    expect(line.cells.fields?.text).toBe("plan; credit limit; note; and 5 more");
    expect(line.cells.behalf?.text).toBe("Dana Lee (not verified)");
    expect(line.cells.ticket).toEqual({
      text: "HCP-2231",
      value: { field: "ticket", value: "HCP-2231", says: "HCP-2231" },
    });
    const secret = anUpdate({
      table: "payees",
      id: "7",
      fields: [{ name: "iban", type: "text", mode: "conceal", changed: true, before: "DE0001", after: "DE0002" }],
    });
    const hidden = lineOf(entryOf(secret, "signed"), now, "UTC");
    expect(hidden.cells.change?.text).toBe("iban: hidden → hidden");
    expect(hidden.hidesChange).toBe(true);
    expect(JSON.stringify(hidden)).not.toMatch(/DE000/);
  });

  test("offers only what a search can ask for, and each finds its own text again", () => {
    for (const one of entries.map((entry) => lineOf(entry, now, "UTC"))) {
      for (const { field, value } of one.values) {
        expect(isFieldName(field)).toBe(true);
        const { tree, mistakes } = parseQuery(printQuery(is(field, value)));
        expect({ tree, mistakes }).toEqual({ tree: is(field, value), mistakes: [] });
      }
      expect(Object.keys(one.cells).every((name) => (columnNames as string[]).includes(name))).toBe(true);
    }
    expect(line.values.map(({ field }) => field)).toEqual(
      expect.arrayContaining(["actor", "behalf", "action", "record", "id", "field", "ticket", "source"]),
    );
  });

  test("of a bulk statement says how many of its rows match, where not all do", () => {
    const statement = { id: anEventId(91), text: "insert into price_list", tables: ["price_list"], rows: "20000" };
    const event = anEvent({
      type: "price_list.created",
      category: "statement",
      target: { type: "price_list" },
      statement,
    });
    const bulk = entryOf(event, "signed");
    expect(lineOf(bulk, now, "UTC").rows).toEqual({ statement: statement.id, says: "20,000 rows" });
    const some = lineOf(bulk, now, "UTC", { rows: 312, more: false });
    expect(some.rows?.matched).toBe("312 of 20,000 rows match");
    const many = lineOf(bulk, now, "UTC", { rows: 10_000, more: true });
    expect(many.rows?.matched).toBe("more than 10,000 of 20,000 rows match");
  });
});

test("a time says UTC, the reader's zone and how long ago", () => {
  const [at, now] = ["2026-11-20T14:28:07.214906Z", new Date("2026-11-20T14:32:07Z")];
  expect(timeTitle(at, "America/New_York", now).split("\n")).toEqual([
    "20 November 2026, 14:28:07.214906 UTC",
    "20 November 2026, 09:28:07.214906 New York",
    "4 minutes ago",
  ]);
  expect(timeTitle(at, "UTC", now).split("\n")).toHaveLength(2);
});

describe("gaps among the lines of a page", () => {
  const gap = (from: string, to: string): Gap => ({
    from: `2026-06-${from}:00.000000Z`,
    to: `2026-06-${to}:00.000000Z`,
    state: "not_captured",
    source: "Billing",
    tables: ["public.refund_notes"],
    says: "refund notes was not captured: its triggers were disabled",
  });
  const gaps = [gap("10T08:00", "10T09:00"), gap("12T09:14", "15T16:02"), gap("17T00:00", "18T00:00")];
  const ends = (page: Parameters<typeof gapLines>[1]) =>
    gapLines(gaps, page, now, "UTC").map(({ at }) => at.slice(8, 13));

  test("stand on the page in which they ended, each on one page", () => {
    expect(ends({ oldest: "2026-06-16T00:00:00.000000Z" })).toEqual(["18T00"]);
    const middle = { newest: "2026-06-16T00:00:00.000000Z", oldest: "2026-06-11T00:00:00.000000Z" };
    expect(ends(middle)).toEqual(["15T16"]);
    expect(ends({ newest: "2026-06-11T00:00:00.000000Z" })).toEqual(["10T09"]);
    expect(ends({})).toHaveLength(3);
  });

  test("say what and when, in the zone", () => {
    expect(gapLines(gaps, {}, now, "UTC")[1]).toMatchObject({
      says: "Refund notes was not captured: its triggers were disabled.",
      during: "12 June 2026, 09:14 to 15 June 2026, 16:02 UTC",
      day: "Monday 15 June",
    });
    expect(duringWords("2026-06-12T09:14:00Z", "2026-06-12T09:28:00Z", "America/New_York")).toBe(
      "12 June 2026, 05:14 to 05:28 New York",
    );
    expect(duringWords("2026-06-12T09:14:02Z", "2026-06-12T09:14:40Z", "UTC")).toBe(
      "12 June 2026, 09:14:02 to 09:14:40 UTC",
    );
  });
});
