/** The events that Vouch posts about the people who use it. */
import { Fault, type Field, type Target } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import type { Web } from "./connection.ts";
import type { Principal, Whence } from "./principal.ts";

const longest = { target: 512, data: 4_000, userAgent: 300 };

/** What a person did, in the words of the event: the actor is authenticated by us, hence verified. */
export function eventBy(principal: Principal, event: Omit<OwnEvent, "actor" | "origin" | "correlation">): OwnEvent {
  const { person, session, token } = principal;
  return {
    ...event,
    actor: { kind: "human", id: person.email, name: person.name, attribution: "verified" },
    origin: { ...originOf(principal), ...(token && { channel: "api" as const }) },
    correlation: { session },
  };
}

export function originOf({ address, userAgent }: Whence): OwnEvent["origin"] {
  return { channel: "ui", address, userAgent: userAgent && legible(userAgent, longest.userAgent) };
}

export function targetOf({ type, id }: { type: string; id?: string }): Target {
  return { system: "vouch", type, id: id === undefined ? undefined : legible(id, longest.target) };
}

/** A word of ours: stays in the leaf. */
export function keep(name: string, value: string): Field {
  return { name, type: "text", mode: "keep", value };
}

/** What a person typed may be about a person: it stands beside the leaf and can be erased. */
export function erasable(name: string, value: string): Field {
  return { name, type: "text", mode: "erasable", value: legible(value, longest.data) };
}

/** Text that any leaf can hold: no lone surrogates, no control characters, at most `length` UTF-16 units. */
export function legible(text: string, length: number): string {
  return text.slice(0, length).replace(/[\p{Surrogate}\p{Control}]/gu, "\uFFFD");
}

/** Posts in a transaction of its own, committed when this returns. Throws `unavailable` where that is impossible. */
export async function record({ sql, clock }: Web, event: OwnEvent): Promise<void> {
  try {
    await post(sql, event, clock);
  } catch {
    throw new Fault("unavailable", "This could not be recorded, so nothing is shown. Try again in a moment.");
  }
}
