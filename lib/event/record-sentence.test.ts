import { expect, test } from "vitest";
import { anEvent } from "./builders.ts";
import type { SeenEvent } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

function says(
  type: string,
  target: SeenEvent["target"],
  data: Record<string, string> = {},
  over: Partial<SeenEvent> = {},
): string {
  const event: SeenEvent = {
    ...(anEvent({ type, source: { id: "0", kind: "vouch", name: "Vouch" } }) as SeenEvent),
    target,
    data: Object.entries(data).map(([name, value]) => ({
      name,
      type: "text",
      mode: "erasable",
      value: { state: "shown", value },
    })),
    ...over,
  };
  return plainSentence({ ledger: "", index: "1", recordedAt: event.occurredAt, event, proof: { state: "waiting" } });
}

test("what readers do with records reads as a sentence, also where values are erased, long or missing", () => {
  const pair = { type: "line_items", id: '["A-1","bonn"]' };
  expect(says("record.opened", pair)).toBe("Amara Okafor opened the history of line items A-1, bonn");
  expect(says("ledger.exported", { type: "ledger", id: "x" })).toBe("Amara Okafor exported every entry of the ledger");
  expect(says("restore_script.made", { type: "customers", id: "7" })).toBe(
    "Amara Okafor made a script that restores customers 7",
  );
  expect(says("record.searched", { type: "record" }, { find: "customers 7" })).toBe(
    "Amara Okafor looked for the record “customers 7”",
  );
  expect(says("record.searched", { type: "record" }, { find: "x".repeat(400) })).toBe(
    "Amara Okafor looked for a record",
  );
  expect(says("look.searched", { type: "record" }, { kind: "line_items", id: pair.id })).toBe(
    "Amara Okafor looked up who looked at line items A-1, bonn",
  );
  expect(says("look.searched", undefined, { person: "priya@example.org" })).toBe(
    "Amara Okafor looked up what priya@example.org looked at",
  );
  expect(says("record.searched", undefined, { kind: "line_items" })).toBe(
    "Amara Okafor looked through the records of line items",
  );
  expect(says("look.searched", undefined)).toBe("Amara Okafor looked up who looked at what");
  const denied = { decision: { outcome: "denied", rule: "record.restore" } } as const;
  expect(says("access.denied", { type: "customers", id: "7" }, {}, denied)).toBe(
    "Amara Okafor tried to restore customers 7 and was refused",
  );
});
