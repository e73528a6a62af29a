/**
 * The order of nested statements. A statement trigger fires after the row triggers of its statement, so what a row trigger
 * does to the same record reaches the outbox before the statement that caused it. The images tell: if the inner statement
 * began with what the outer one left behind, the outer one came first.
 */
import type { OutboxRow } from "./event.ts";

/**
 * The rows up to the first one of a statement that is not whole yet: an inner statement whose outer one is yet to come, or a row
 * captured by itself whose statement's own row is. All of them, where that is the first row.
 */
export function wholeStatements<Row extends OutboxRow>(rows: Row[]): Row[] {
  const complete = new Set<string>();
  const ended = new Set<string>();
  let cut = rows.length;
  for (const [i, row] of [...rows.entries()].reverse()) {
    if (row.depth <= 1) complete.add(row.xid);
    else if (!complete.has(row.xid)) cut = i;
    if (isOwnRow(row)) ended.add(`${row.statement}`);
    else if (isAlone(row) && !ended.has(`${row.statement}`)) cut = i;
  }
  return cut === 0 ? rows : rows.slice(0, cut);
}

/**
 * Where capture went row by row, a statement that changed one record is one row again, as everywhere else; of one that
 * changed more, the statement's own row follows those of its records.
 */
export function gathered<Row extends OutboxRow>(rows: Row[]): Row[] {
  if (!rows.some(isAlone)) return rows;
  const ends = new Map(rows.filter(isOwnRow).map((row) => [`${row.statement}`, row]));
  return rows.flatMap((row) => {
    const end = ends.get(`${row.statement}`);
    if (end?.rows !== 1n) return [row];
    return isAlone(row) ? [{ ...row, statement: null, rows: 1n, query: end.query }] : [];
  });
}

/** A row of a table that is captured row by row (drizzle/sql/source/4-rows.sql). */
function isAlone({ statement, images }: OutboxRow): boolean {
  return statement !== null && statement < 0n && images > 0;
}

/** The statement that such rows belong to. */
function isOwnRow({ statement, images }: OutboxRow): boolean {
  return statement !== null && statement < 0n && images === 0;
}

/** `rows` in the order in which the records changed. */
export function inOrder<Row extends OutboxRow>(rows: Row[]): Row[] {
  if (rows.every(({ depth }) => depth <= 1)) return rows;
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
