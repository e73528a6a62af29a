/**
 * The projection: what search uses of an entry. It follows from the leaf alone, so it can be rebuilt at any time, and
 * verification compares it with the leaf by the version that made it.
 */
import { Fault, type Measures } from "../event/index.ts";
import type { Leaf } from "../integrity/index.ts";

/** Raised with every change of `project`; older rows are compared by the rules that made them. */
export const projectionVersion = 2;

/** What cannot follow from the leaf alone, since values stand beside it. */
export interface Found {
  /** As the text of a bigint[]. */
  terms: string;
  measures: Measures | null;
}

/** One row of ledger.projection, named as its columns are; bigints as decimal text. */
export interface Projected {
  ledger: string;
  index: string;
  recorded_at: string;
  version: number;
  event: string;
  occurred_at: string;
  type: string;
  category: string;
  action: string;
  actor: string;
  actor_kind: string;
  attribution: string;
  on_behalf_of: string | null;
  login: string | null;
  source: string;
  source_kind: string;
  record_type: string | null;
  record_id: string | null;
  changed: string[];
  transaction: string | null;
  statement: string | null;
  part_of: string | null;
  rows: string | null;
  ticket: string | null;
  decision: string | null;
  system: string | null;
  channel: string | null;
  address: string | null;
  session: string | null;
  request: string | null;
  approvers: string[];
  /** The text of an array: the server reads it several times as fast as a list in JSON. */
  terms: string;
  measures: Measures | null;
}

/** The columns in the order of the table. */
export const projectedColumns = [
  "ledger",
  "index",
  "recorded_at",
  "version",
  "event",
  "occurred_at",
  "type",
  "category",
  "action",
  "actor",
  "actor_kind",
  "attribution",
  "on_behalf_of",
  "login",
  "source",
  "source_kind",
  "record_type",
  "record_id",
  "changed",
  "transaction",
  "statement",
  "part_of",
  "rows",
  "ticket",
  "decision",
  "system",
  "channel",
  "address",
  "session",
  "request",
  "approvers",
  "terms",
  "measures",
] as const satisfies (keyof Projected)[];

/** Throws `invalid` for a leaf whose members the columns cannot hold. */
export function project(leaf: Leaf, index: bigint, found: Found, version = projectionVersion): Projected {
  if (version < 1 || version > projectionVersion)
    throw new Fault(
      "invalid",
      `Expected a projection of version 1 to ${projectionVersion}, got version ${version}. Run the Vouch that wrote it, or reindex.`,
    );
  const { event } = leaf;
  const { actor, target, statement, origin, correlation, decision } = event;
  const later = version >= 2;
  return {
    ledger: leaf.ledger,
    index: index.toString(),
    recorded_at: leaf.recordedAt,
    version,
    event: event.id,
    occurred_at: day(event.occurredAt),
    type: text(event.type),
    category: event.category,
    action: text(event.type.slice(event.type.lastIndexOf(".") + 1)),
    actor: text(actor.id),
    actor_kind: actor.kind,
    attribution: actor.attribution,
    on_behalf_of: text(actor.onBehalfOf?.id ?? null),
    login: text(origin?.login ?? null),
    source: uuid(event.source.id),
    source_kind: event.source.kind,
    record_type: text(target?.type ?? null),
    record_id: text(target?.id ?? null),
    changed: changedFields(leaf).map(text),
    transaction: text(correlation?.transaction ?? null),
    statement: uuid(statement?.id ?? null),
    part_of: uuid(statement?.partOf ?? null),
    rows: bigint(statement?.rows ?? null),
    ticket: text(correlation?.ticket ?? null),
    decision: decision?.outcome ?? null,
    system: later ? text(target?.system ?? null) : null,
    channel: later ? (origin?.channel ?? null) : null,
    address: later ? text(origin?.address ?? null) : null,
    session: later ? text(correlation?.session ?? null) : null,
    request: later ? text(decision?.request ?? correlation?.request ?? null) : null,
    approvers: (later && decision?.approvers ? decision.approvers : []).map(({ id }) => text(id)),
    terms: found.terms,
    measures: plainMeasures(found.measures),
  };
}

/** PostgreSQL's text holds no zero character; the leaf does. */
function text<T extends string | null>(value: T): T {
  return (value === null ? null : value.replaceAll("\0", "\ufffd")) as T;
}

function plainMeasures(measures: Measures | null): Measures | null {
  if (!measures || !Object.keys(measures).some((name) => name.includes("\0"))) return measures;
  return Object.fromEntries(Object.entries(measures).map(([name, sides]) => [text(name), sides]));
}

export function isUuid(text: unknown): text is string {
  return typeof text === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

function uuid<T extends string | null>(value: T): T {
  if (value !== null && !isUuid(value))
    throw new Fault("invalid", "Expected a UUID as the id of a source and of a statement, got something else.");
  return value;
}

function bigint(value: string | null): string | null {
  if (value !== null && BigInt(value) >= 1n << 63n)
    throw new Fault("invalid", "Expected a number of rows below 2^63, got a larger one.");
  return value;
}

/** The leaf's form allows days that no month has, and the year 0, which PostgreSQL has not. */
function day(time: string): string {
  const date = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  const real =
    !time.startsWith("0000") && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(time.slice(0, 10));
  if (!real) throw new Fault("invalid", `Expected a day of the calendar as the time of an event, got ${time}.`);
  return time;
}

/** Names of the fields that changed; of a list that stands beside the leaf nothing is known here. */
function changedFields({ event: { change } }: Leaf): string[] {
  if (change?.operation !== "update" || !Array.isArray(change.fields)) return [];
  return change.fields.filter((field) => field.changed).map((field) => field.name);
}
