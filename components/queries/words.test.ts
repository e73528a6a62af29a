import { expect, test } from "vitest";
import { countSaid } from "../home/pinned";
import { deliverySaid } from "./webhooks/words";
import { alertSaid, headline, lastRunSaid, rangeSaid, zoneSaid } from "./words";

const now = new Date("2026-11-20T12:00:00Z");
const of = (count: number) => Array.from({ length: count }, () => ({})) as never[];

test("the headline counts one's own and what is shared", () => {
  expect(headline({ mine: [], shared: [] })).toBe("No search is saved yet.");
  expect(headline({ mine: of(1), shared: [] })).toBe("You have 1 saved search.");
  expect(headline({ mine: of(3), shared: of(1) })).toBe("You have 3 saved searches; 1 is shared with you.");
  expect(headline({ mine: [], shared: of(2) })).toBe("You have no saved search; 2 are shared with you.");
});

test("a range says its days, the last one counted, in the zone of the search", () => {
  const said = (zone: string, kind: "rolling" | "frozen", from?: string, to?: string) =>
    rangeSaid({ zone, range: { kind, ...(from && { from }), ...(to && { to }) } });
  const [march, april] = ["2026-02-28T23:00:00.000000Z", "2026-03-31T22:00:00.000000Z"];
  expect(said("Europe/Berlin", "frozen", march, april)).toBe("Fixed: 1 March 2026 to 31 March 2026");
  expect(said("Europe/Berlin", "frozen", march, "2026-03-01T23:00:00.000000Z")).toBe("Fixed: 1 March 2026");
  expect(said("UTC", "frozen", undefined, "2026-03-02T00:00:00.000000Z")).toBe("Fixed: until 1 March 2026");
  expect(said("UTC", "frozen", march, undefined)).toBe("Fixed: from Saturday 28 February 2026, 23:00 UTC on");
  expect(said("UTC", "rolling", "2026-11-01T00:00:00.000000Z")).toBe("Rolling: as of now, from 1 November 2026 on");
  expect(said("UTC", "rolling")).toBe("Rolling times");
  expect(rangeSaid({ zone: "UTC", range: { kind: "any" } })).toBe("All times");
  expect(zoneSaid("UTC", "UTC")).toBeUndefined();
  expect(zoneSaid("America/New_York", "UTC")).toBe("Its days are those of New York");
});

test("last run, alerts and counts are sentences", () => {
  const at = "2026-11-20T11:56:00.000000Z";
  expect(lastRunSaid({}, now)).toBe("Never run");
  expect(lastRunSaid({ lastRun: { at, by: "Dana Lee", byYou: false } }, now)).toBe(
    "Last run 4 minutes ago by Dana Lee",
  );
  expect(lastRunSaid({ lastRun: { at, by: "Dana Lee", byYou: true } }, now)).toBe("Last run 4 minutes ago by you");
  const webhooks = [{ id: "w", name: "Desk", place: "https://desk.example" }];
  expect(alertSaid({}, webhooks, now)).toBeUndefined();
  expect(alertSaid({ alert: { since: at } }, webhooks, now)).toBe("Alerts you in Vouch. Nothing new so far.");
  expect(alertSaid({ alert: { since: at, lastFoundAt: at, webhook: "w" } }, webhooks, now)).toBe(
    "Alerts you in Vouch and by the webhook Desk. Last found something 4 minutes ago.",
  );
  const counted = (lines: number, more = false) => countSaid({ lines, more });
  expect(countSaid(undefined)).toBe("Not counted: that takes long");
  expect([counted(0), counted(1), counted(41), counted(10_000, true)]).toEqual([
    "Nothing now",
    "1 line now",
    "41 lines now",
    "More than 10,000 lines now",
  ]);
});

test("a delivery says what came of it and what follows", () => {
  const base = { id: "d", search: "s", person: "p", createdAt: "", endedAt: null };
  const said = (state: "waiting" | "delivered" | "failed", attempts: number, answer: string | null, nextAt = "") =>
    deliverySaid({ ...base, state, attempts, answer, nextAt }, now);
  expect(said("waiting", 0, null)).toBe("Waits to be sent.");
  expect(said("waiting", 1, null)).toBe("Is being sent.");
  expect(said("waiting", 2, "Answered 503", "2026-11-20T12:05:00Z")).toBe(
    "Not taken after 2 attempts; the next in 5 minutes. Answered 503.",
  );
  expect(said("waiting", 4, "x.", "2026-11-20T18:00:00Z")).toBe("Not taken after 4 attempts; the next in 6 hours. x.");
  expect(said("delivered", 1, "Answered 200 OK")).toBe("Taken. Answered 200 OK.");
  expect(said("delivered", 3, null)).toBe("Taken after 3 attempts.");
  expect(said("failed", 6, "No answer within 10 seconds.")).toBe(
    "Given up after 6 attempts. No answer within 10 seconds.",
  );
  expect(said("failed", 0, "The webhook was removed.")).toBe("Not sent. The webhook was removed.");
});
