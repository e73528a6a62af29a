/**
 * The order of nested statements. A statement trigger fires after the row triggers of its statement, so what a row trigger
 * does to the same record reaches the outbox before the statement that caused it. The images tell: if the inner statement
 * began with what the outer one left behind, the outer one came first.
 */
import type { OutboxRow } from "./event.ts";

/**
 * The rows up to the first one of a statement that is not whole yet: an inner statement whose outer one is yet to come, or has
 * parts that are, or a row captured by itself whose statement's own row is. All of them, where that is the first row: `whole`
 * says whether it was not.
 */
export function wholeStatements<Row extends OutboxRow>(rows: Row[]): { rows: Row[]; whole: boolean } {
  const last = lastParts(rows);
  const complete = new Set<string>();
  const ended = statementsOfRows(rows);
  let cut = rows.length;
  for (const [i, row] of [...rows.entries()].reverse()) {
    if (row.depth > 1 && !complete.has(row.xid)) cut = i;
    else if (row.depth <= 1 && last.has(row)) complete.add(row.xid);
    if (isAlone(row) && !ended.has(row)) cut = i;
  }
  return cut === 0 ? { rows, whole: rows.length === 0 } : { rows: rows.slice(0, cut), whole: true };
}

/** The rows with which a statement ends: a long one has several, its parts. */
function lastParts<Row extends OutboxRow>(rows: Row[]): Set<Row> {
  const images = new Map<bigint, number>();
  return new Set(
    rows.filter((row) => {
      if (isAlone(row)) return false;
      if (row.statement === null || row.rows === null || isOwnRow(row)) return true;
      const soFar = (images.get(row.statement) ?? 0) + row.images;
      images.set(row.statement, soFar);
      return BigInt(soFar) >= row.rows;
    }),
  );
}

/**
 * Where capture went row by row, a statement that changed one record is one row again, as everywhere else; of one that
 * changed more, the statement's own row follows those of its records.
 */
export function gathered<Row extends OutboxRow>(rows: Row[]): Row[] {
  if (!rows.some(isAlone)) return rows;
  const statements = statementsOfRows(rows);
  const single = new Set([...statements.values()].filter((own) => own.rows === 1n));
  return rows.flatMap((row) => {
    if (single.has(row)) return [];
    const own = statements.get(row);
    if (!own) return [row];
    return [
      single.has(own) ? { ...row, statement: null, rows: 1n, query: own.query } : { ...row, statement: own.statement },
    ];
  });
}

/**
 * The own row of the statement that each row captured by itself belongs to. It has the same number, but where one statement does
 * several things (an upsert, MERGE): its records have one number, and only the first of its own rows has that one too.
 */
function statementsOfRows<Row extends OutboxRow>(rows: Row[]): Map<Row, Row> {
  const kind = ({ xid, depth, operation }: Row) => `${xid} ${depth} ${operation}`;
  const unclaimed = new Map<string, Row[]>();
  const found = new Map<Row, Row>();
  for (const row of [...rows].sort((a, b) => Number(a.position - b.position))) {
    const waiting = unclaimed.get(kind(row)) ?? [];
    if (isAlone(row)) unclaimed.set(kind(row), waiting);
    if (isAlone(row)) waiting.push(row);
    if (!isOwnRow(row)) continue;
    const same = waiting.filter(({ statement }) => statement === row.statement);
    const parts = same.length > 0 ? same : waiting;
    for (const part of parts) found.set(part, row);
    unclaimed.set(kind(row), same.length > 0 ? waiting.filter((part) => part.statement !== row.statement) : []);
  }
  return found;
}

/** A row of a table that is captured row by row (drizzle/sql/source/4-rows.sql). */
function isAlone({ statement, images }: OutboxRow): boolean {
  return statement !== null && statement < 0n && images > 0;
}

/** The statement that such rows belong to. */
function isOwnRow({ statement, images }: OutboxRow): boolean {
  return statement !== null && statement < 0n && images === 0;
}

/** `rows` in the order in which the records changed. `tableOf`: whose records a row's are, since one may write to a partition and to the whole. */
export function inOrder<Row extends OutboxRow>(rows: Row[], tableOf: (row: Row) => string): Row[] {
  if (rows.every(({ depth }) => depth <= 1)) return rows;
  const ordered: Row[] = [];
  const trails = new Map<string, Row[]>();
  for (const row of rows) {
    const trail = trails.get(row.xid) ?? [];
    const inners = innersOf(row, trail);
    trails.set(row.xid, trail);
    trail.push(row);
    const left = new Set(row.after);
    // whether `inner` began with a row as this one left it
    const continues = (inner: Row) =>
      inner.before?.some((image) => left.has(image)) &&
      (inner.relation === row.relation || tableOf(inner) === tableOf(row));
    const at = inners.size === 0 ? -1 : ordered.findIndex((inner) => inners.has(inner) && continues(inner));
    ordered.splice(at < 0 ? ordered.length : at, 0, row);
  }
  return ordered;
}

/** What triggers of a row's statement did, of all that its transaction did before: an earlier statement's may look alike. */
function innersOf<Row extends OutboxRow>(row: Row, trail: Row[]): Set<Row> {
  const inners = new Set<Row>();
  for (let i = trail.length - 1; i >= 0; i--) {
    const earlier = trail[i] as Row;
    if (earlier.depth > row.depth) inners.add(earlier);
    else if (!isSibling(earlier, row) || (inners.size > 0 && !isAlone(row))) break;
  }
  return inners;
}

/** Whether two rows are of one statement: its parts, or one of several things that it does (an upsert, MERGE, a writing WITH). */
function isSibling(one: OutboxRow, other: OutboxRow): boolean {
  if (one.statement !== null && one.statement === other.statement) return true;
  const sameText = one.query === other.query || one.query === null || other.query === null;
  return sameText && (one.relation !== other.relation || one.operation !== other.operation);
}
