import { expect, test } from "vitest";
import { aTime } from "./builders.ts";
import type { SeenEvent, SeenField, Value } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

function sentence(type: string, data: Record<string, Value>, target = { type: "request", id: "214" }): string {
  const fields = Object.entries(data).map(
    ([name, value]): SeenField => ({ name, type: "text", mode: "keep", value: { state: "shown", value } }),
  );
  const event: SeenEvent = {
    id: "e",
    type,
    category: "approval",
    occurredAt: aTime(),
    retention: "standard",
    source: { id: "v", kind: "vouch", name: "Vouch" },
    actor: { kind: "human", id: "amara@harbor.example", name: "Amara Okafor", attribution: "verified" },
    target: { system: "vouch", ...target },
    data: fields,
  };
  return plainSentence({ ledger: "l", index: "1", recordedAt: aTime(), event, proof: { state: "signed" } });
}

test("each step of a request says what it is about", () => {
  const what = { what: "make Ada Marsh an administrator" };
  expect(sentence("approval.asked", what)).toBe("Amara Okafor asked to make Ada Marsh an administrator (request 214)");
  expect(sentence("approval.approved", what)).toBe(
    "Amara Okafor approved request 214, to make Ada Marsh an administrator",
  );
  expect(sentence("approval.refused", what)).toBe(
    "Amara Okafor refused request 214, to make Ada Marsh an administrator",
  );
  expect(sentence("approval.withdrawn", what)).toContain("withdrew request 214, to make");
  expect(sentence("approval.expired", what)).toContain("closed request 214, which expired, to make");
  expect(sentence("approval.failed", what)).toContain("closed request 214, which could not be carried out, to make");
  expect(sentence("approval.asked", {})).toBe("Amara Okafor asked to do what can no longer be read (request 214)");
});

test("what was carried out says to whom, and how much", () => {
  const person = { type: "person", id: "0190f7d2-6f1e-7000-8000-0000000000aa" };
  expect(sentence("role.granted", { name: "Ada Marsh", role: "administrator" }, person)).toBe(
    "Amara Okafor gave Ada Marsh the role administrator",
  );
  const entries = ["3", "12"].map((value) => ({ type: "text", value }));
  expect(sentence("value.revealed", { values: "31", entries })).toBe(
    "Amara Okafor revealed 31 concealed values of 2 entries (request 214)",
  );
});
