/**
 * The inbox: where Vouch's own events wait for the sequencer, as captured changes wait in a source's outbox. An event that
 * has been posted in a committed transaction reaches the ledger exactly once.
 */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { type Clock, type Event, eventId, microseconds, systemClock } from "../event/index.ts";

/** Vouch itself as a source; its id is the ledger's first source and the same in every ledger. */
export const vouchSource = { id: "00000000-0000-7000-8000-000000000001", kind: "vouch", name: "Vouch" } as const;

/** An event of Vouch's own: what everybody needs not say. */
export type OwnEvent = Omit<Event, "id" | "source" | "occurredAt" | "retention"> & { retention?: string };

/** Posts an event in the caller's transaction. Any login with the right to execute `inbox.post` can. Returns the event's id. */
export async function post(sql: Sql | Transaction, event: OwnEvent, clock: Clock = systemClock): Promise<string> {
  const occurredAt = clock();
  const id = eventId(microseconds(occurredAt), randomBytes(10));
  const whole: Event = { retention: "standard", ...event, id, occurredAt, source: vouchSource };
  await sql`select inbox.post(${JSON.stringify(whole)})`;
  return id;
}
