/** The sentences of what systems report over HTTP, and of the keys with which they do. Pure. */
import { count, longestQuoted, type Part, record, shownData, text } from "./part.ts";
import { countOf, keyText, words } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

/** Types that everybody has, where a system reports them. */
export const reported: Record<string, (event: SeenEvent) => Part[]> = {
  "user.signed_in": (event) => [text("signed in to "), system(event)],
  "user.sign_in_failed": (event) => [text("failed to sign in to "), system(event)],
  "user.signed_out": (event) => [text("signed out of "), system(event)],
  "role.granted": (event) => [text("granted "), ...role(event), text(" to "), subject(event, "somebody")],
  "role.revoked": (event) => [text("took "), ...role(event), text(" from "), subject(event, "somebody")],
  "record.viewed": (event) => [text("looked at "), subject(event, "a record")],
  "job.started": (event) => [text("started "), ...job(event)],
  "job.finished": (event) => [text("finished "), ...job(event)],
  "job.failed": (event) => [text("could not finish "), ...job(event)],
  "decision.made": decision,
};

/** What Vouch says of the systems that report to it. */
export const ofKeys: Record<string, (event: SeenEvent) => Part[]> = {
  "key.created": (event) => [text("made the API key "), named(event, "key"), text(" for "), named(event, "source")],
  "key.rotated": (event) => [text("replaced the API key "), named(event, "key"), text(" of "), named(event, "source")],
  "key.revoked": (event) => [text("revoked the API key "), named(event, "key"), text(" of "), named(event, "source")],
  "key.refused": (event) => {
    const reason = quoted(event, "reason");
    if (quoted(event, "key") === undefined) return [text("tried to report events with an API key that is not known")];
    const ended = reason === "expired" ? "has expired" : reason === "revoked" ? "was revoked" : "has ended";
    return [
      text("tried to report events of "),
      named(event, "source"),
      text(" with the API key "),
      named(event, "key"),
      text(`, which ${ended},`),
    ];
  },
  "source.connected": (event) => [text("connected "), named(event, "source")],
  "source.shed": (event) => {
    const refused = countOf(quoted(event, "refused") ?? "0", "event");
    return [
      text("turned away "),
      count(refused),
      text(" from "),
      named(event, "source"),
      text(", which came too fast"),
    ];
  },
};

/** An id that stands for another event already: what the sender did, since Vouch recorded nothing else of it. */
export function reusedId(event: SeenEvent): Part[] {
  const events = quoted(event, "events") ?? "1";
  const ids = events === "1" ? "an id that stands for another" : "ids that stand for others";
  return [text("sent "), count(countOf(events, "event")), text(" of "), named(event, "source"), text(` under ${ids},`)];
}

/** "decided reject on claim 1187, confidence 0.82, overridden by Dana Lee to approve" */
function decision(event: SeenEvent): Part[] {
  const output = quoted(event, "output");
  const parts: Part[] =
    output === undefined ? [text("made a decision")] : [text("decided "), { kind: "new", text: output }];
  if (event.target) parts.push(text(" on "), subject(event, ""));
  const confidence = quoted(event, "confidence");
  if (confidence !== undefined) parts.push(text(`, confidence ${confidence}`));
  const by = quoted(event, "overridden_by");
  const to = quoted(event, "overridden_to");
  if (by === undefined && to === undefined) return parts;
  parts.push(text(", overridden"));
  if (by !== undefined) parts.push(text(" by "), record(by));
  if (to !== undefined) parts.push(text(" to "), { kind: "new", text: to });
  return parts;
}

function system({ target, source }: SeenEvent): Part {
  return record(target?.system ?? source.name);
}

function role(event: SeenEvent): Part[] {
  const name = quoted(event, "role");
  return name === undefined ? [text("a role")] : [text("the role "), record(name)];
}

function job({ target }: SeenEvent): Part[] {
  return target?.id === undefined ? [text("a job")] : [text("the job "), record(keyText(target.id))];
}

function subject({ target }: SeenEvent, otherwise: string): Part {
  if (!target) return text(otherwise);
  return record(target.id === undefined ? words(target.type) : `${words(target.type)} ${keyText(target.id)}`);
}

function named(event: SeenEvent, name: "key" | "source"): Part {
  return record(quoted(event, name) ?? `a ${name}`);
}

/** A short text among the data. */
function quoted(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  const fits = typeof value === "string" && value !== "" && value.length <= longestQuoted && !value.includes("\n");
  return fits ? value : undefined;
}
