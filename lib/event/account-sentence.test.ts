import { expect, test } from "vitest";
import { aTime } from "./builders.ts";
import type { SeenEvent } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

const shown = (value: string) => ({ state: "shown", value });

function sentence(type: string, data?: Record<string, string>, more: object = {}): string {
  const event = {
    id: "e",
    type,
    category: "authentication",
    occurredAt: aTime(),
    retention: "standard",
    source: { id: "v", kind: "vouch", name: "Vouch" },
    actor: { kind: "human", id: "dana@example.org", name: "Dana Lee", attribution: "verified" },
    target: { system: "vouch", type: "person", id: "0190f7d2" },
    ...(data && {
      data: Object.entries(data).map(([name, value]) => ({ name, type: "text", mode: "keep", value: shown(value) })),
    }),
    ...more,
  } as unknown as SeenEvent;
  return plainSentence({ ledger: "l", index: "1", recordedAt: aTime(), event, proof: { state: "signed" } });
}

test.each([
  ["user.signed_in", { via: "password" }, "Dana Lee signed in"],
  ["user.signed_in", { via: "password and code" }, "Dana Lee signed in with a password and a code"],
  ["user.signed_in", { via: "password and recovery code" }, "Dana Lee signed in with a password and a recovery code"],
  ["user.signed_in", { via: "provider", provider: "Harbor ID" }, "Dana Lee signed in with Harbor ID"],
  ["user.password_accepted", { waits_for: "code" }, "Dana Lee gave the right password and was asked for a code"],
  [
    "user.password_accepted",
    { waits_for: "enrolment" },
    "Dana Lee gave the right password and was asked to set up a second factor",
  ],
  [
    "user.second_factor_failed",
    { reason: "wrong code" },
    "Dana Lee gave the right password and failed at the second step: wrong code",
  ],
  ["second_factor.set_up", { replaced: "no" }, "Dana Lee set up a second factor"],
  ["second_factor.set_up", { replaced: "yes" }, "Dana Lee moved their second factor to another authenticator"],
  ["second_factor.removed", undefined, "Dana Lee turned off their second factor"],
  ["second_factor.removed", { name: "Zoë Park" }, "Dana Lee took away the second factor of Zoë Park"],
  ["recovery_codes.made", { recovery_codes: "10" }, "Dana Lee made 10 new recovery codes"],
  ["recovery_code.used", { left: "1" }, "Dana Lee used a recovery code, 1 is left"],
  ["recovery_code.used", { left: "0" }, "Dana Lee used a recovery code, 0 are left"],
  ["token.made", { token: "Nightly report" }, "Dana Lee made a token for their scripts, Nightly report"],
  ["token.revoked", { token: "Nightly report" }, "Dana Lee ended a token for their scripts, Nightly report"],
  ["token.refused", { reason: "expired" }, "Dana Lee tried to read with a token that does not work: expired"],
  [
    "token.refused",
    { reason: "unknown token", locked_minutes: "15" },
    "Dana Lee tried to read with a token that does not work: unknown token; the address was locked for 15 minutes",
  ],
  ["person.password_changed", { sessions: "0" }, "Dana Lee changed their password"],
  ["person.password_changed", { sessions: "2" }, "Dana Lee changed their password, which ended 2 other sessions"],
  ["person.confirmation_failed", { failures: "1" }, "Dana Lee gave a wrong password to change their account"],
  [
    "person.linked",
    { name: "Zoë Park", provider: "Harbor ID" },
    "Dana Lee linked the account of Zoë Park to their account of Harbor ID",
  ],
  ["session.revoked", { sessions: "1", whose: "own" }, "Dana Lee ended 1 session of their own"],
  [
    "session.revoked",
    { sessions: "3", whose: "own", others: "yes" },
    "Dana Lee ended 3 sessions of their own, all but this one",
  ],
  ["session.revoked", { sessions: "2", whose: "another", name: "Zoë Park" }, "Dana Lee ended 2 sessions of Zoë Park"],
])("%s %o", (type, data, said) => {
  expect(sentence(type, data)).toBe(said);
});

test("a new name stands beside the old one, as long as neither was erased", () => {
  const change = (before: object) => ({
    change: {
      operation: "update",
      fields: [{ name: "name", type: "text", mode: "erasable", before, after: shown("Dana Marsh") }],
    },
  });
  expect(sentence("person.renamed", undefined, change(shown("Dana Lee")))).toBe(
    "Dana Lee changed their name from Dana Lee to Dana Marsh",
  );
  expect(sentence("person.renamed", undefined, change({ state: "erased" }))).toBe("Dana Lee changed their name");
});
