import { expect, test } from "vitest";
import { askingOf, askingsOf, emptyGroup, emptyRow, filled, queryOf, rowsOf, withField } from "./rows";

const roundTrip = (text: string) => queryOf(rowsOf(text));

test("rows show a query and make the same of it", () => {
  for (const text of [
    "actor:dana -action:read",
    "record:customers (actor:dana OR kind:agent)",
    "-(actor:dana OR kind:agent) rows>=200",
    "was.tier=gold credit_limit>10000",
    "(actor:dana OR (kind:agent action:deleted))",
    "-rows>200",
  ]) {
    expect(roundTrip(text)).toEqual({ text: text.replace(/^\((.*)\)$/, "$1"), mistakes: [] });
  }
});

test("what cannot be understood keeps a row of its own, and says what is wrong", () => {
  const rows = rowsOf("actor:dana category:gossip");
  expect(rows.map(({ kind }) => kind)).toEqual(["condition", "text"]);
  expect(queryOf(rows).mistakes).toEqual([{ path: [1], sentence: expect.stringContaining("gossip") }]);
});

test("rows that nobody filled in ask nothing", () => {
  expect(filled([emptyRow(), emptyGroup()])).toEqual([]);
  const row = { ...emptyRow(), value: "dana" };
  expect(queryOf(filled([row, emptyRow()]))).toEqual({ text: "actor:dana", mistakes: [] });
});

test("what may be asked of a field depends on the field", () => {
  expect(askingsOf("actor").map(({ says }) => says)).toEqual(["is", "is not"]);
  expect(askingsOf("text").map(({ says }) => says)).toEqual(["has", "has not"]);
  expect(askingsOf("rows")).toHaveLength(6);
  const [not] = rowsOf("-rows>200");
  expect(not?.kind === "condition" && askingOf(not).says).toBe("is not over");
});

test("another field keeps a value that can mean something there", () => {
  const row = { kind: "condition", field: "actor", operator: "is", not: true, value: "dana" } as const;
  expect(withField(row, "behalf")).toMatchObject({ value: "dana", not: true });
  expect(withField(row, "kind")).toMatchObject({ value: "" });
  expect(withField({ ...row, field: "rows", operator: "least", value: "5" }, "actor")).toMatchObject({
    operator: "is",
    value: "5",
  });
});
