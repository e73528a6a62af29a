import { describe, expect, it } from "vitest";
import type { Value } from "./event.ts";
import type { SeenEvent } from "./seen.ts";
import { plainSentence, subjectName } from "./sentence.ts";

const dana = { kind: "human", id: "dana", name: "Dana Lee", attribution: "claimed" } as const;
const vouch = { id: "v", kind: "vouch", name: "Vouch" } as const;

const data = (values: Record<string, Value>): SeenEvent["data"] =>
  Object.entries(values).map(([name, value]) => ({
    name,
    type: "text",
    mode: "erasable",
    value: { state: "shown", value },
  }));

function said(type: string, event: Partial<SeenEvent> = {}): string {
  return plainSentence({
    ledger: "0198c5a0-0000-7000-8000-000000000000",
    index: "12",
    recordedAt: "2026-06-18T14:28:07.245906Z",
    proof: { state: "signed" },
    event: {
      id: "0198c5a0-0000-7000-8000-000000000001",
      type,
      category: "authentication",
      occurredAt: "2026-06-18T14:28:07.214906Z",
      source: { id: "s", kind: "http", name: "Harbor Clinic Pay" },
      actor: dana,
      retention: "standard",
      ...event,
    },
  });
}

const agent = { kind: "agent", id: "claims", name: "Claims assistant", attribution: "verified" } as const;
const nightly = { kind: "service", id: "nightly-billing", name: "Nightly billing", attribution: "verified" } as const;
const claim = { type: "claim", id: "1187" };
const sam = { type: "user", id: "sam.roe" };
const pay = { source: "Harbor Clinic Pay", key: "production" };

describe("what a system reports", () => {
  it.each([
    ["user.signed_in", {}, "Dana Lee signed in to Harbor Clinic Pay"],
    ["user.signed_in", { target: { system: "Payroll", type: "user" } }, "Dana Lee signed in to Payroll"],
    ["user.signed_in", { source: vouch }, "Dana Lee signed in"],
    ["user.signed_in", { decision: { outcome: "denied" } }, "Dana Lee tried to sign in and was refused"],
    ["user.sign_in_failed", {}, "Dana Lee failed to sign in to Harbor Clinic Pay"],
    [
      "user.sign_in_failed",
      { actor: { kind: "unknown", id: "unknown", attribution: "none" }, origin: { login: "harbor-pay" } },
      "Unknown actor failed to sign in to Harbor Clinic Pay",
    ],
    ["user.signed_out", {}, "Dana Lee signed out of Harbor Clinic Pay"],
    [
      "role.granted",
      { target: sam, data: data({ role: "approver" }) },
      "Dana Lee granted the role approver to user sam.roe",
    ],
    ["role.granted", {}, "Dana Lee granted a role to somebody"],
    [
      "role.revoked",
      { target: sam, data: data({ role: "approver" }) },
      "Dana Lee took the role approver from user sam.roe",
    ],
    ["record.viewed", { target: { type: "payroll", id: "E-204" } }, "Dana Lee looked at payroll E-204"],
    [
      "job.started",
      { actor: nightly, target: { type: "job", id: "billing" } },
      "Nightly billing started the job billing",
    ],
    [
      "job.finished",
      { actor: nightly, target: { type: "job", id: "billing" } },
      "Nightly billing finished the job billing",
    ],
    ["job.failed", { actor: nightly }, "Nightly billing could not finish a job"],
    [
      "decision.made",
      { actor: agent, target: claim, data: data({ output: "reject", confidence: "0.82" }) },
      "Claims assistant decided reject on claim 1187, confidence 0.82",
    ],
    [
      "decision.made",
      {
        actor: agent,
        target: claim,
        data: data({ output: "reject", overridden_by: "Dana Lee", overridden_to: "approve" }),
      },
      "Claims assistant decided reject on claim 1187, overridden by Dana Lee to approve",
    ],
    ["decision.made", { actor: agent, data: data({ output: "x".repeat(49) }) }, "Claims assistant made a decision"],
  ] as const)("%s", (type, event, sentence) => {
    expect(said(type, event as Partial<SeenEvent>)).toBe(sentence);
  });

  it("says nothing of a value that is erased or hidden", () => {
    const hidden = data({ output: "reject" })?.map((field) => ({ ...field, value: { state: "erased" } as const }));
    expect(said("decision.made", { actor: agent, data: hidden })).toBe("Claims assistant made a decision");
  });
});

describe("what Vouch says of keys", () => {
  const own = { source: vouch, actor: { ...dana, attribution: "verified" } as const };
  const denied = { outcome: "denied" } as const;
  it.each([
    ["key.created", { data: data(pay) }, "Dana Lee made the API key production for Harbor Clinic Pay"],
    ["key.rotated", { data: data(pay) }, "Dana Lee replaced the API key production of Harbor Clinic Pay"],
    ["key.revoked", { data: data(pay) }, "Dana Lee revoked the API key production of Harbor Clinic Pay"],
    ["source.connected", { data: data(pay) }, "Dana Lee connected Harbor Clinic Pay"],
    [
      "key.refused",
      { actor: nightly, decision: denied, data: data({ ...pay, reason: "expired" }) },
      "Nightly billing tried to report events of Harbor Clinic Pay with the API key production, which has expired, and was refused",
    ],
    [
      "key.refused",
      {
        actor: { kind: "unknown", id: "unknown", attribution: "none" },
        decision: denied,
        data: data({ reason: "unknown key" }),
      },
      "Unknown actor tried to report events with an API key that is not known and was refused",
    ],
    [
      "source.shed",
      {
        actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
        data: data({ ...pay, refused: "1200" }),
      },
      "Vouch turned away 1,200 events from Harbor Clinic Pay, which came too fast",
    ],
    [
      "event.refused",
      { actor: nightly, decision: denied, data: data({ ...pay, events: "2" }) },
      "Nightly billing sent 2 events of Harbor Clinic Pay under ids that stand for others, and was refused",
    ],
  ] as const)("%s", (type, event, sentence) => {
    expect(said(type, { ...own, ...event } as Partial<SeenEvent>)).toBe(sentence);
  });

  it("names a key and never shows its id", () => {
    const event = { source: vouch, target: { system: "vouch", type: "key", id: "0190" }, data: data(pay) };
    expect(subjectName({ ...event } as unknown as SeenEvent)).toBe("production");
  });
});
