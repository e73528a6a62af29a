/** Who looked: every act of reading leaves one entry, and the log alone says who looked at a record and what a person looked at. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Principal, Role, Web } from "../access/index.ts";
import { anEvent, anEventId, anUpdate, aTime } from "../event/builders.ts";
import { plainSentence } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import {
  findLines,
  findRecords,
  findWhoLooked,
  type LookQuery,
  openEntry,
  openRecord,
  parseLookQuery,
  readAsk,
} from "./index.ts";
import { revealValues } from "./reveal.ts";

const source = "0190f7d2-6f1e-7000-8000-00000000d001";
let ledger: TestLedger;
let web: Web;

const named = (role: Role, name: string): Principal => {
  const principal = aPrincipal(role);
  return { ...principal, person: { ...principal.person, name, email: `${name.toLowerCase()}@example.org` } };
};
const [priya, egon] = [named("compliance", "Priya"), named("auditor", "Egon")];

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: ledger.clock };
  await ledger.owner`insert into app.sources (id, ledger, kind, name) values (${source}, ${ledger.ledger}, 'postgres', 'harbor')`;
  const ssn = { name: "ssn", type: "text", mode: "conceal", changed: false, value: "078-05-1120" } as const;
  const at = (n: number) => ({
    id: anEventId(n),
    occurredAt: aTime(n - 100),
    source: { id: source, kind: "postgres" as const, name: "harbor" },
  });
  await ledger.appendEvents([
    anUpdate({ table: "customers", id: "7", fields: [ssn] }, at(1)),
    anUpdate({ table: "customers", id: "8", fields: [ssn] }, at(2)),
    // what another system reports of its own readers
    anEvent({
      ...at(3),
      type: "record.viewed",
      category: "sensitive_read",
      source: { id: source, kind: "http", name: "Desk" },
      target: { type: "customers", id: "7" },
    }),
    anEvent({
      ...at(4),
      type: "value.revealed",
      category: "sensitive_read",
      actor: { kind: "human", id: priya.person.email, name: "Priya", attribution: "verified" },
      source: { id: "00000000-0000-7000-8000-000000000001", kind: "vouch", name: "Vouch" },
      target: { system: "vouch", type: "request", id: "3" },
      correlation: { reason: "Case 31" },
      data: [{ name: "entries", type: "array", mode: "keep", value: [{ type: "text", value: "0" }] }],
    }),
  ]);
  const record = { source, schema: "public", type: "customers", id: "7" };
  await findLines(priya, readAsk({ q: "record:customers id:7" }, "UTC"), web);
  await findLines(priya, readAsk({ q: "action:deleted" }, "UTC"), web);
  await findRecords(egon, { find: "customers 7" }, web);
  await openRecord(egon, { record }, web);
  await openEntry(priya, "0", web);
  await openEntry(priya, "1", web);
  await revealValues(priya, { index: "0", reason: "A dispute about the payout of May", ticket: "CASE-9" }, web);
  await expect(findLines(named("approver", "Petra"), readAsk({ q: "id:7" }, "UTC"), web)).rejects.toThrow();
  await ledger.drain();
});
afterAll(() => ledger.drop());

const said = async (query: LookQuery, who = priya) =>
  (await findWhoLooked(who, query, web)).looks.map(
    ({ entry, about }) => plainSentence(entry) + (about ? `, about ${about.record.type} ${about.record.id}` : ""),
  );

test("who looked at a record: opened, its entries opened, looked for, revealed, and read elsewhere; and at no other", async () => {
  const { looks } = await findWhoLooked(priya, { type: "customers", id: "7" }, web);
  expect(looks.map(({ entry: { event } }) => `${event.type} by ${event.actor.name}`)).toEqual([
    "access.denied by Petra",
    "value.revealed by Priya",
    "entry.opened by Priya",
    "record.opened by Egon",
    "record.searched by Egon",
    "event.searched by Priya",
    "value.revealed by Priya",
    "record.viewed by Amara Okafor",
  ]);
  expect(
    looks.map(({ exposes, reason, ticket }) => exposes && [reason?.state === "shown" && reason.value, ticket]),
  ).toEqual([
    false,
    ["A dispute about the payout of May", "CASE-9"],
    false,
    false,
    false,
    false,
    ["Case 31", undefined],
    [false, undefined],
  ]);
  expect(JSON.stringify(looks)).not.toContain("078-05");
  expect(await said({ type: "customers", id: "8" })).toEqual(["Priya opened entry 1, about customers 8"]);
  expect(await said({ type: "customers", id: "9" })).toEqual([]);
});

test("what a person looked at, newest first, by day, and nothing that others did or that is no look", async () => {
  expect(await said({ person: egon.person.email })).toEqual([
    "Egon opened the history of customers 7",
    "Egon looked for the record “customers 7”",
  ]);
  const all = await said({ person: priya.person.email });
  expect(all.slice(-1)).toEqual([expect.stringMatching(/^Priya revealed/)]);
  expect(all).toContain("Priya opened entry 0, about customers 7");
  expect(await said({ person: priya.person.email, from: "2030-01-01" })).toEqual([]);
});

test("asking who looked is itself one entry, which names the record that was asked about; who may not ask is denied", async () => {
  await ledger.drain();
  const [newest] = await said({ type: "customers", id: "7" });
  expect(newest).toBe("Priya looked up who looked at customers 7");
  await expect(findWhoLooked(aPrincipal("engineer"), {}, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(
    findWhoLooked({ ...egon, scope: { from: aTime(-50) } }, { from: "2026-01-01" }, web),
  ).rejects.toMatchObject({ code: "forbidden" });
  const limited = { ...egon, scope: { from: aTime(-100), to: aTime(-96) } };
  expect(
    (await findWhoLooked(limited, { type: "customers", id: "7" }, web)).looks.map(({ entry }) => entry.event.type),
  ).toEqual(["record.viewed"]);
});

test("pages lead through all of a long log, and what is wrong in an address is said", async () => {
  const acts = 120;
  const before = (await ledger.head()).size;
  await ledger.appendEvents(
    Array.from({ length: acts }, (_, i) =>
      anEvent({
        id: anEventId(9_000 + i),
        occurredAt: aTime(200_000 + Math.floor(i / 3)),
        type: "entry.opened",
        category: "sensitive_read",
        source: { id: "00000000-0000-7000-8000-000000000001", kind: "vouch", name: "Vouch" },
        actor: { kind: "human", id: "long@example.org", attribution: "verified" },
        target: { system: "vouch", type: "entry", id: "0" },
      }),
    ),
  );
  for (const query of [{ person: "long@example.org" }, { type: "customers", id: "7", from: "2026-11-22" }]) {
    const seen: string[] = [];
    for (let cursor: string | undefined, page = 0; page < 5; page++) {
      const { looks, older } = await findWhoLooked(priya, { ...query, cursor }, web);
      seen.push(...looks.map(({ entry }) => entry.index));
      if (!older) break;
      cursor = older;
    }
    expect(seen).toEqual(Array.from({ length: acts }, (_, i) => String(Number(before) + acts - 1 - i)));
  }
  const { query, problems } = parseLookQuery({
    person: "A@B.example",
    type: "customers",
    from: "2026-02-30",
    cursor: "x",
  });
  expect(query).toEqual({ person: "a@b.example" });
  expect(problems.map(({ field }) => field)).toEqual(["from", "cursor", "id"]);
});
