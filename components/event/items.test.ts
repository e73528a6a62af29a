import { expect, test } from "vitest";
import { type Arrangement, type GapLine, type Item, itemsByDay } from "./items";
import type { Line } from "./line";

const line = (index: number, day: string, more: Partial<Line> = {}): Line => ({
  index: String(index),
  at: `2026-06-${day}T10:00:${String(index % 60).padStart(2, "0")}.000000Z`,
  day,
  clock: "10:00:00",
  actor: { kind: "human", attribution: "verified", name: "Dana Lee" },
  parts: [],
  second: [],
  source: "Billing",
  outcome: "done",
  hidesChange: false,
  proof: "signed",
  values: [],
  cells: {},
  ...more,
});
const gap = (at: string, day: string): GapLine => ({ id: at, at, day, says: "", during: "", address: "" });
const plain: Arrangement = { grouped: false, closed: new Set(), opened: new Map() };
const said = (items: Item[]) =>
  items.map((item) =>
    item.kind === "gap"
      ? `gap ${item.gap.id.slice(8, 13)}`
      : item.kind === "transaction"
        ? `${item.lines.length} of ${item.id}`
        : `${item.kind === "rest" ? "rest of " : item.kind === "line" && item.inside ? "  " : ""}${item.line.index}`,
  );
const listed = (...given: Parameters<typeof itemsByDay>) =>
  itemsByDay(...given).map(({ day, items }) => [day, said(items)]);

test("a gap stands under the day on which it ended, among the lines of that time", () => {
  const lines = [line(30, "18"), line(20, "18"), line(9, "17")];
  const gaps = [gap("2026-06-18T10:00:25", "18"), gap("2026-06-17T08:00:00", "17"), gap("2026-06-19T00:00:00", "19")];
  expect(listed(lines, gaps, plain)).toEqual([
    ["19", ["gap 19T00"]],
    ["18", ["30", "gap 18T10", "20"]],
    ["17", ["9", "gap 17T08"]],
  ]);
});

test("lines of one transaction stand together where its newest is; what stands alone keeps its place", () => {
  const t = (transaction: string) => ({ transaction });
  const lines = [
    line(9, "18", t("a")),
    line(8, "18"),
    line(7, "18", t("a")),
    line(6, "18", t("b")),
    line(5, "17", t("a")),
  ];
  const grouped = { ...plain, grouped: true };
  expect(listed(lines, [], grouped)).toEqual([
    ["18", ["2 of a", "  9", "  7", "8", "6"]],
    ["17", ["5"]],
  ]);
  expect(listed(lines, [], { ...grouped, closed: new Set(["a"]) })[0]).toEqual(["18", ["2 of a", "8", "6"]]);
  expect(listed(lines, [], plain)[0]).toEqual(["18", ["9", "8", "7", "6"]]);
});

test("rows of a statement open below its line", () => {
  const bulk = line(9, "18", { rows: { statement: "s", says: "20,000 rows" } });
  const opened = new Map([["s", { lines: [line(12, "18"), line(11, "18")], more: true }]]);
  expect(listed([bulk, line(3, "18")], [], { ...plain, opened })).toEqual([
    ["18", ["9", "  12", "  11", "rest of 9", "3"]],
  ]);
  expect(listed([bulk, line(3, "18")], [], plain)).toEqual([["18", ["9", "3"]]]);
});
