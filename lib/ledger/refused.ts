/** What becomes of an event that no leaf can be made of: it is recorded that it came, with all of it beside the leaf. */
import { randomBytes } from "node:crypto";
import { type Event, eventId, Fault, microseconds } from "../event/index.ts";
import { makeLeaf, type Seal } from "../integrity/index.ts";

/** The leaf of an event, or, where the event cannot have one, of the fact that it came. Nothing is lost or waits for ever. */
export function makeLeafOfAny(event: Event, seal: Seal): ReturnType<typeof makeLeaf> & { event: Event } {
  try {
    return { ...makeLeaf(event, seal), event };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "invalid") throw error;
    const instead = refused(event, error.message, seal.recordedAt);
    return { ...makeLeaf(instead, seal), event: instead };
  }
}

function refused(event: Event, reason: string, recordedAt: string): Event {
  const { id, kind, name } = event.source;
  return {
    id: eventId(microseconds(recordedAt), randomBytes(10)),
    type: "event.refused",
    category: "coverage",
    occurredAt: recordedAt,
    source: { id, kind, name },
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
    retention: "standard",
    data: [
      { name: "reason", type: "text", mode: "keep", value: reason.slice(0, 1_000).toWellFormed() },
      { name: "event", type: "text", mode: "conceal", value: JSON.stringify(event) },
    ],
  };
}
