/** What a row of the list needs of an entry, and no more: it is all that travels to the browser. */
import type { ProofState, SeenEntry, SeenEvent } from "@/lib/event";
import {
  actorName,
  capitalised,
  countOf,
  type Outcome,
  outcomeOf,
  type Part,
  recordName,
  rowsWithEntries,
  sentenceOf,
} from "@/lib/event";
import type { NamedActor } from "../actor/name";
import { eventsAddress } from "../filter/address";
import { clock, dayHeading, exactTime } from "./time";
import type { Zone } from "./zone";

export interface Line {
  index: string;
  day: string;
  clock: string;
  exactTime: string;
  actor: NamedActor;
  parts: Part[];
  /** The second line: origin, on behalf of, ticket. */
  second: string[];
  rows?: { says: string; address: string };
  source: string;
  outcome: Outcome;
  approvedBy?: string;
  /** A value changed that only Reveal shows. */
  hidesChange: boolean;
  proof: ProofState;
}

export function lineOf(entry: SeenEntry, now: Date, zone: Zone): Line {
  const { event } = entry;
  return {
    index: entry.index,
    day: dayHeading(event.occurredAt, now, zone),
    clock: clock(event.occurredAt, zone),
    exactTime: exactTime(event.occurredAt, zone),
    actor: namedActor(event),
    parts: sentenceOf(entry),
    second: secondLine(entry),
    rows: rowsOf(event),
    source: event.source.name,
    outcome: outcomeOf(event),
    approvedBy:
      event.decision?.outcome === "approved" ? (event.decision.approvers?.[0]?.name ?? "a person") : undefined,
    hidesChange: event.change?.fields.some((field) => field.changed && field.after?.state === "hidden") ?? false,
    proof: entry.proof.state,
  };
}

export function namedActor(event: SeenEvent): NamedActor {
  const { kind, attribution } = event.actor;
  const login = event.source.kind === "http" ? undefined : event.origin?.login; // there it is the reporter's
  return { kind, attribution, name: actorName(event), login };
}

function rowsOf(event: SeenEvent): Line["rows"] {
  const { id } = event.statement ?? {};
  const rows = rowsWithEntries(event);
  if (!id || !rows) return undefined;
  return {
    says: `Show the ${countOf(rows, "row")}`,
    address: eventsAddress({ statement: id }),
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

const channels = {
  ui: "Screen",
  api: "API",
  automation: "Automation",
  agent: "Agent",
  migration: "Migration",
  direct_sql: "direct SQL",
} as const;

function originWords(event: SeenEvent): string {
  const { channel, application, address } = event.origin ?? {};
  if (event.source.kind === "vouch") return address ? `Vouch, from ${address}` : "Vouch";
  const how = channel && (channel === "direct_sql" && !application ? "Direct SQL" : channels[channel]);
  if (event.source.kind === "http") return [how, application && `API key ${application}`].filter(Boolean).join(", ");
  const what = [application, channel === "direct_sql" || !application ? how : undefined].filter(Boolean).join(", ");
  return what || how || (address ? `From ${address}` : "");
}
