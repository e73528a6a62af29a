/** Searching finds what a naive filter in memory finds, page by page, and records that somebody looked before it shows anything. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Principal, Web } from "../access/index.ts";
import { anEvent, anEventId } from "../event/builders.ts";
import { type ActorKind, type Event, instant, type SeenEntry, systemClock } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { openEntry, searchEvents } from "./index.ts";
import type { EventQuery } from "./query.ts";

const start = 1_780_000_000_000_000n;
const statement = "0190f7d2-6f1e-7000-8000-0000000000aa";
let ledger: TestLedger;
let web: Web;
let reader: Principal;
let events: Event[];

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: systemClock };
  reader = aPrincipal("compliance");
  events = Array.from({ length: 240 }, (_, i) => someEvent(i));
  await ledger.appendEvents(events, 50);
});
afterAll(() => ledger.drop());

/** Few actors, tables and records, several events of one microsecond, and a statement of many rows. */
function someEvent(i: number): Event {
  const part = i % 6 === 5;
  const kinds: ActorKind[] = ["human", "service", "agent"];
  return anEvent({
    id: anEventId(i),
    type: `${["customers", "invoices"][i % 2]}.${["created", "updated", "deleted"][i % 3]}`,
    category: "record",
    occurredAt: instant(start + BigInt(Math.floor(i / 4)) * 3_600_000_000n),
    source: { id: "0190f7d2-6f1e-7000-8000-00000000d001", kind: i % 10 === 9 ? "vouch" : "postgres", name: "shop" },
    actor: { kind: kinds[i % 3] as ActorKind, id: `actor ${i % 5}`, attribution: "claimed" },
    target: { type: ["customers", "invoices"][i % 2] as string, id: String(i % 7) },
    change: undefined,
    correlation: i % 4 === 0 ? { ticket: "CHG-1" } : undefined,
    decision: i % 8 === 1 ? { outcome: "denied" } : undefined,
    statement: part ? { partOf: statement } : { id: `0190f7d2-6f1e-7000-8000-${String(i).padStart(12, "0")}` },
  });
}

/** The same question, asked of a list. */
function naive(query: EventQuery): string[] {
  const day = (text: string | undefined, days: number) =>
    text && new Date(Date.parse(text) + days * 86_400_000).toISOString();
  return events
    .map((event, index) => ({ event, index }))
    .filter(({ event }) => query.own || event.source.kind !== "vouch")
    .filter(({ event }) => query.actor === undefined || event.actor.id === query.actor)
    .filter(({ event }) => query.actorKind === undefined || event.actor.kind === query.actorKind)
    .filter(({ event }) => query.action === undefined || event.type.endsWith(`.${query.action}`))
    .filter(({ event }) => query.recordType === undefined || event.target?.type === query.recordType)
    .filter(({ event }) => query.recordId === undefined || event.target?.id === query.recordId)
    .filter(
      ({ event }) =>
        !query.noTicket || (!event.correlation?.ticket && !event.decision && event.source.kind !== "vouch"),
    )
    .filter(({ event }) => !query.from || event.occurredAt >= (day(query.from, 0) as string))
    .filter(({ event }) => !query.to || event.occurredAt < (day(query.to, 1) as string))
    .filter(({ event }) => query.statement === undefined || event.statement?.partOf === query.statement)
    .filter(
      ({ event }) =>
        query.recordId !== undefined || query.statement !== undefined || event.statement?.partOf === undefined,
    )
    .sort((a, b) =>
      a.event.occurredAt === b.event.occurredAt ? b.index - a.index : a.event.occurredAt < b.event.occurredAt ? 1 : -1,
    )
    .map(({ index }) => String(index));
}

/** All pages, older and older; and back again, which must lead through the same lines. */
async function everyPage(query: EventQuery, who = reader): Promise<string[]> {
  const there: string[] = [];
  let page = await searchEvents(who, query, web);
  there.push(...page.lines.map(({ index }) => index));
  while (page.older) {
    page = await searchEvents(who, { ...query, cursor: page.older, direction: "older" }, web);
    there.push(...page.lines.map(({ index }) => index));
  }
  const back: SeenEntry[] = [...page.lines];
  while (page.newer) {
    page = await searchEvents(who, { ...query, cursor: page.newer, direction: "newer" }, web);
    back.unshift(...page.lines);
  }
  expect(back.map(({ index }) => index)).toEqual(there);
  return there;
}

const questions: EventQuery[] = [
  {},
  { own: true },
  { actor: "actor 3" },
  { actorKind: "agent", own: true },
  { action: "deleted" },
  { recordType: "customers", action: "updated" },
  { recordId: "4" },
  { recordType: "invoices", recordId: "5", own: true },
  { statement },
  { from: "2026-05-29", to: "2026-05-29" },
  { from: "2026-05-30", actorKind: "human", own: true },
  { noTicket: true },
  { noTicket: true, own: true, recordType: "customers", recordId: "4" },
  { actor: "nobody" },
];
test.each(questions)("%j finds what a filter in memory finds, line by line and in both directions", async (query) => {
  expect(await everyPage(query)).toEqual(naive(query));
});

test("the questions above are no empty promise", () => {
  const counts = questions.map((query) => naive(query).length);
  expect(counts.slice(0, -1).every((count) => count > 0)).toBe(true);
  expect(Math.max(...counts)).toBeGreaterThan(150);
});

test("each search is recorded before it shows anything, with what was asked beside the leaf", async () => {
  const count = async () => (await ledger.owner`select event from inbox.events`).map(({ event }) => JSON.parse(event));
  const before = (await count()).length;
  await searchEvents(reader, { actor: "actor 1" }, web);
  const [last, ...more] = (await count()).slice(before);
  expect(more).toEqual([]);
  expect(last).toMatchObject({ type: "event.searched", data: [{ name: "actor", mode: "erasable", value: "actor 1" }] });
});

test("who may see one day sees that day, in lists and by number, and asking for more is refused and recorded", async () => {
  const scope = { from: "2026-05-29T00:00:00.000000Z", to: "2026-05-30T00:00:00.000000Z" };
  const auditor = aPrincipal("auditor", scope);
  expect(await everyPage({}, auditor)).toEqual(naive({ from: "2026-05-29", to: "2026-05-29" }));
  await expect(searchEvents(auditor, { from: "2026-05-01" }, web)).rejects.toMatchObject({ code: "forbidden" });
  const outside = events.length - 1;
  await expect(openEntry(auditor, String(outside), web)).rejects.toMatchObject({ code: "forbidden" });
  const denied = await ledger.owner`select event from inbox.events where event like '%access.denied%'`;
  expect(denied).toHaveLength(2);
});
