/**
 * The order of nested statements. A statement trigger fires after the row triggers of its statement, so what a row trigger
 * does to the same record reaches the outbox before the statement that caused it. The images tell: if the inner statement
 * began with what the outer one left behind, the outer one came first.
 */
import type { OutboxRow } from "./event.ts";

/** The rows up to the first inner statement whose outer one is yet to come; all of them, where that is the first row. */
export function wholeStatements<Row extends OutboxRow>(rows: Row[]): Row[] {
  const complete = new Set<string>();
  let cut = rows.length;
  for (const [i, { xid, depth }] of [...rows.entries()].reverse()) {
    if (depth === 1) complete.add(xid);
    else if (!complete.has(xid)) cut = i;
  }
  return cut === 0 ? rows : rows.slice(0, cut);
}

/** `rows` in the order in which the records changed. */
export function inOrder<Row extends OutboxRow>(rows: Row[]): Row[] {
  if (rows.every(({ depth }) => depth === 1)) return rows;
  const ordered: Row[] = [];
  for (const row of rows) {
    const at = ordered.findIndex(
      (earlier) => earlier.xid === row.xid && earlier.depth > row.depth && continues(earlier, row),
    );
    ordered.splice(at < 0 ? ordered.length : at, 0, row);
  }
  return ordered;
}

/** Whether `inner` began with a row as `outer` left it. */
function continues(inner: OutboxRow, outer: OutboxRow): boolean {
  if (inner.relation !== outer.relation || !inner.before || !outer.after) return false;
  const left = new Set(outer.after);
  return inner.before.some((image) => left.has(image));
}
