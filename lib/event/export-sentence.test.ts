import { expect, test } from "vitest";
import { aTime } from "./builders.ts";
import type { SeenEvent } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

function sentence(type: string, data: Record<string, string> = {}, actor = "Priya Raman"): string {
  const event = {
    id: "e",
    type,
    category: "export",
    occurredAt: aTime(),
    retention: "standard",
    source: { id: "v", kind: "vouch", name: "Vouch" },
    actor: { kind: "human", id: "priya@example.org", name: actor, attribution: "verified" },
    target: { system: "vouch", type: "export", id: "12" },
    data: Object.entries(data).map(([name, value]) => ({
      name,
      type: "text",
      mode: "keep",
      value: { state: "shown", value },
    })),
  } as unknown as SeenEvent;
  return plainSentence({ ledger: "l", index: "1", recordedAt: aTime(), event, proof: { state: "signed" } });
}

test.each([
  ["export.asked", { format: "csv" }, "Priya Raman asked for export 12 of a search as CSV"],
  ["export.asked", { format: "leaves" }, "Priya Raman asked for export 12 of a search as leaves"],
  ["export.downloaded", { part: "file" }, "Priya Raman downloaded export 12"],
  ["export.downloaded", { part: "certificate" }, "Priya Raman downloaded the certificate of export 12"],
  ["export.cancelled", { asker: "Helen Voss" }, "Priya Raman cancelled export 12, asked for by Helen Voss"],
  ["export.cancelled", {}, "Priya Raman cancelled export 12"],
])("%s", (type, data, says) => {
  expect(sentence(type, data as Record<string, string>)).toBe(says);
});

test("what Vouch did in the background is said of Vouch, with whom it was for", () => {
  const made = { lines: "312", entries: "20510", asker: "Priya Raman" };
  expect(sentence("export.made", made, "Vouch")).toBe(
    "Vouch made export 12: 312 lines from 20,510 entries, for Priya Raman",
  );
  expect(sentence("export.made", { lines: "1", entries: "1" }, "Vouch")).toBe(
    "Vouch made export 12: 1 line from 1 entry",
  );
  expect(sentence("export.failed", { why: "The disk is full." }, "Vouch")).toBe(
    "Vouch could not make export 12: The disk is full.",
  );
});
