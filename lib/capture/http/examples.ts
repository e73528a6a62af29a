/** One event of each well-known type, as the OpenAPI document and docs/http.md show them; a test sends every one. */

const dana = { id: "dana.lee@harbor.example", name: "Dana Lee" };
const claim = { system: "claims", type: "claim", id: "1187" };

export const examples: Record<string, { id: string; type: string } & Record<string, unknown>> = {
  "user.signed_in": {
    id: "signin-88213",
    type: "user.signed_in",
    actor: dana,
    origin: { channel: "ui", address: "203.0.113.9", userAgent: "Firefox/144" },
    correlation: { session: "s-5512" },
  },
  "user.sign_in_failed": {
    id: "signin-88214",
    type: "user.sign_in_failed",
    actor: { kind: "unknown", id: "unknown" },
    origin: { address: "203.0.113.77" },
    data: { typed: "dana.lee@harbor.example", reason: "wrong password" },
  },
  "user.signed_out": { id: "signout-88215", type: "user.signed_out", actor: dana },
  "role.granted": {
    id: "grant-417",
    type: "role.granted",
    actor: dana,
    target: { type: "user", id: "sam.roe@harbor.example" },
    data: { role: "approver" },
    correlation: { ticket: "ACC-91", reason: "Takes over approvals in August" },
  },
  "role.revoked": {
    id: "grant-418",
    type: "role.revoked",
    actor: dana,
    target: { type: "user", id: "sam.roe@harbor.example" },
    data: { role: "approver" },
  },
  "record.viewed": {
    id: "view-20931",
    type: "record.viewed",
    actor: dana,
    target: { type: "payroll", id: "E-204" },
    data: { fields: ["salary", "iban"] },
  },
  "job.started": { id: "job-7701-start", type: "job.started", target: { type: "job", id: "nightly-billing" } },
  "job.finished": {
    id: "job-7701-end",
    type: "job.finished",
    target: { type: "job", id: "nightly-billing" },
    data: { rows: 1204, seconds: 41.7 },
  },
  "job.failed": {
    id: "job-7702-end",
    type: "job.failed",
    target: { type: "job", id: "nightly-billing" },
    data: { error: "The bank's server did not answer", code: 504 },
  },
  "decision.made": {
    id: "decision-1187-2",
    type: "decision.made",
    actor: { kind: "agent", id: "claims-assistant", name: "Claims assistant" },
    target: claim,
    agent: { model: "assistant-4", run: "run-81", prompt: "sha256:9f2b", reasoning: "Two invoices share a number." },
    data: {
      input: "claims/1187/documents",
      output: "reject",
      confidence: 0.82,
      overridden_by: "Dana Lee",
      overridden_to: "approve",
      override_reason: "The second invoice is a correction.",
    },
  },
  "invoice.updated": {
    id: "0198c5a0-7a6e-7000-8000-00000000001f",
    type: "invoice.updated",
    actor: dana,
    target: { system: "billing", type: "invoice", id: "4711" },
    change: {
      operation: "update",
      before: { amount: 120.1, state: "draft" },
      after: { amount: 1200.1, state: "sent" },
    },
  },
};
