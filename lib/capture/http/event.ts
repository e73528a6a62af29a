/** What was sent, as the event that the ledger keeps: docs/format.md §2, but for the source, which the inbox adds. */
import { createHash } from "node:crypto";
import type { Reporter } from "../../access/index.ts";
import {
  type Actor,
  type Category,
  type Event,
  eventId,
  Fault,
  microseconds,
  type Origin,
  type Principal,
} from "../../event/index.ts";
import { makeLeaf } from "../../integrity/index.ts";
import type { ReportedEvent } from "./declaration.ts";
import { changeOf, dataFields } from "./fields.ts";
import type { JsonObject } from "./json.ts";
import { limits } from "./limits.ts";
import { Refusal } from "./problem.ts";
import { readOccurredAt, readTime } from "./time.ts";

/** Types that everybody has; their sentences stand in lib/event/reported.ts. */
export const wellKnown = new Map<string, Category>([
  ["user.signed_in", "authentication"],
  ["user.sign_in_failed", "authentication"],
  ["user.signed_out", "authentication"],
  ["role.granted", "permission"],
  ["role.revoked", "permission"],
  ["record.viewed", "sensitive_read"],
  ["job.started", "statement"],
  ["job.finished", "statement"],
  ["job.failed", "statement"],
  ["decision.made", "agent_decision"],
]);

export type InboxEvent = Omit<Event, "source">;

/** Throws `invalid`, `too-large`, and `forbidden` for what the key may not report. `key`: what makes the id unique in its source. */
export function eventOf(sent: ReportedEvent, key: string, reporter: Reporter, now: string): InboxEvent {
  const category = categoryOf(sent);
  if (!reporter.key.categories.includes(category)) {
    throw new Fault(
      "forbidden",
      `The key “${reporter.key.name}” may not report events of the category ${category}. Use another key, or make one that may.`,
    );
  }
  const occurredAt =
    sent.occurredAt === undefined ? now : at("/occurredAt", () => readOccurredAt(sent.occurredAt as string, now));
  const wishes = sent.fields ?? {};
  const { target, decision, correlation, agent } = sent;
  const event: InboxEvent = {
    id: idOf(sent.id, occurredAt, `${reporter.source.id}\0${key}`),
    type: sent.type,
    category,
    occurredAt,
    actor: actorOf(sent, reporter),
    origin: originOf(sent, reporter),
    target,
    change: sent.change && changeOf(sent.change as Parameters<typeof changeOf>[0], wishes),
    decision: decision && { ...decision, approvers: decision.approvers?.map(approver) },
    agent,
    correlation,
    retention: "standard",
    data: sent.data && dataFields(sent.data as JsonObject, wishes),
  };
  return event;
}

/** The text that waits in the inbox. Throws `too-large` where that, or the leaf made of it, would be too long. */
export function inboxText(event: InboxEvent): string {
  const text = JSON.stringify(event);
  const tooLarge =
    "Expected a smaller event: as it would be recorded it is too long. Send fewer fields, or shorten them.";
  const length = Buffer.byteLength(text);
  if (length > limits.stored) throw new Refusal("too-large", tooLarge);
  // bindings make a field at most three times as long, so the leaf of a shorter text fits
  if (length > 20_000) {
    try {
      makeLeaf({ ...event, source: longestSource }, trial);
    } catch (error) {
      if (error instanceof Fault) throw new Refusal("too-large", tooLarge);
      throw error;
    }
  }
  return text;
}

const anyId = "00000000-0000-7000-8000-000000000000";
const longestSource: Event["source"] = {
  id: anyId,
  kind: "http",
  name: "\uffff".repeat(120),
  position: "9".repeat(19),
};
const zeros = new Uint8Array(32);
const trial = {
  ledger: anyId,
  recordedAt: "2000-01-01T00:00:00.000000Z",
  random: (n: number) => zeros.subarray(0, n),
  hashKey: zeros,
};

function categoryOf({ type, category, change }: ReportedEvent): Category {
  const known = wellKnown.get(type);
  const wrong = (detail: string) => new Refusal("invalid", detail, [{ pointer: "/category", detail }]);
  if (known && category && category !== known)
    throw wrong(`Expected the category ${known} for ${type}, got ${category}.`);
  const found = category ?? known ?? (change && "record");
  if (!found) throw wrong(`Expected a category, since ${type} is no type that everybody has. Say one.`);
  return found;
}

/** Who the key speaks for is verified; whoever else is named is claimed. */
function actorOf({ actor, onBehalfOf }: ReportedEvent, { identity }: Reporter): Actor {
  const who: Actor = actor
    ? claimed({ ...actor, kind: actor.kind ?? "human" })
    : { kind: identity.kind, id: identity.actor, name: identity.name, attribution: "verified" };
  return onBehalfOf ? { ...who, onBehalfOf: claimed(onBehalfOf) } : who;
}

function claimed<Named extends Omit<Principal, "attribution">>(named: Named): Named & Pick<Principal, "attribution"> {
  return { ...named, attribution: named.kind === "unknown" ? "none" : "claimed" };
}

function originOf({ origin }: ReportedEvent, { address, identity, key }: Reporter): Origin {
  const said = origin?.address;
  return {
    ...origin,
    login: identity.actor,
    application: key.name,
    address: said ?? address,
    server: said === undefined ? undefined : (address ?? "unknown"), // so that a claim is never taken for what we saw
  };
}

type Approver = NonNullable<NonNullable<ReportedEvent["decision"]>["approvers"]>[number];

function approver(given: Approver, n: number): Approver {
  const time = readTime(given.at);
  const detail = "Expected a time such as 2026-11-20T07:03:25.123456Z (RFC 3339). Correct it.";
  if (!time) throw new Refusal("invalid", detail, [{ pointer: `/decision/approvers/${n}/at`, detail }]);
  return { ...given, at: time };
}

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The sender's, where it is a UUID of version 7, else one that follows from it. */
function idOf(id: string, occurredAt: string, key: string): string {
  if (uuid7.test(id)) return id;
  const hash = createHash("sha256").update(`${key}\0${occurredAt}`).digest();
  return eventId(microseconds(occurredAt), hash);
}

function at<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) throw new Refusal("invalid", error.message, [{ pointer, detail: error.message }]);
    throw error;
  }
}
