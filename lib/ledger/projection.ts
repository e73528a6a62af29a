/**
 * The projection: what search uses of an entry. It follows from the leaf alone, so it can be rebuilt at any time, and
 * verification compares it with the leaf by the version that made it.
 */
import { Fault } from "../event/index.ts";
import type { Leaf } from "../integrity/index.ts";

/** Raised with every change of `project`; older rows are compared by the rules that made them. */
export const projectionVersion = 1;

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
] as const satisfies (keyof Projected)[];

export function project(leaf: Leaf, index: bigint, version = projectionVersion): Projected {
  if (version !== 1)
    throw new Fault(
      "invalid",
      `Expected a projection of version 1, got version ${version}. Run the Vouch that wrote it, or reindex.`,
    );
  const { event } = leaf;
  const { actor, target, statement } = event;
  return {
    ledger: leaf.ledger,
    index: index.toString(),
    recorded_at: leaf.recordedAt,
    version,
    event: event.id,
    occurred_at: event.occurredAt,
    type: event.type,
    category: event.category,
    action: event.type.slice(event.type.lastIndexOf(".") + 1),
    actor: actor.id,
    actor_kind: actor.kind,
    attribution: actor.attribution,
    on_behalf_of: actor.onBehalfOf?.id ?? null,
    login: event.origin?.login ?? null,
    source: event.source.id,
    source_kind: event.source.kind,
    record_type: target?.type ?? null,
    record_id: target?.id ?? null,
    changed: changedFields(leaf),
    transaction: event.correlation?.transaction ?? null,
    statement: statement?.id ?? null,
    part_of: statement?.partOf ?? null,
    rows: statement?.rows ?? null,
    ticket: event.correlation?.ticket ?? null,
    decision: event.decision?.outcome ?? null,
  };
}

/** Names of the fields that changed; of a list that stands beside the leaf nothing is known here. */
function changedFields({ event: { change } }: Leaf): string[] {
  if (change?.operation !== "update" || !Array.isArray(change.fields)) return [];
  return change.fields.filter((field) => field.changed).map((field) => field.name);
}
