import { expect, test } from "vitest";
import { anEvent } from "./builders.ts";
import type { SeenEntry } from "./seen.ts";
import { plainSentence } from "./sentence.ts";

test("the first entry of a demo says that nothing in it happened", () => {
  const event = anEvent({
    type: "ledger.demo_began",
    category: "configuration",
    source: { id: "vouch", kind: "vouch", name: "Vouch" },
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
  });
  const data = [{ name: "name", type: "text", mode: "keep", value: { state: "shown", value: "Harbor Clinic Pay" } }];
  expect(plainSentence({ event: { ...event, data } } as SeenEntry)).toBe(
    "Vouch began the demo Harbor Clinic Pay, in which nothing happened",
  );
});
