import { expect, it } from "vitest";
import { aRole } from "./people-sentence.ts";
import type { SeenEvent, SeenField } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

const data = (fields: Record<string, string>): SeenField[] =>
  Object.entries(fields).map(([name, value]) => ({
    name,
    type: "text",
    mode: "keep",
    value: { state: "shown", value },
  }));
const side = (name: string, before: string | null, after: string): SeenField => ({
  name,
  type: "text",
  mode: "keep",
  changed: true,
  before: { state: "shown", value: before },
  after: { state: "shown", value: after },
});
const change = (...fields: SeenField[]) => ({ operation: "update", fields }) as const;

function said(type: string, fields: Record<string, string>, more: Partial<SeenEvent> = {}): string {
  return plainSentence({
    ledger: "l",
    index: "12",
    recordedAt: "2026-06-18T14:28:07.245906Z",
    proof: { state: "signed" },
    event: {
      id: "e",
      type,
      category: "permission",
      occurredAt: "2026-06-18T14:28:07.214906Z",
      source: { id: "v", kind: "vouch", name: "Vouch" },
      actor: { kind: "human", id: "ada@harbor.example", name: "Ada Marsh", attribution: "verified" },
      target: { system: "vouch", type: "person", id: "0190f7d2-6f1e-7000-8000-0000000000aa" },
      retention: "standard",
      data: data(fields),
      ...more,
    },
  });
}

const ines = { name: "Ines Roth", email: "ines@harbor.example" };

it.each([
  ["person.invited", { ...ines, role: "engineer" }, {}, "Ada Marsh invited Ines Roth as engineer"],
  [
    "person.invited",
    { ...ines, role: "auditor", again: "true" },
    {},
    "Ada Marsh invited Ines Roth again as external auditor",
  ],
  ["person.invitation_withdrawn", ines, {}, "Ada Marsh withdrew the invitation of Ines Roth"],
  [
    "person.joined",
    { ...ines, role: "compliance", made_by: "Oona Brandt" },
    {},
    "Ada Marsh chose a password and joined as compliance officer, invited by Oona Brandt",
  ],
  [
    "person.role_changed",
    ines,
    { change: change(side("role", "auditor", "engineer")) },
    "Ada Marsh changed the role of Ines Roth from external auditor to engineer",
  ],
  [
    "person.scope_changed",
    ines,
    {
      change: change(
        side("first_day", null, "2026-01-01"),
        side("last_day", null, "2026-06-30"),
        side("sources", "x", "harbor"),
      ),
    },
    "Ada Marsh changed what Ines Roth may see: 1 January 2026 to 30 June 2026, harbor",
  ],
  [
    "person.deactivated",
    { ...ines, sessions: "2" },
    {},
    "Ada Marsh deactivated the account of Ines Roth, which ended 2 sessions",
  ],
  ["person.deactivated", { ...ines, sessions: "0" }, {}, "Ada Marsh deactivated the account of Ines Roth"],
  [
    "person.reactivated",
    ines,
    { change: change(side("state", "deactivated", "active"), side("role", "administrator", "approver")) },
    "Ada Marsh reactivated the account of Ines Roth as approver",
  ],
  ["person.reset_made", ines, {}, "Ada Marsh made a link with which Ines Roth can choose a new password"],
  [
    "person.password_set",
    { ...ines, sessions: "1", made_by: "Oona Brandt" },
    {},
    "Ada Marsh chose a new password with a link made by Oona Brandt, which ended 1 session",
  ],
  ["person.lockout_released", ines, {}, "Ada Marsh ended the lock-out of Ines Roth"],
  [
    "person.link_refused",
    { ...ines, reason: "expired" },
    { decision: { outcome: "denied", rule: "link" } },
    "Ada Marsh tried to come in with a link that has expired and was refused",
  ],
  [
    "access.denied",
    {},
    { decision: { outcome: "denied", rule: "people.manage" } },
    "Ada Marsh tried to change an account and was refused",
  ],
  // an erased name leaves a sentence
  ["person.invited", {}, {}, "Ada Marsh invited an account as somebody"],
] as const)("%s", (type, fields, more, sentence) => {
  expect(said(type, fields, more)).toBe(sentence);
});

it("says whom a rule holds", () => {
  const after = (roles: string[]) => ({
    change: change({
      ...side("second_factor", null, ""),
      type: "array",
      after: { state: "shown", value: roles.map((value) => ({ type: "text", value })) },
    }),
  });
  expect(said("rules.changed", {}, after(["administrator", "engineer"]))).toBe(
    "Ada Marsh changed the rules: every administrator and every engineer must have a second factor",
  );
  expect(said("rules.changed", {}, after([]))).toBe("Ada Marsh changed the rules: nobody must have a second factor");
});

it("gives a role its article", () => {
  expect(["engineer", "compliance", "auditor"].map(aRole)).toEqual([
    "an engineer",
    "a compliance officer",
    "an external auditor",
  ]);
});
