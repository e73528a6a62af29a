/** GET /api/entries against the published document, read by a JSON Schema reader that knows nothing of our declarations. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { aPrincipal } from "../../access/builders.ts";
import type { Principal, Web } from "../../access/index.ts";
import { anUpdate, aTime } from "../../event/builders.ts";
import { type Event, instant, microseconds } from "../../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../../ledger/builders.ts";
import { answerEntries } from "./answer.ts";
import type { FoundAnswer } from "./declaration.ts";
import { openApi } from "./openapi.ts";

let ledger: TestLedger;
let web: Web;
let passed = 0n;
const secret = `vouch_read_${"s".repeat(43)}`;
const published = JSON.parse(JSON.stringify(openApi()));
const { get: operation } = published.paths["/api/entries"];
const officer = aPrincipal("compliance");

const fields: Event["change"] = {
  operation: "update",
  fields: [
    { name: "tier", type: "text", mode: "erasable", changed: true, before: "gold", after: "basic" },
    { name: "iban", type: "text", mode: "conceal", changed: true, before: "DE00CANARY", after: "DE11CANARY" },
  ],
};

beforeAll(async () => {
  ledger = await freshLedger("2026-11-20T11:00:00.000000Z");
  const now = microseconds("2026-11-20T12:00:00.000000Z");
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => instant(now + passed++) };
  const events = Array.from({ length: 120 }, (_, n) =>
    anUpdate(
      { table: n % 2 ? "invoice" : "customers", id: `${n}` },
      {
        id: `0190f7d2-6f1e-7000-8000-${`${n}`.padStart(12, "0")}`,
        occurredAt: aTime(n),
        change: fields,
        source: { id: aSource, kind: "postgres", name: "billing" },
      },
    ),
  );
  await ledger.appendEvents(events, 60);
  const { owner } = ledger.database;
  const person = "0190f7d2-6f1e-7000-8000-0000000000ab";
  const scope = { from: aTime(100), to: aTime(110) };
  await owner`
    insert into app.people (id, email, name, role, scope)
    values (${person}, 'helen@example.org', 'Helen', 'auditor', ${JSON.stringify(scope)}::text::jsonb)`;
  await owner`
    insert into app.tokens (id, person, name, hash, created_at, expires_at)
    values (${person}, ${person}, 'T', ${createHash("sha256").update(secret).digest()}, now(), 'infinity')`;
});
afterAll(() => ledger.drop());
beforeEach(() => ledger.database.owner`truncate inbox.events, app.attempts`);

function reader(schema: object): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: published.components.schemas });
  return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
}

/** Asks, and holds the answer to the document. */
async function ask(query: string, given: { token?: string; as?: Principal } = {}) {
  const headers = { ...(given.token && { authorization: `Bearer ${given.token}` }) };
  const request = new Request(`http://vouch.test/api/entries?${query}`, { headers });
  const answer = await answerEntries(request, { through: web, session: async () => given.as });
  const declared = operation.responses[answer.status]?.content as Record<string, { schema: object }>;
  expect(declared, `status ${answer.status}`).toBeDefined();
  const [type = "", { schema }] = Object.entries(declared)[0] ?? ["", { schema: {} }];
  expect(answer.headers.get("content-type")).toContain(type);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const text = await answer.text();
  expect(reader(schema).safeParse(JSON.parse(text)).error).toBeUndefined();
  return { status: answer.status, text, found: JSON.parse(text) as FoundAnswer & { detail: string } };
}

const posted = async () => {
  const rows = await ledger.database.owner<{ event: string }[]>`select event from inbox.events order by position`;
  return rows.map(({ event }) => JSON.parse(event) as Event);
};

