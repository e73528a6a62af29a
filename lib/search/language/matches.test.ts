import { describe, expect, test } from "vitest";
import { anEvent, anUpdate } from "../../event/builders.ts";
import type { Event, Field } from "../../event/index.ts";
import { matches, parseQuery } from "./index.ts";

const field = (
  name: string,
  type: string,
  before: string | null,
  after: string | null,
  rest: Partial<Field> = {},
): Field => ({
  name,
  type,
  mode: "keep",
  changed: true,
  before,
  after,
  ...rest,
});

/** Dana moved Acme from Gold to Basic at 14:28 in UTC on 3 March. */
const moved = anUpdate(
  {
    table: "customers",
    id: "10482",
    fields: [
      { name: "name", type: "text", mode: "erasable", changed: false, value: "Acmé Corp" },
      field("tier", "text", "gold", "basic", { mode: "erasable" }),
      field("credit_limit", "numeric(12,2)", "50000.00", "5000.00"),
      field("due_on", "date", "2026-03-01", "2026-04-01"),
      field("seen_at", "timestamp with time zone", "2026-03-01T02:30:00.000000Z", "2026-03-03T14:00:00.000000Z"),
      field("iban", "text", "DE00SECRET", "DE11SECRET", { mode: "conceal" }),
    ],
  },
  {
    occurredAt: "2026-03-03T14:28:07.214906Z",
    actor: { kind: "human", id: "dana.lee@example.com", name: "Dana Lee", attribution: "verified" },
    statement: { partOf: "0190f7d2-6f1e-7000-8000-00000000aaaa" },
    correlation: { ticket: "UI-2041", transaction: "7741", reason: "Customer asked" },
    decision: {
      outcome: "approved",
      approvers: [{ id: "marcus", name: "Marcus Webb", at: "2026-03-03T14:00:00.000000Z" }],
    },
  },
);
const bulk = anEvent({
  type: "invoices.updated",
  category: "statement",
  source: { id: "pg-main", kind: "postgres", name: "billing" },
  statement: { id: "0190f7d2-6f1e-7000-8000-00000000bbbb", text: "update invoices set amount = $1", rows: "20000" },
});
const ours = anEvent({ type: "search.made", category: "export", source: { id: "v", kind: "vouch", name: "Vouch" } });

const now = "2026-03-05T12:00:00.000000Z";
const finds = (text: string, event: Event = moved, zone = "UTC") => {
  const { tree, mistakes } = parseQuery(text);
  expect(mistakes).toEqual([]);
  return matches(tree, event, { index: 88_412n, zone, now });
};

describe("what finds an entry, and what does not", () => {
  test.each([
    ["actor:dana actor:lee actor:DANA.LEE@example.com", "actor:dan"],
    ["kind:human attribution:verified", "kind:agent"],
    ["action:updated event:customers.updated category:record", "action:deleted"],
    ["record:CUSTOMERS id:10482", "id:1048"],
    ["field:tier field:credit_limit", "field:name"],
    ["tier=basic was.tier=gold became:basic was:gold", "tier=gold"],
    ["was:gold", "became:gold"],
    ["credit_limit=5000 credit_limit=5,000.0 was.credit_limit=50000", "credit_limit=500"],
    ["credit_limit>=5000 credit_limit<5000.01 was.credit_limit>10,000", "credit_limit>5000"],
    ['acme "acme corp" text:gold 2041', "acm"],
    ["-tier=gold -(actor:dana tier=gold)", "-tier=basic"],
    ["actor:(joao OR dana)", "actor:(joao OR amara)"],
    ["entry:88412 entry>88411 entry<=88412", "entry>88412"],
    [
      "source:billing source:pg-main origin:direct_sql login:billing_app application:psql address:10.0.0.7",
      "source:payroll",
    ],
    ["decision:approved approver:marcus approver:webb", "decision:denied"],
    ["ticket:ui-2041 transaction:7741 -ticket:none", "ticket:none"],
    ["statement:0190f7d2-6f1e-7000-8000-00000000AAAA", "statement:0190f7d2-6f1e-7000-8000-00000000bbbb"],
    ["on:2026-03-03 after:2026-03-03 before:2026-03-03 on:2026-03 after:2d", "before:2026-03-02"],
    [
      "on:2026-03-03T14:28 on:2026-03-03T14:28:07 before:2026-03-03T14:28:07.214906",
      "before:2026-03-03T14:28:07.214905",
    ],
    ["own:hidden", "own:only"],
  ])("%s, but not %s", (found, not) => {
    expect(finds(found)).toBe(true);
    expect(finds(not)).toBe(false);
  });

  test("a concealed value is found by nothing, and that it changed by its name alone", () => {
    for (const text of ["iban=DE11SECRET", "was:DE00SECRET", "DE11SECRET", "was.iban=DE00SECRET", "became:de11secret"])
      expect(finds(text)).toBe(false);
    expect(finds("field:iban")).toBe(true);
  });

  test("a date of a record is that day in every zone, a moment is the zone's", () => {
    for (const zone of ["UTC", "America/New_York", "Asia/Tokyo"]) {
      expect(finds("due_on>=2026-04-01 due_on<=2026-04-01 was.due_on>2026-02-28 due_on=2026-04", moved, zone)).toBe(
        true,
      );
      expect(finds("due_on>2026-04-01 OR due_on<2026-04-01", moved, zone)).toBe(false);
    }
    expect(finds("was.seen_at<=2026-02-28", moved, "America/New_York")).toBe(true);
    expect(finds("was.seen_at<=2026-02-28", moved, "UTC")).toBe(false);
    expect(finds("seen_at<today seen_at>=2026-03-03T14:00Z", moved)).toBe(true);
  });

  test("the words of a statement, how many rows it affected, and what has no such thing", () => {
    expect(finds('statement:"UPDATE invoices" rows>=200 rows:20000 -rows>20000', bulk)).toBe(true);
    expect(finds('statement:"update customers"', bulk)).toBe(false);
    expect(finds("ticket:none", bulk)).toBe(true);
    expect(finds("-rows>=0")).toBe(true);
    expect(finds("rows>=0 OR was.rows>0")).toBe(false);
  });

  test("what Vouch records of itself is left out, unless it is asked for", () => {
    expect([finds("", ours), finds("own:shown", ours), finds("own:only", ours), finds("own:hidden", ours)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([finds(""), finds("own:shown"), finds("own:only")]).toEqual([true, true, false]);
  });
});
