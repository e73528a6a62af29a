/** What becomes of an event that no leaf can be made of: it is recorded that it came, with all of it beside the leaf. */
import { randomBytes } from "node:crypto";
import { type Event, eventId, Fault, measuresOf, microseconds, sourceKinds } from "../event/index.ts";
import { makeLeaf, type Seal } from "../integrity/index.ts";
import { vouchSource } from "./inbox.ts";
import { isUuid, project } from "./projection.ts";
import type { TermMaker } from "./terms.ts";

/** The leaf of an event, or, where the event cannot have one, of the fact that it came. Nothing is lost or waits for ever. Search columns come with it where `terms` are given. */
export function makeLeafOfAny(event: Event, seal: Seal, index: bigint, terms?: TermMaker) {
  try {
    return make(event, seal, index, terms);
  } catch (error) {
    // a TypeError: a member is of another type than the code that takes the event apart expects
    const unfit = (error instanceof Fault && error.code === "invalid") || error instanceof TypeError;
    if (!unfit) throw error;
    const reason =
      error instanceof Fault ? error.message : "Expected an event of docs/format.md §2, got members of other types.";
    return make(refused(event, reason, seal.recordedAt), seal, index, terms);
  }
}

function make(event: Event, seal: Seal, index: bigint, terms?: TermMaker) {
  const made = makeLeaf(event, seal);
  const found = terms && { terms: terms.all(event), measures: measuresOf(event) };
  return { ...made, event, projected: found && project(made.leaf, index, found) };
}

function refused(event: Event, reason: string, recordedAt: string): Event {
  const { id, kind, name } = event.source;
  const known = isUuid(id) && sourceKinds.includes(kind) && typeof name === "string" && name.isWellFormed();
  return {
    id: eventId(microseconds(recordedAt), randomBytes(10)),
    type: "event.refused",
    category: "coverage",
    occurredAt: recordedAt,
    source: known ? { id, kind, name } : vouchSource,
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
    retention: "standard",
    data: [
      { name: "reason", type: "text", mode: "keep", value: reason.slice(0, 1_000).toWellFormed() },
      { name: "event", type: "text", mode: "conceal", value: JSON.stringify(event) },
    ],
  };
}
