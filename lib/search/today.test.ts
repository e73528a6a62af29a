/** The counts of the first page are those of the searches they lead to, hold to the reader's scope, and are no act. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Web } from "../access/index.ts";
import { anEvent, anEventId } from "../event/builders.ts";
import { type ActorKind, type Event, instant, microseconds } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { findLines, type Params, readAsk, readHome, readToday } from "./index.ts";

const [shop, payroll] = ["0190f7d2-6f1e-7000-8000-00000000d001", "0190f7d2-6f1e-7000-8000-00000000d002"];
const now = "2026-06-18T14:00:00.000000Z";
let ledger: TestLedger;
let web: Web;

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => now };
  await ledger.appendEvents(
    Array.from({ length: 96 }, (_, i) => someEvent(i)),
    50,
  );
});
afterAll(() => ledger.drop());

/** One event every twelve hours, back from now: 60 of them in 30 days. */
function someEvent(i: number): Event {
  const kinds: ActorKind[] = ["human", "service", "agent", "human"];
  return anEvent({
    id: anEventId(i),
    type: `customers.${["created", "deleted", "updated"][i % 3]}`,
    category: i % 6 === 5 ? "permission" : "record",
    occurredAt: instant(microseconds(now) - BigInt(i) * 43_200_000_000n - 1n),
    source: { id: i % 2 === 0 ? shop : payroll, kind: i % 16 === 15 ? "vouch" : "postgres", name: "shop" },
    actor: { kind: kinds[i % 4] as ActorKind, id: `actor ${i % 8}`, attribution: "verified" },
    target: { type: "customers", id: String(i) },
    change: undefined,
    statement: undefined,
    correlation: i % 5 === 0 ? { ticket: "CHG-1" } : undefined,
    decision: i % 7 === 0 ? { outcome: "denied" } : undefined,
  });
}

async function found(asked: Params, who = aPrincipal("compliance")): Promise<number> {
  const { lines, older } = await findLines(who, readAsk(asked, "UTC"), web);
  expect(older, "one page, so that its lines can be counted").toBeUndefined();
  return lines.length;
}

test("each count is that of the search that its question leads to", async () => {
  const { asked, limits } = await readToday(aPrincipal("compliance"), web);
  expect(limits).toBeUndefined();
  expect(asked).toMatchObject({ from: "2026-05-20", whole: true });
  if (!asked) return;
  const { from } = asked;
  expect(asked.ofAgents).toBe(await found({ after: from, kind: "agent" }));
  expect(asked.permissions).toBe(await found({ after: from, category: "permission" }));
  expect(asked.deletions).toBe(await found({ after: from, action: "deleted" }));
  expect(asked.withoutTicket).toBe(await found({ after: from, ticket: "none" }));
  for (const count of [asked.ofAgents, asked.permissions, asked.deletions, asked.withoutTicket])
    expect(count).toBeGreaterThan(3);
  expect(asked).toMatchObject({ agents: 2, services: 2, people: 4 });
});

test("whoever sees a part counts that part, and is told which part it is", async () => {
  const auditor = aPrincipal("auditor", {
    from: "2026-05-25T00:00:00.000000Z",
    to: "2026-06-11T00:00:00.000000Z",
    sources: [shop],
  });
  const { asked, limits, people } = await readToday(auditor, web);
  expect(limits).toEqual({ from: "2026-05-25", to: "2026-06-10", sources: [] });
  expect(people).toBeUndefined();
  expect(asked?.deletions).toBe(await found({ action: "deleted" }, auditor));
  expect(asked?.deletions).toBeLessThan((await readToday(aPrincipal("compliance"), web)).asked?.deletions ?? 0);
});

test("nobody is told what their role may not see, and reading it leaves no entry", async () => {
  const before = await ledger.owner`select count(*) from inbox.events`;
  const approver = await readToday(aPrincipal("approver"), web);
  expect(approver).toEqual({});
  expect((await readToday(aPrincipal("engineer"), web)).people).toBeUndefined();
  expect((await readToday(aPrincipal("administrator"), web)).people).toEqual({
    active: 0,
    withoutSecondFactor: 0,
    invited: 0,
  });
  expect(await ledger.owner`select count(*) from inbox.events`).toEqual(before);
});

test("a demo says so by name, and no other ledger does", async () => {
  expect((await readHome(aPrincipal("approver"), web)).demo).toBeUndefined();
  await ledger.owner`update ledger.ledgers set demo = true, name = 'Harbor Clinic Pay'`;
  expect((await readHome(aPrincipal("approver"), web)).demo).toEqual({ name: "Harbor Clinic Pay" });
});
