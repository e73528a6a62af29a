/** What a row of the list needs of an entry, and no more: it is all that travels to the browser. */
import type { ProofState, SeenEntry, SeenEvent } from "@/lib/event";
import {
  actorName,
  capitalised,
  countOf,
  grouped,
  type Outcome,
  outcomeOf,
  type Part,
  recordName,
  rowsWithEntries,
  sentenceOf,
} from "@/lib/event";
import type { NamedActor } from "../actor/name";
import { cellsOf } from "./cells";
import type { Cell, ColumnName, Value } from "./columns";
import { originWords } from "./origin";
import { clock, dayHeading } from "./time";
import { valuesOf } from "./values";
import type { Zone } from "./zone";

export interface Line {
  index: string;
  /** UTC, six decimals. */
  at: string;
  day: string;
  clock: string;
  actor: NamedActor;
  parts: Part[];
  /** The second line: origin, on behalf of, ticket. */
  second: string[];
  /** Of a statement whose rows have entries of their own. */
  rows?: RowsOfLine;
  source: string;
  outcome: Outcome;
  approvedBy?: string;
  /** A value changed that only Reveal shows. */
  hidesChange: boolean;
  proof: ProofState;
  /** The transaction it is part of, told apart from that of another source. */
  transaction?: string;
  /** What the search can be narrowed to from here. */
  values: Value[];
  cells: Partial<Record<ColumnName, Cell>>;
}

export interface RowsOfLine {
  /** Id of the statement. */
  statement: string;
  /** "20,000 rows" */
  says: string;
  /** "312 of 20,000 rows match", where the search found only some of them. */
  matched?: string;
}

/** How many rows of a bulk statement match. `more`: there are at least as many. */
export interface MatchedRows {
  rows: number;
  more: boolean;
}

export function lineOf(entry: SeenEntry, now: Date, zone: Zone, matched?: MatchedRows): Line {
  const { event } = entry;
  const transaction = event.correlation?.transaction;
  return {
    index: entry.index,
    at: event.occurredAt,
    day: dayHeading(event.occurredAt, now, zone),
    clock: clock(event.occurredAt, zone),
    actor: namedActor(event),
    parts: sentenceOf(entry),
    second: secondLine(entry),
    rows: rowsOf(event, matched),
    source: event.source.name,
    outcome: outcomeOf(event),
    approvedBy:
      event.decision?.outcome === "approved" ? (event.decision.approvers?.[0]?.name ?? "a person") : undefined,
    hidesChange: event.change?.fields.some((field) => field.changed && field.after?.state === "hidden") ?? false,
    proof: entry.proof.state,
    transaction: transaction && `${event.source.id} ${transaction}`,
    values: valuesOf(entry),
    cells: cellsOf(entry, zone),
  };
}

export function namedActor(event: SeenEvent): NamedActor {
  const { kind, attribution } = event.actor;
  const login = event.source.kind === "http" ? undefined : event.origin?.login; // there it is the reporter's
  return { kind, attribution, name: actorName(event), login };
}

function rowsOf(event: SeenEvent, matched?: MatchedRows): RowsOfLine | undefined {
  const { id } = event.statement ?? {};
  const rows = rowsWithEntries(event);
  if (!id || !rows) return undefined;
  return {
    statement: id,
    says: countOf(rows, "row"),
    ...(matched && {
      matched: `${matched.more ? "more than " : ""}${grouped(String(matched.rows))} of ${countOf(rows, "row")} match`,
    }),
  };
}

function secondLine({ event, names }: SeenEntry): string[] {
  const { actor, correlation, decision, target } = event;
  // a record that goes by its name has its kind and id here
  const said = [...(names?.record ? [capitalised(recordName(target))] : []), originWords(event)];
  if (actor.onBehalfOf) {
    const { name, id, attribution } = actor.onBehalfOf;
    said.push(
      `On behalf of ${name ?? id}${attribution === "verified" ? "" : ` (${attribution === "claimed" ? "claimed" : "not identified"})`}`,
    );
  }
  if (decision?.outcome === "denied" && decision.rule && event.source.kind !== "vouch")
    said.push(`Rule: ${decision.rule}`);
  if (correlation?.ticket) said.push(`Ticket ${correlation.ticket}`);
  else if (needsTicket(event)) said.push("No ticket recorded");
  return said.filter((part) => part !== "");
}

/** A change of somebody's data is where a reader expects a ticket; an attempt that did nothing needs none. */
function needsTicket(event: SeenEvent): boolean {
  return (
    (event.category === "record" || event.statement !== undefined) && // a job that is reported is no change by itself
    event.source.kind !== "vouch" &&
    outcomeOf(event) === "done"
  );
}
