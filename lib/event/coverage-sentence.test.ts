import { expect, test } from "vitest";
import { aTime } from "./builders.ts";
import type { Observation } from "./coverage.ts";
import { observationData } from "./observation.ts";
import type { SeenEvent } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

function sentence(type: string, data: { name: string; value?: unknown }[]): string {
  const event = {
    id: "e",
    type,
    category: "coverage",
    occurredAt: aTime(),
    retention: "standard",
    source: { id: "v", kind: "vouch", name: "Vouch" },
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
    target: { type: "source", id: "s" },
    data: data.map(({ name, value }) => ({ name, type: "text", mode: "keep", value: { state: "shown", value } })),
  } as unknown as SeenEvent;
  return plainSentence({ ledger: "l", index: "1", recordedAt: aTime(), event, proof: { state: "signed" } });
}

const observed = (said: Partial<Observation>) =>
  sentence(
    "coverage.observed",
    observationData({ source: "s", from: aTime(), state: "captured", cause: "watched", ...said }, "billing"),
  );

test("what was observed of one table, of several and of a whole source is a sentence with its cause", () => {
  expect(observed({ tables: ["public.orders"], state: "not_captured", cause: "disabled_trigger" })).toBe(
    "Vouch observed that public.orders of billing is not captured: its triggers were disabled",
  );
  expect(observed({ tables: ["public.a", "public.b"] })).toBe(
    "Vouch observed that 2 tables of billing are captured: capture was seen to be on",
  );
  expect(observed({ state: "unknown", cause: "connector_down" })).toBe(
    "Vouch observed that billing is not known to be captured: the source did not answer",
  );
  expect(sentence("coverage.observed", [{ name: "source", value: "billing" }])).toBe(
    "Vouch noted what is captured of billing",
  );
});

test("an alarm says of what", () => {
  const data = [
    { name: "source", value: "billing" },
    { name: "says", value: "it does not answer" },
  ];
  expect(sentence("source.alarm_raised", data)).toBe("Vouch raised an alarm for billing: it does not answer");
  expect(sentence("source.alarm_ended", data.slice(0, 1))).toBe("Vouch ended an alarm for billing");
});
