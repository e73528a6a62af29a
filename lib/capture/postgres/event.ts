/** From a row of the outbox to events: one per changed record, and one for the statement where it changed more than one. */
import { hash } from "node:crypto";
import type { Directory } from "../../access/index.ts";
import {
  type Event,
  eventId,
  type Field,
  type Member,
  microseconds,
  type Operation,
  type Statement,
  type Value,
} from "../../event/index.ts";
import { canonical } from "../../integrity/index.ts";
import { actorOf, claimedAgent, claimedCorrelation, claimedOrigin, readClaims } from "./claims.ts";
import { readImage } from "./image.ts";
import { gapOf, schemaChangeOf } from "./schema.ts";
import type { Shape } from "./shapes.ts";
import { withoutLiterals } from "./statement.ts";
import { fullName } from "./table.ts";

/** A row of `vouch.outbox` (drizzle/sql/source/1-outbox.sql). */
export interface OutboxRow {
  position: bigint;
  xid: string;
  at: string;
  relation: string;
  operation: "I" | "U" | "D" | "T" | "X" | "G";
  /** 1: the client's own statement; more: one inside a trigger. */
  depth: number;
  statement: bigint | null;
  part: number;
  rows: bigint | null;
  images: number;
  before: string[] | null;
  after: string[] | null;
  detail: Detail | null;
  login: string;
  role: string | null;
  application: string | null;
  address: string | null;
  backend: number;
  claims: (string | null)[] | null;
  query: string | null;
  strings: string | null;
}

/** What stands in place of a value that is too long to be taken along, by the place of its column. */
export type Digests = Record<string, { sha256: string; length: number }>;

export interface Detail {
  /** U, I, D: digests of the values that the images leave out. */
  before?: Digests;
  after?: Digests;
  /** T: about how many rows there were. */
  estimate?: number;
  /** X: the command's tag, and what it was about. */
  tag?: string;
  objects?: { type: string; name: string | null }[];
  /** G: PostgreSQL's code of what went wrong. */
  state?: string;
}

export interface CapturedSource {
  id: string;
  name: string;
  database: string;
  /** Who its logins and applications are. */
  directory?: Directory;
}

type RowOperation = Exclude<OutboxRow["operation"], "X" | "G">;

const operations: Record<RowOperation, { operation: Operation; verb: string }> = {
  I: { operation: "insert", verb: "created" },
  U: { operation: "update", verb: "updated" },
  D: { operation: "delete", verb: "deleted" },
  T: { operation: "truncate", verb: "truncated" },
};

/** `shape` is missing for a table that is no longer there: its rows keep their values under the places of the columns. */
export function eventsOf(row: OutboxRow, source: CapturedSource, shape: Shape | undefined): Event[] {
  const { operation } = row;
  const shared = sharedBy(row, source, shape);
  if (operation === "X") return [schemaChangeOf(shared(0), row, statementOf(row, source, undefined))];
  if (operation === "G") return [gapOf(shared(0), row, statementOf(row, source, shape))];
  if (operation === "T") return [truncationOf(shared(0), row, statementOf(row, source, shape))];
  const alone = row.part === 0 && (row.rows === 1n || row.statement === null);
  const changes = changesOf(row, source, shape, operation, alone, shared);
  if (alone || row.part > 0 || row.rows === null) return changes;
  return [{ ...shared(0), category: "statement", statement: statementOf(row, source, shape) }, ...changes];
}

function changesOf(
  row: OutboxRow,
  source: CapturedSource,
  shape: Shape | undefined,
  operation: RowOperation,
  alone: boolean,
  shared: (ordinal: number) => Event,
): Event[] {
  const statement = alone ? statementOf(row, source, shape) : { partOf: statementId(row, source) };
  const images = Math.max(row.before?.length ?? 0, row.after?.length ?? 0);
  return Array.from({ length: images }, (_, i): Event => {
    const event = shared(i + 1);
    const before = row.before?.[i] === undefined ? undefined : readImage(row.before[i]);
    const after = row.after?.[i] === undefined ? undefined : readImage(row.after[i]);
    const id = recordId(shape, after ?? before ?? []);
    event.target = { ...event.target, type: event.target?.type ?? "", ...(id !== undefined && { id }) };
    event.change = { operation: operations[operation].operation, fields: fieldsOf(shape, before, after, row.detail) };
    event.statement = statement;
    return event;
  });
}

/** TRUNCATE shows no rows; how many there were is known exactly for small tables, else as the planner's estimate. */
function truncationOf(event: Event, { detail }: OutboxRow, statement: Statement): Event {
  const about = detail?.estimate;
  return {
    ...event,
    category: "statement",
    statement,
    ...(about !== undefined && {
      data: [{ name: "about this many rows", type: "bigint", mode: "keep", value: `${about}` }],
    }),
  };
}

