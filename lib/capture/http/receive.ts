/**
 * POST /api/events: from a request to events that are committed, and an answer for each. What is answered with 2xx is in the inbox,
 * on disk; what is sent again under its id changes nothing.
 */
import { createHmac } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import { addressOf, guard, type Reporter, reporterOf, type Web, web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import type { Accepted, BatchAnswer } from "./declaration.ts";
import { eventOf, inboxText } from "./event.ts";
import { problemOf, Refusal, refusal } from "./problem.ts";
import { holdToRate } from "./rate.ts";
import { readSent, type Sent } from "./sent.ts";

type Outcome = { id?: string; status: Accepted["status"] } | { id?: string; fault: Fault };

/** Answers with problem details (RFC 9457) where the request as a whole, or its only event, is refused. */
export async function receiveEvents(request: Request, through: Web = web()): Promise<Response> {
  try {
    const reporter = await admit(request, through);
    const { single, events } = await readSent(request);
    await holdToRate(reporter, events.length, through);
    const outcomes = await record(events, reporter, through);
    tell(outcomes);
    const [first] = outcomes;
    return single && first ? answerOne(first) : answerAll(outcomes);
  } catch (error) {
    received.publish({ requests_refused: 1 });
    if (error instanceof Fault) return refusal(error);
    throw error;
  }
}

/** For whoever counts what comes in (lib/operations): how many events had which outcome. */
const received = channel("vouch.received");

function tell(outcomes: Outcome[]): void {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const name = "status" in outcome ? outcome.status : "refused";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  received.publish(counts);
}

async function admit({ headers }: Request, through: Web): Promise<Reporter> {
  const whence = { address: addressOf(headers), userAgent: headers.get("user-agent") ?? undefined };
  const bearer = await reporterOf(headers.get("authorization"), whence, through);
  if (bearer.outcome === "refused") throw new Fault("unauthenticated", bearer.sentence);
  if (bearer.outcome === "locked") {
    const sentence =
      "Too many requests without a key that works came from this address. Try again later, with one that does.";
    throw new Refusal("too-fast", sentence, undefined, bearer.seconds);
  }
  const { source } = bearer.reporter;
  if (source.paused) {
    throw new Fault(
      "held",
      `${source.name} is paused in Vouch, and nothing was recorded. Keep the events and send them when it goes on.`,
    );
  }
  return bearer.reporter;
}

async function record(events: Sent[], reporter: Reporter, through: Web): Promise<Outcome[]> {
  const now = through.clock();
  const ready: { at: number; key: Buffer; digest: Buffer; text: string }[] = [];
  const outcomes = events.map((sent, at): Outcome => {
    const { id } = sent;
    if ("fault" in sent) return sent;
    try {
      const event = eventOf(sent.event, sent.key.toString("hex"), reporter, now);
      if (event.category === "sensitive_read" && !isFlagged(event.target?.type, reporter))
        return { id, status: "skipped" };
      ready.push({ at, key: sent.key, digest: digestOf(sent.text, through), text: inboxText(event) });
      return { id, status: "accepted" };
    } catch (fault) {
      if (fault instanceof Fault) return { id, fault };
      throw fault;
    }
  });
  if (ready.length === 0) return outcomes;
  const stored = await store(ready, reporter, through);
  const conflicts: string[] = [];
  for (const [i, outcome] of stored.entries()) {
    const { at = 0 } = ready[i] ?? {};
    const id = outcomes[at]?.id;
    if (outcome === "conflict") {
      conflicts.push(id ?? "");
      outcomes[at] = { id, fault: new Fault("conflict", conflictSentence) };
    } else outcomes[at] = { id, status: outcome };
  }
  if (conflicts.length > 0) await guard(() => post(through.sql, conflictEvent(conflicts, reporter), through.clock));
  return outcomes;
}

/** Keyed, so that what was left out of an event cannot be guessed from what is remembered of it. */
function digestOf(text: string, { home }: Web): Buffer {
  return createHmac("sha256", home.secret("received events")).update(text).digest();
}

const conflictSentence =
  "Expected the event that was recorded under this id, got another one. It was not recorded, but that it came was. Give each event an id of its own.";

function isFlagged(type: string | undefined, { source }: Reporter): boolean {
  if (type === undefined) {
    const detail = "Expected the type of what was viewed, since only flagged types are recorded. Say it.";
    throw new Refusal("invalid", detail, [{ pointer: "/target", detail }]);
  }
  const { flagged } = source.settings;
  return flagged.includes("*") || flagged.includes(type);
}

async function store(
  ready: { key: Buffer; digest: Buffer; text: string }[],
  { source }: Reporter,
  { sql }: Web,
): Promise<("accepted" | "duplicate" | "conflict")[]> {
  // as the text of an array: the driver would take a list of bytes for one value
  const bytes = (all: Buffer[]) => `{${all.map((one) => `"\\\\x${one.toString("hex")}"`).join(",")}}`;
  const keys = bytes(ready.map(({ key }) => key));
  const digests = bytes(ready.map(({ digest }) => digest));
  const texts = ready.map(({ text }) => text);
  try {
    const rows = await guard(
      () => sql<{ outcome: "accepted" | "duplicate" | "conflict" }[]>`
        select outcome from inbox.receive(${source.id}, ${keys}::text::bytea[], ${digests}::text::bytea[], ${texts}::text[]) order by n`,
    );
    return rows.map(({ outcome }) => outcome);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "unavailable") throw error;
    const sentence = `${error.message} Send the same again: what is recorded already is not recorded twice.`;
    throw new Fault("unavailable", sentence, { cause: error });
  }
}

/** The key is authenticated; that its holder reuses ids is theirs, and one entry says so for a whole request. */
function conflictEvent(ids: string[], { identity, source, key, address }: Reporter): OwnEvent {
  const kept = (name: string, value: string) => ({ name, type: "text", mode: "keep" as const, value });
  const named = ids.slice(0, 20).map((value) => ({ type: "text", value }));
  return {
    type: "event.refused",
    category: "integrity",
    actor: { kind: identity.kind, id: identity.actor, name: identity.name, attribution: "verified" },
    origin: { channel: "api", login: identity.actor, application: key.name, address },
    target: { system: "vouch", type: "source", id: source.id },
    decision: { outcome: "denied", rule: "same id, other content" },
    data: [
      kept("source", source.name),
      { name: "events", type: "numeric", mode: "keep", value: String(ids.length) },
      { name: "ids", type: "array", mode: "erasable", value: named },
    ],
  };
}

function answerOne(outcome: Outcome): Response {
  if ("fault" in outcome) return refusal(outcome.fault);
  const { id = "", status } = outcome;
  const detail =
    status === "skipped" ? "Reads of this type of record are not flagged, so this one was not recorded." : undefined;
  const answer: Accepted = { id, status, ...(detail && { detail }) };
  return json(answer, status === "accepted" ? 201 : 200);
}

function answerAll(outcomes: Outcome[]): Response {
  const count = (status: string) => outcomes.filter((one) => "status" in one && one.status === status).length;
  const answer: BatchAnswer = {
    accepted: count("accepted"),
    duplicates: count("duplicate"),
    skipped: count("skipped"),
    refused: outcomes.filter((one) => "fault" in one).length,
    items: outcomes.map((one, n) => {
      const id = one.id === undefined ? {} : { id: one.id };
      if ("status" in one) return { n, ...id, status: one.status };
      return { n, ...id, status: "refused", problem: problemOf(one.fault) };
    }),
  };
  return json(answer, 200);
}

function json(answer: Accepted | BatchAnswer, status: number): Response {
  return new Response(JSON.stringify(answer), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}
