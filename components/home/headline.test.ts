import { describe, expect, test } from "vitest";
import type { SourceHealth } from "@/lib/event";
import type { Asked, Home } from "@/lib/search";
import { headline, limitsWords } from "./headline";
import { countWords } from "./questions";

const source: SourceHealth = {
  id: "s",
  name: "billing",
  kind: "postgres",
  state: "capturing",
  tables: 5,
  captured: 5,
  missing: [],
  alarms: [],
};
const home: Home = {
  integrity: { state: "verified", entries: "1219", sentence: "" },
  sources: [source],
  entries: "1219",
  seesCoverage: true,
  mayConnect: true,
};

describe("the first sentence is what matters most to its reader", () => {
  const stopped = { ...home, sources: [{ ...source, state: "stopped" } as const] };
  const tampered = { ...home, integrity: { ...home.integrity, state: "tampered" } as const };
  const limits = { from: "2026-01-01", to: "2026-06-30", sources: ["billing", "payroll"] };
  test.each([
    ["a broken ledger comes before everything", headline(tampered, {}, 3, "approver"), /^Problem found/],
    ["then what waits for the reader", headline(stopped, {}, 2, "administrator"), /^Two approvals need you today\.$/],
    ["in words for one, in digits for many", headline(home, {}, 1, "approver"), /^One approval needs you today\.$/],
    ["many", headline(home, {}, 1200, "approver"), /^1,200 approvals need you today\.$/],
    ["an approver comes for nothing else", headline(stopped, {}, 0, "approver"), /^Nothing waits for your decision\.$/],
    [
      "an auditor for their period",
      headline(stopped, { limits }, 0, "auditor"),
      /30 June 2026, in billing and payroll\.$/,
    ],
    ["an engineer for capture", headline(stopped, {}, 0, "engineer"), /^Capture has stopped for 1 source\.$/],
    ["else how it stands", headline(home, {}, 0, "compliance"), /^Capture is running\. 1,219 entries recorded\.$/],
  ])("%s", (_, said, expected) => {
    expect(said).toMatch(expected);
  });
});

test("limits are said whole, also where a side is open or sources are many or none", () => {
  expect(limitsWords({ from: "2026-01-01" })).toBe("everything since 1 January 2026");
  expect(limitsWords({ to: "2026-06-30", sources: [] })).toBe("everything until 30 June 2026, in no source");
  expect(limitsWords({ sources: ["a", "b", "c", "d", "e"] })).toBe("every day, in a, b, c and 2 more");
});

test("numbers say since when, where not all of 30 days was counted", () => {
  const asked: Asked = {
    from: "2026-11-12",
    whole: false,
    agents: 1,
    ofAgents: 1108,
    permissions: 0,
    deletions: 1,
    deletedRecords: 1,
    withoutTicket: 19,
    people: 14,
    services: 6,
  };
  expect(countWords("agents", asked)).toBe("1 agent, 1,108 entries since 12 November 2026, UTC");
  expect(countWords("agents", { ...asked, whole: true })).toBe("1 agent, 1,108 entries in 30 days");
  expect(countWords("record", asked)).toBeUndefined();
  expect(countWords("deletions", { ...asked, whole: true })).toBe("1 deletion in 30 days");
  expect(countWords("deletions", { ...asked, whole: true, deletedRecords: 200 })).toBe(
    "200 records in 1 deletion, in 30 days",
  );
});