function sharedBy(row: OutboxRow, source: CapturedSource, shape: Shape | undefined): (ordinal: number) => Event {
  const claims = readClaims(row.claims);
  const table = shape?.table;
  const { schema, name } = table?.root ?? table ?? { schema: undefined, name: `table ${row.relation}` };
  const noun = name.toWellFormed();
  const verb = row.operation === "X" || row.operation === "G" ? "changed" : operations[row.operation].verb;
  const agent = claimedAgent(claims);
  // all events of a row have these in common
  const actor = actorOf(claims, row.login, row.application, source.directory);
  const origin = {
    ...claimedOrigin(claims, row.address),
    login: row.login,
    ...(row.role && { role: row.role }),
    ...(row.application && { application: row.application }),
  };
  const target = { system: source.database, ...(schema !== undefined && { schema }), type: noun };
  const correlation = { transaction: row.xid, ...claimedCorrelation(claims) };
  return (ordinal) => ({
    id: idOf(row, source, `${row.position}/${ordinal}`),
    type: `${noun}.${verb}`,
    category: "record",
    occurredAt: row.at,
    source: {
      id: source.id,
      kind: "postgres",
      name: source.name,
      position: ordinal === 0 ? `${row.position}` : `${row.position}/${ordinal}`,
    },
    actor,
    origin,
    target,
    ...(agent && { agent }),
    correlation,
    retention: "standard",
  });
}

/** The same row always makes the same ids, whoever reads it and however often. */
function idOf(row: OutboxRow, source: CapturedSource, place: string): string {
  const unique = hash("sha256", `${source.id}/${place}`, "buffer");
  return eventId(microseconds(row.at), unique);
}

function statementId(row: OutboxRow, source: CapturedSource): string {
  const unique = hash("sha256", `${source.id}/statement/${row.statement ?? `at ${row.position}`}`, "buffer");
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
  if (text !== undefined && !text.includes("?")) return undefined;
  const modes = new Set(Object.values(shape?.modes ?? {}));
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
  detail: Detail | null,
): Field[] {
  const length = (after ?? before ?? []).length;
  const fields: Field[] = [];
  for (const { i, name, type, mode } of namedColumns(shape, length)) {
    const then = before && sideOf(before[i] ?? null, type, detail?.before?.[i]);
    const now = after && sideOf(after[i] ?? null, type, detail?.after?.[i]);
    if (then && now) {
      const changed = then.is !== now.is;
      if (!changed) fields.push({ name, type: now.type, mode, changed, value: now.value });
      else if (then.type === now.type)
        fields.push({ name, type: now.type, mode, changed, before: then.value, after: now.value });
      else
        fields.push({
          name,
          type: now.type,
          mode,
          typeBefore: then.type,
          changed,
          before: then.value,
          after: now.value,
        });
    } else if (now) fields.push({ name, type: now.type, mode, after: now.value });
    else fields.push({ name, type: then?.type ?? type, mode, before: then?.value ?? null });
  }
  return fields;
}

interface NamedColumn {
  /** Its place in a row's image. */
  i: number;
  name: string;
  type: string;
  mode: Field["mode"];
}

/** What `namedColumns` found of a shape, by the length of the row. */
const named = new WeakMap<Shape, Map<number, NamedColumn[]>>();

/** The columns that a row of `length` has values of. Where a column has come or gone names would be guesses. */
function namedColumns(shape: Shape | undefined, length: number): NamedColumn[] {
  const known = shape && named.get(shape)?.get(length);
  if (known) return known;
  const columns = shape?.table.columns.length === length ? shape.table.columns : undefined;
  const found: NamedColumn[] = [];
  for (let i = 0; i < length; i++) {
    const column = columns?.[i];
    if (column?.virtual) continue;
    found.push({
      i,
      name: column?.name ?? `column ${i + 1}`,
      type: column?.type ?? "unknown",
      mode: (column && shape?.modes[column.name]) ?? "conceal", // it may be one that nobody should see
    });
  }
  if (shape) named.set(shape, (named.get(shape) ?? new Map()).set(length, found));
  return found;
}

interface Side {
  type: string;
  value: Value;
  /** Two sides hold the same value exactly where this is the same; no text of PostgreSQL has the zero that a digest begins with. */
  is: string | null;
}

function sideOf(text: string | null, type: string, digest: Digests[string] | undefined): Side {
  if (!digest) return { type, value: readValue(text, type), is: text };
  return { type: "document", value: digestOf(type, digest), is: `\0${digest.sha256} ${digest.length}` };
}

/** docs/format.md §2.2 */
function digestOf(type: string, { sha256, length }: Digests[string]): Member[] {
  return [
    { name: "type", type: "text", value: type },
    { name: "sha256", type: "text", value: sha256 },
    { name: "length", type: "bigint", value: `${length}` },
  ];
}

function readValue(text: string | null, type: string): Value {
  if (text === null) return null;
  return type === "boolean" ? text === "t" : text;
}
