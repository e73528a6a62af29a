/** From a row of the outbox to events: one per changed record, and one for the statement where it changed more than one. */
import { createHash } from "node:crypto";
import {
  type Event,
  eventId,
  type Field,
  type Mode,
  microseconds,
  type Operation,
  type Statement,
  type Value,
} from "../../event/index.ts";
import { canonical } from "../../integrity/index.ts";
import { actorOf, claimedAgent, claimedCorrelation, claimedOrigin, readClaims } from "./claims.ts";
import { readImage } from "./image.ts";
import { withoutLiterals } from "./statement.ts";
import { fullName, type Table } from "./table.ts";

/** A row of `vouch.outbox` (drizzle/sql/source/1-outbox.sql). */
export interface OutboxRow {
  position: bigint;
  xid: string;
  at: string;
  relation: string;
  operation: "I" | "U" | "D" | "T";
  /** 1: the client's own statement; more: one inside a trigger. */
  depth: number;
  statement: bigint | null;
  part: number;
  rows: bigint | null;
  before: string[] | null;
  after: string[] | null;
  login: string;
  role: string | null;
  application: string | null;
  address: string | null;
  backend: number;
  claims: (string | null)[] | null;
  query: string | null;
  strings: string | null;
}

export interface CapturedSource {
  id: string;
  name: string;
  database: string;
}

/** A table as it was when the row was captured, and how its fields are treated. */
export interface Shape {
  table: Table;
  modes: Record<string, Mode>;
}

const operations: Record<OutboxRow["operation"], { operation: Operation; verb: string }> = {
  I: { operation: "insert", verb: "created" },
  U: { operation: "update", verb: "updated" },
  D: { operation: "delete", verb: "deleted" },
  T: { operation: "truncate", verb: "truncated" },
};

/** `shape` is missing for a table that is no longer there: its rows keep their values under the places of the columns. */
export function eventsOf(row: OutboxRow, source: CapturedSource, shape: Shape | undefined): Event[] {
  const images = Math.max(row.before?.length ?? 0, row.after?.length ?? 0);
  const alone = row.rows === 1n && row.part === 0;
  const shared = sharedBy(row, source, shape);
  if (row.operation === "T")
    return [{ ...shared(0), category: "statement", statement: statementOf(row, source, shape) }];
  const changes = Array.from({ length: images }, (_, i) => {
    const event = shared(i + 1);
    const before = row.before?.[i] === undefined ? undefined : readImage(row.before[i]);
    const after = row.after?.[i] === undefined ? undefined : readImage(row.after[i]);
    const { operation } = operations[row.operation];
    const id = recordId(shape, after ?? before ?? []);
    return {
      ...event,
      target: { ...event.target, ...(id !== undefined && { id }) },
      change: { operation, fields: fieldsOf(shape, before, after) },
      statement: alone ? statementOf(row, source, shape) : { partOf: statementId(row, source) },
    } as Event;
  });
  if (alone || row.part > 0) return changes;
  return [{ ...shared(0), category: "statement", statement: statementOf(row, source, shape) }, ...changes];
}

function sharedBy(row: OutboxRow, source: CapturedSource, shape: Shape | undefined): (ordinal: number) => Event {
  const claims = readClaims(row.claims);
  const table = shape?.table;
  const noun = (table?.name ?? `table ${row.relation}`).toWellFormed();
  const agent = claimedAgent(claims);
  return (ordinal) => ({
    id: idOf(row, source, `${row.position}/${ordinal}`),
    type: `${noun}.${operations[row.operation].verb}`,
    category: "record",
    occurredAt: row.at,
    source: {
      id: source.id,
      kind: "postgres",
      name: source.name,
      position: ordinal === 0 ? `${row.position}` : `${row.position}/${ordinal}`,
    },
    actor: actorOf(claims, row.login),
    origin: {
      ...claimedOrigin(claims, row.address),
      login: row.login,
      ...(row.role && { role: row.role }),
      ...(row.application && { application: row.application }),
    },
    target: { system: source.database, ...(table && { schema: table.schema }), type: noun },
    ...(agent && { agent }),
    correlation: { transaction: row.xid, ...claimedCorrelation(claims) },
    retention: "standard",
  });
}

/** The same row always makes the same ids, whoever reads it and however often. */
function idOf(row: OutboxRow, source: CapturedSource, place: string): string {
  const unique = createHash("sha256").update(`${source.id}/${place}`).digest();
  return eventId(microseconds(row.at), unique);
}

function statementId(row: OutboxRow, source: CapturedSource): string {
  const unique = createHash("sha256")
    .update(`${source.id}/statement/${row.statement ?? `at ${row.position}`}`)
    .digest();
  // all parts of a statement must agree, and their times differ: the id says nothing of time
  return eventId(0n, unique);
}

function statementOf(row: OutboxRow, source: CapturedSource, shape: Shape | undefined): Statement {
  const text = row.query === null ? undefined : withoutLiterals(row.query, row.strings);
  const exactMode = row.query === null ? undefined : exactModeOf(text, shape);
  return {
    id: statementId(row, source),
    ...(text !== undefined && { text }),
    ...(row.query !== null && exactMode !== "omit" && { exact: row.query }),
    ...(exactMode && { exactMode }),
    ...(shape && { tables: [fullName(shape.table)] }),
    ...(row.rows !== null && { rows: row.rows.toString() }),
  };
}

/** A text that still has its values may not show what its table's fields hide, and may not keep what they leave out. */
function exactModeOf(text: string | undefined, shape: Shape | undefined): Statement["exactMode"] {
  const modes = new Set(Object.values(shape?.modes ?? {}));
  if (text !== undefined && !text.includes("?")) return undefined;
  if (modes.has("omit") || modes.has("hash")) return "omit";
  return text === undefined || !shape || modes.has("conceal") ? "conceal" : undefined;
}

/** docs/format.md §2.3 */
function recordId(shape: Shape | undefined, row: (string | null)[]): string | undefined {
  const { primaryKey = [], columns = [] } = shape?.table ?? {};
  const texts = primaryKey.map((name) => row[columns.findIndex((column) => column.name === name)]);
  if (texts.length === 0 || !texts.every((text) => typeof text === "string")) return undefined;
  return texts.length === 1 ? texts[0] : canonical(texts as string[]);
}

function fieldsOf(
  shape: Shape | undefined,
  before: (string | null)[] | undefined,
  after: (string | null)[] | undefined,
): Field[] {
  const length = (after ?? before ?? []).length;
  const columns = shape?.table.columns;
  const known = columns?.length === length; // else a column has come or gone, and names would be guesses
  const stored = Array.from({ length }, (_, i) => i).filter((i) => !(known && columns?.[i]?.virtual));
  return stored.map((i): Field => {
    const column = known ? columns?.[i] : undefined;
    const field = {
      name: column?.name ?? `column ${i + 1}`,
      type: column?.type ?? "unknown",
      mode: (column && shape?.modes[column.name]) ?? ("conceal" as const), // it may be one that nobody should see
    };
    const value = (row: (string | null)[]) => readValue(row[i] ?? null, field.type);
    if (before && after) {
      const changed = before[i] !== after[i];
      return changed
        ? { ...field, changed, before: value(before), after: value(after) }
        : { ...field, changed, value: value(after) };
    }
    return after ? { ...field, after: value(after) } : { ...field, before: value(before ?? []) };
  });
}

function readValue(text: string | null, type: string): Value {
  if (text === null) return null;
  return type === "boolean" ? text === "t" : text;
}
