/** What records are called, and what happens before, while and after somebody reveals what is concealed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import type { Web } from "../access/index.ts";
import { anEventId, anUpdate } from "../event/builders.ts";
import { type Event, type Field, type Hints, instant, plainSentence, systemClock } from "../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../ledger/builders.ts";
import { findLines, openEntry, readAsk, revealValues } from "./index.ts";

const start = 1_780_000_000_000_000n;
const secret = { before: "078-05-1120", after: "219-09-9999" };
const reason = "Checking the payout dispute.";
const hints: Hints = {
  "public.customers": {
    name: "name",
    fields: { owner: { label: "account owner", refersTo: "public.staff" }, limit: { money: { currency: "USD" } } },
  },
  "public.staff": { name: "name" },
};

let ledger: TestLedger;
let web: Web;
const compliance = aPrincipal("compliance");

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: systemClock };
  await ledger.owner`
    insert into app.sources (id, ledger, kind, name, settings)
    values (${aSource}, ${ledger.ledger}, 'postgres', 'shop', ${ledger.owner.json({ hints } as never)})`;
  await ledger.appendEvents([
    record(0, "staff", "7", [now("name", "Leila Haddad")], "insert"),
    record(1, "staff", "8", [now("name", "Dana Lee", "conceal")], "insert"),
    record(2, "customers", "1", [changed("owner", "7", "8"), same("name", "Acme Orthopaedics")]),
    record(3, "customers", "1", [
      changed("ssn", secret.before, secret.after, "conceal"),
      changed("pin", "1111", "2222", "conceal"),
      changed("limit", "5000", "50000"),
      same("name", "Acme Orthopaedics"),
    ]),
    record(4, "staff", "7", [changed("name", "Leila Haddad", "Leila Haddad-Ruiz")]),
  ]);
});
afterAll(() => ledger.drop());

const field = (name: string, mode: Field["mode"], sides: Partial<Field>): Field => ({
  name,
  type: "text",
  mode,
  ...sides,
});
const now = (name: string, after: string, mode: Field["mode"] = "keep") => field(name, mode, { after });
const same = (name: string, value: string) => field(name, "erasable", { changed: false, value });
const changed = (name: string, before: string, after: string, mode: Field["mode"] = "keep") =>
  field(name, mode, { changed: true, before, after });

function record(
  n: number,
  table: string,
  id: string,
  fields: Field[],
  operation: "insert" | "update" = "update",
): Event {
  return anUpdate(
    { table, id, fields },
    {
      id: anEventId(n),
      occurredAt: instant(start + BigInt(n) * 3_600_000_000n),
      source: { id: aSource, kind: "postgres", name: "shop" },
      target: { system: "shop", schema: "public", type: table, id },
      change: { operation, fields },
    },
  );
}

const posted = async (type: string): Promise<Event[]> => {
  const rows = await ledger.owner<{ event: string }[]>`
    select event from inbox.events where event::jsonb ->> 'type' = ${type} order by position`;
  return rows.map(({ event }) => JSON.parse(event) as Event);
};
const said = (event: Event | undefined, name: string) => event?.data?.find((one) => one.name === name)?.value;

test("records go by their names, as they were then; a concealed name is nobody's", async () => {
  const { entry } = await openEntry(compliance, "2", web);
  expect(entry.names?.record).toBe("Acme Orthopaedics");
  expect(entry.names?.referred).toEqual({ owner: { "7": "Leila Haddad" } });
  const { lines } = await findLines(compliance, readAsk({}, "UTC"), web);
  const sentences = lines.map(({ entry }) => plainSentence(entry).replace(/^.*? (?=changed|created)/, ""));
  expect(sentences.slice(0, 3)).toEqual([
    "changed name from Leila Haddad to Leila Haddad-Ruiz on Leila Haddad-Ruiz",
    "changed ssn and 2 more fields on Acme Orthopaedics",
    "changed account owner from Leila Haddad to 8 on Acme Orthopaedics",
  ]);
});

test("a name from beyond the reader's scope is not told", async () => {
  const auditor = aPrincipal("auditor", { from: instant(start + 3_600_000_000n) });
  const { entry } = await openEntry(auditor, "2", web);
  expect(entry.names?.referred).toBeUndefined();
  expect(plainSentence(entry)).toContain("from 7 to 8");
});

test("related entries are counted within what the reader may see", async () => {
  expect((await openEntry(compliance, "3", web)).related.versions).toEqual({ count: "2", more: false });
  const auditor = aPrincipal("auditor", { from: instant(start + 3n * 3_600_000_000n) });
  expect((await openEntry(auditor, "3", web)).related.versions).toEqual({ count: "1", more: false });
});

test("what is revealed is an entry with name and reason before it is read, and nothing but what was asked for", async () => {
  const { entry } = await openEntry(compliance, "3", web);
  expect(JSON.stringify(entry)).not.toContain(secret.after);
  const { fields, until } = await revealValues(
    compliance,
    { index: "3", fields: ["ssn"], reason, ticket: " HCP-31 " },
    web,
  );
  expect(fields).toMatchObject([
    { name: "ssn", before: { state: "shown", value: secret.before }, after: { state: "shown", value: secret.after } },
  ]);
  const minutes = (Date.parse(until) - Date.now()) / 60_000;
  expect(minutes).toBeGreaterThan(4);
  expect(minutes).toBeLessThanOrEqual(5);
  const [event] = await posted("value.revealed");
  expect(event).toMatchObject({ category: "sensitive_read", target: { type: "entry", id: "3" } });
  expect([said(event, "fields"), said(event, "reason"), said(event, "ticket"), said(event, "record")]).toEqual([
    "ssn",
    reason,
    "HCP-31",
    "1",
  ]);
  expect(event?.data?.find(({ name }) => name === "reason")?.mode).toBe("erasable");
  expect(JSON.stringify(event)).not.toContain(secret.after);
  expect((await revealValues(compliance, { index: "3", reason }, web)).fields.map(({ name }) => name)).toEqual([
    "ssn",
    "pin",
  ]);
});

test("who may not, says no reason, or asks for what is not concealed gets nothing", async () => {
  const wish = { index: "3", reason };
  await expect(revealValues(undefined, wish, web)).rejects.toMatchObject({ code: "unauthenticated" });
  const before = (await posted("value.revealed")).length;
  const denied = (await posted("access.denied")).length;
  for (const role of ["engineer", "approver", "auditor"] as const)
    await expect(revealValues(aPrincipal(role), wish, web)).rejects.toMatchObject({ code: "forbidden" });
  const scoped = aPrincipal("compliance", { to: instant(start + 3n * 3_600_000_000n) });
  await expect(revealValues(scoped, wish, web)).rejects.toMatchObject({ code: "forbidden" });
  expect((await posted("access.denied")).length).toBe(denied + 4);
  for (const [wrong, code] of [
    [{ reason: "because" }, "invalid"],
    [{ reason: "x".repeat(1_000_000) }, "invalid"],
    [{ reason: undefined as never }, "invalid"],
    [{ ticket: "t".repeat(101) }, "invalid"],
    [{ ticket: {} as never }, "invalid"],
    [{ fields: ["limit"] }, "invalid"],
    [{ fields: ["ssn", "nothing"] }, "invalid"],
    [{ fields: [] }, "invalid"],
    [{ index: "0" }, "invalid"],
    [{ index: "3; drop" }, "invalid"],
    [{ index: "99999999999" }, "not-found"],
  ] as const)
    await expect(
      revealValues(compliance, { ...wish, ...wrong } as never, web),
      JSON.stringify(wrong).slice(0, 60),
    ).rejects.toMatchObject({ code });
  expect((await posted("value.revealed")).length).toBe(before);
});

test("a database that dies after the entry shows nothing, and the failure is recorded", async () => {
  const before = (await posted("value.revealed")).length;
  // the values lie under another key than this home's: reading them fails after the act was committed
  const broken = { ...web, home: { ...web.home, secret: () => Buffer.alloc(32) } as Web["home"] };
  await expect(revealValues(compliance, { index: "3", reason }, broken)).rejects.toMatchObject({ code: "conflict" });
  expect(await posted("value.revealed")).toHaveLength(before + 1);
  const [failed] = await posted("value.reveal_failed");
  expect(failed?.target?.id).toBe("3");
  await ledger.owner`alter table ledger.entries rename to away`;
  await expect(revealValues(compliance, { index: "3", reason }, web)).rejects.toMatchObject({ code: "unavailable" });
  await ledger.owner`alter table ledger.away rename to entries`;
});

test("nobody reveals more than thirty times an hour, and the try after that is recorded", async () => {
  const busy = aPrincipal("administrator");
  const other = { ...busy, person: { ...busy.person, id: "0190f7d2-6f1e-7000-8000-0000000000ab" } };
  const reveal = (by = other) =>
    revealValues(by, { index: "3", reason }, web).then(
      () => "shown",
      (fault) => fault.code,
    );
  const outcomes = [];
  for (let n = 0; n < 31; n++) outcomes.push(await reveal());
  expect(outcomes.filter((outcome) => outcome === "shown")).toHaveLength(30);
  expect(outcomes.at(-1)).toBe("held");
  expect((await posted("access.denied")).at(-1)?.decision).toEqual({ outcome: "denied", rule: "values.reveal" });
});
