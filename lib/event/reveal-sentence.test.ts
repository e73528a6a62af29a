import { expect, it } from "vitest";
import { anEvent, aTime } from "./builders.ts";
import type { SeenEntry, SeenEvent, SeenField } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

const field = (name: string, value: string): SeenField => ({
  name,
  type: "text",
  mode: "keep",
  value: { state: "shown", value },
});

function sentence(type: string, data: Record<string, string>, more: Partial<SeenEvent> = {}): string {
  const event = {
    ...anEvent({ type, category: "sensitive_read", target: { system: "vouch", type: "entry", id: "12400" } }),
    source: { id: "0", kind: "vouch" as const, name: "Vouch" },
    data: Object.entries(data).map(([name, value]) => field(name, value)),
    ...more,
  } as SeenEvent;
  return plainSentence({
    ledger: "l",
    index: "1",
    recordedAt: aTime(),
    event,
    proof: { state: "signed" },
  } satisfies SeenEntry);
}

it("says whose hidden values somebody saw, and where", () => {
  const data = { fields: "bank_account, ssn, pin", table: "customers", record: "10482", reason: "Checking." };
  expect(sentence("value.revealed", data)).toBe(
    "Amara Okafor revealed bank account and 2 more concealed fields of customers 10482, in entry 12,400",
  );
  expect(sentence("value.revealed", { fields: "ssn" })).toBe("Amara Okafor revealed ssn of entry 12,400");
  expect(sentence("value.reveal_failed", { fields: "ssn", table: "customers" })).toBe(
    "Amara Okafor was not shown ssn of a row of customers, in entry 12,400, since it could not be read",
  );
  const decision = { outcome: "denied", rule: "values.reveal" } as const;
  expect(sentence("access.denied", {}, { decision })).toBe("Amara Okafor tried to reveal entry 12,400 and was refused");
});
