import { expect, test } from "vitest";
import type { OutboxRow } from "./event.ts";
import { inOrder, wholeStatements } from "./order.ts";

const row = (position: number, depth: number, xid: string, before: string[] | null, after: string[] | null) =>
  ({ position: BigInt(position), depth, xid, relation: "1", before, after, statement: null }) as OutboxRow;
const tableOf = ({ relation }: OutboxRow) => (relation.startsWith("1") ? "1" : relation);
const places = (rows: OutboxRow[]) => rows.map(({ position }) => Number(position));

test("what a row trigger did to the record that set it off comes after it", () => {
  const rows = [row(1, 2, "a", ["(1,two)"], ["(1,three)"]), row(2, 1, "a", ["(1,one)"], ["(1,two)"])];
  expect(places(inOrder(rows, tableOf))).toEqual([2, 1]);
});

test("what was written to a partition and to the whole table is of the same records", () => {
  const rows = [row(1, 2, "a", ["(1,two)"], ["(1,three)"]), row(2, 1, "a", ["(1,one)"], ["(1,two)"])];
  const [inner, outer] = rows as [OutboxRow, OutboxRow];
  expect(places(inOrder([inner, { ...outer, relation: "1/part" }], tableOf))).toEqual([2, 1]);
  expect(places(inOrder([inner, { ...outer, relation: "2" }], tableOf))).toEqual([1, 2]);
});

test("what a trigger did before, or to other records, stays where it is", () => {
  const before = [row(1, 2, "a", ["(1,zero)"], ["(1,one)"]), row(2, 1, "a", ["(1,one)"], ["(1,two)"])];
  expect(places(inOrder(before, tableOf))).toEqual([1, 2]);
  const other = [row(1, 2, "a", ["(1,two)"], ["(1,three)"]), row(2, 1, "b", ["(1,one)"], ["(1,two)"])];
  expect(places(inOrder(other, tableOf))).toEqual([1, 2]);
});

test("what the triggers of an earlier statement of the transaction did is not taken for what this one's did", () => {
  const update = (position: number, depth: number, before: string, after: string, query: string) =>
    ({ ...row(position, depth, "a", [before], [after]), operation: "U", query }) as OutboxRow;
  const first = [update(1, 2, "(1,two)", "(1,three)", "q"), update(2, 1, "(1,one)", "(1,two)", "q")];
  expect(places(inOrder([...first, update(3, 1, "(1,three)", "(1,two)", "q")], tableOf))).toEqual([2, 1, 3]);
});

test("a batch ends before an inner statement whose outer one is yet to come", () => {
  const rows = [row(1, 1, "a", null, ["(1)"]), row(2, 2, "b", null, ["(2)"]), row(3, 1, "c", null, ["(3)"])];
  expect(places(wholeStatements(rows).rows)).toEqual([1]);
  expect(places(wholeStatements([...rows, row(4, 1, "b", null, ["(4)"])]).rows)).toEqual([1, 2, 3, 4]);
  expect(places(wholeStatements(rows.slice(1)).rows)).toEqual([2, 3]); // it may never come: a deferred trigger has none
});

test("a batch ends before what triggers did of a statement whose last parts are yet to come", () => {
  const part = (position: number, images: number) =>
    ({ ...row(position, 1, "b", null, ["(2)"]), statement: 9n, rows: 3n, images }) as OutboxRow;
  const rows = [row(1, 1, "a", null, ["(1)"]), row(2, 2, "b", ["(2)"], ["(3)"]), part(3, 2)];
  expect(wholeStatements(rows)).toEqual({ rows: rows.slice(0, 1), whole: true });
  expect(places(wholeStatements([...rows, part(4, 1)]).rows)).toEqual([1, 2, 3, 4]);
  expect(wholeStatements(rows.slice(1))).toEqual({ rows: rows.slice(1), whole: false });
  const alone = { ...part(3, 1), statement: -9n, rows: null } as OutboxRow; // captured row by row: the statement's own row ends it
  expect(wholeStatements([...rows.slice(0, 2), alone]).rows).toEqual(rows.slice(0, 1));
  expect(wholeStatements([...rows.slice(0, 2), alone, { ...part(4, 0), statement: -9n }]).rows).toHaveLength(4);
});
