import { expect, it } from "vitest";
import type { SeenEvent, SeenField } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

const shown = (value: string) => ({ state: "shown", value }) as const;
const data = (fields: Record<string, string>): SeenField[] =>
  Object.entries(fields).map(([name, value]) => ({ name, type: "text", mode: "keep", value: shown(value) }));
const changed = (...names: string[]): SeenEvent["change"] => ({
  operation: "update",
  fields: ["name", "description", "query"].map((name) =>
    names.includes(name)
      ? { name, type: "text", mode: "erasable", changed: true, before: shown("a"), after: shown("b") }
      : { name, type: "text", mode: "erasable", changed: false, value: shown("a") },
  ),
});

function said(type: string, fields: Record<string, string>, more: Partial<SeenEvent> = {}): string {
  const noun = type.split(".")[0] ?? "";
  return plainSentence({
    ledger: "l",
    index: "12",
    recordedAt: "2026-06-18T14:28:07.245906Z",
    proof: { state: "signed" },
    event: {
      id: "e",
      type,
      category: "configuration",
      occurredAt: "2026-06-18T14:28:07.214906Z",
      source: { id: "v", kind: "vouch", name: "Vouch" },
      actor: { kind: "human", id: "ada@harbor.example", name: "Ada Marsh", attribution: "verified" },
      target: { system: "vouch", type: noun, id: "0190f7d2-6f1e-7000-8000-0000000000aa" },
      retention: "standard",
      data: data(fields),
      ...more,
    },
  });
}

const name = "Deletions";
const itself = { actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" } } as const;

it.each([
  ["query.saved", { name }, {}, "saved the search “Deletions”"],
  [
    "query.saved",
    { name, shared: "yes" },
    {},
    "saved the search “Deletions” and shared it with everybody who may search",
  ],
  ["query.changed", { name }, { change: changed("query") }, "changed the query of the saved search “Deletions”"],
  [
    "query.changed",
    { name },
    { change: changed("name", "description", "query") },
    "changed the name, the description and the query of the saved search “Deletions”",
  ],
  ["query.shared", { name }, {}, "shared the saved search “Deletions” with everybody who may search"],
  ["query.unshared", { name }, {}, "no longer shares the saved search “Deletions”"],
  ["query.removed", { name }, {}, "removed the saved search “Deletions”"],
  ["query.restored", { name }, {}, "brought back the saved search “Deletions”"],
  ["query.pinned", { name }, {}, "pinned the saved search “Deletions” to Home"],
  ["query.unpinned", { name }, {}, "took the saved search “Deletions” off Home"],
  ["subscription.started", { name }, {}, "asked to be alerted to the saved search “Deletions”, in Vouch"],
  [
    "subscription.started",
    { name, webhook: "Desk" },
    {},
    "asked to be alerted to the saved search “Deletions”, in Vouch and by the webhook Desk",
  ],
  ["subscription.ended", { name }, {}, "ended the alerts to the saved search “Deletions”"],
  [
    "webhook.made",
    { name: "Desk", inside: "no", values: "no" },
    {},
    "let alerts be sent to the webhook Desk, without values",
  ],
  [
    "webhook.made",
    { name: "Desk", inside: "yes", values: "yes" },
    {},
    "let alerts be sent to the webhook Desk, also in a private network, with values",
  ],
  ["webhook.tested", { name: "Desk" }, {}, "sent a test to the webhook Desk"],
  ["webhook.removed", { name: "Desk" }, {}, "removed the webhook Desk"],
  ["webhook.retried", { name: "Desk" }, {}, "had an alert that was given up sent again to the webhook Desk"],
  [
    "access.denied",
    {},
    { decision: { outcome: "denied", rule: "queries.share" } },
    "tried to share or change a saved search and was refused",
  ],
  [
    "access.denied",
    {},
    { decision: { outcome: "denied", rule: "webhooks.manage" } },
    "tried to say where alerts may be sent and was refused",
  ],
  // an erased name leaves a sentence
  ["query.saved", {}, {}, "saved the search whose name was erased"],
  ["webhook.tested", {}, {}, "sent a test to a webhook"],
] as [string, Record<string, string>, Partial<SeenEvent>, string][])("%s %o %o", (type, fields, more, says) => {
  expect(said(type, fields, more)).toBe(`Ada Marsh ${says}`);
});

it("says of Vouch what it sent, and what it gave up", () => {
  const fields = { name, webhook: "Desk", entries: "1" };
  expect(said("alert.sent", fields, itself)).toBe(
    "Vouch sent an alert of 1 new entry for the saved search “Deletions” to the webhook Desk",
  );
  expect(said("alert.failed", { ...fields, entries: "1200" }, itself)).toBe(
    "Vouch gave up sending an alert of 1,200 new entries for the saved search “Deletions” to the webhook Desk",
  );
  expect(said("subscription.ended", { name, reason: "deactivated" }, itself)).toBe(
    "Vouch ended the alerts of somebody who was deactivated, to the saved search “Deletions”",
  );
});