test("what the page finds, in the shape that is published; recorded as one search, with nothing concealed", async () => {
  const { status, text, found } = await ask("q=record:customers+tier=basic&zone=America/New_York&limit=20", {
    as: officer,
  });
  expect(status).toBe(200);
  expect(found).toMatchObject({
    total: { lines: 60, entries: 60, more: false },
    query: "record:customers tier=basic",
    zone: "America/New_York",
    mistakes: [],
    size: "120",
  });
  expect(found.entries[0]).toMatchObject({
    index: "118",
    page: "/events/118",
    sentence: expect.stringMatching(/tier/),
    action: "updated",
    actor: { id: "amara.okafor", attribution: "verified" },
    record: { type: "customers", id: "118" },
    operation: "update",
    changes: [
      { name: "tier", before: { state: "shown", value: "gold" }, after: { state: "shown", value: "basic" } },
      { name: "iban", before: { state: "hidden" }, after: { state: "hidden" } },
    ],
  });
  expect(text).not.toContain("CANARY");
  const events = await posted();
  expect(events.map(({ type }) => type)).toEqual(["event.searched"]);
  expect(JSON.stringify(events)).toContain("record:customers tier=basic");
});

test("cursors lead through everything, and back", async () => {
  const seen: string[] = [];
  let page = await ask("record=invoice&limit=25", { as: officer });
  for (;;) {
    seen.push(...page.found.entries.map(({ index }) => index));
    if (!page.found.older) break;
    page = await ask(`record=invoice&limit=25&cursor=${page.found.older}`, { as: officer });
  }
  expect(seen).toEqual(Array.from({ length: 60 }, (_, n) => `${119 - 2 * n}`));
  const back = await ask(`record=invoice&limit=25&direction=newer&cursor=${page.found.newer}`, { as: officer });
  expect(back.found.entries.map(({ index }) => index)).toEqual(seen.slice(25, 50));
});

test("a token reads as its person: an auditor sees the period alone, and asking beyond it is refused and recorded", async () => {
  const { found } = await ask("", { token: secret });
  expect(found.entries.map(({ index }) => Number(index))).toEqual([109, 108, 107, 106, 105, 104, 103, 102, 101, 100]);
  expect(found.total.lines).toBe(10);
  expect((await ask("q=entry:5", { token: secret })).found.entries).toEqual([]);
  const beyond = await ask("q=after:2026-11-19", { token: secret });
  expect(beyond.status).toBe(403);
  const events = await posted();
  expect(events.map(({ type }) => type)).toEqual(["event.searched", "event.searched", "access.denied"]);
  for (const event of events)
    expect(event).toMatchObject({
      actor: { id: "helen@example.org" },
      origin: { channel: "api" },
    });
});

test("nobody gets anything without a session or a token that works", async () => {
  expect(await ask("")).toMatchObject({ status: 401 });
  expect(await ask("", { token: `${secret.slice(0, -1)}t`, as: officer })).toMatchObject({ status: 401 }); // what is shown counts
  expect(await ask("", { as: aPrincipal("approver") })).toMatchObject({ status: 403 });
  expect((await posted()).map(({ type }) => type)).toEqual(["token.refused", "token.refused", "access.denied"]);
  const ahead = new Request("http://vouch.test/api/entries", { headers: { "sec-purpose": "prefetch" } });
  expect((await answerEntries(ahead, { through: web, session: async () => officer })).status).toBe(204);
  expect(await posted()).toHaveLength(3); // what asks before anybody does is nobody's search
});

test("a mistake in the query is said beside what the rest finds; anything else that is wrong finds nothing", async () => {
  const { status, found } = await ask("q=acter:x+entry:7+on:2026-02-30", { as: officer });
  expect([status, found.entries.map(({ index }) => index)]).toEqual([200, ["7"]]);
  expect(found.mistakes).toMatchObject([{ from: 0, to: 7 }, { sentence: expect.stringMatching(/28 days/) }]);
  for (const query of [
    "limit=0",
    "limit=201",
    "limit=1e3",
    "limit=-5",
    "cursor=1",
    "cursor=20260231T142807.214906Z_1",
    "zone=Mars/Olympus",
    "zone='; drop table app.people; --",
  ])
    expect((await ask(query, { as: officer })).status, query).toBe(422);
  const nasty = [
    "'; drop table app.people; --",
    "%00",
    "\\",
    "%F0%9F%98%80",
    '"',
    "(((((((((((((",
    "id:%27 or 1=1 --",
    "entry:999999999999999999",
    "x>1e999",
  ];
  for (const q of nasty) expect((await ask(`q=${q.replaceAll(" ", "+")}`, { as: officer })).status, q).toBe(200);
});
