/** Many concealed values at once: exactly those of the entries that were approved, once, and with an entry that says which. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPerson, type TestWeb } from "../access/builders.ts";
import type { Principal, Role } from "../access/index.ts";
import { type Act, ask, decide, grantAdministrator, openRequest, previewAct, use } from "../approval/index.ts";
import { anEventId, anUpdate } from "../event/builders.ts";
import { type Event, Fault, instant, type Operation, systemClock } from "../event/index.ts";
import { freshLedger, type TestLedger } from "../ledger/builders.ts";
import { revealMany } from "./reveal-many.ts";

const acts = [grantAdministrator, revealMany];
const start = 1_780_000_000_000_000n;
const reason = "The payout dispute of case 31.";
let ledger: TestLedger;
let web: TestWeb;
let oona: Principal;
let petra: Principal;

beforeAll(async () => {
  ledger = await freshLedger();
  const sql = ledger.database.as("web");
  // of the whole test builder, aPerson needs the clock and the owner
  web = { sql, home: ledger.home, clock: systemClock, database: ledger.database } as unknown as TestWeb;
  await ledger.appendEvents(Array.from({ length: 12 }, (_, i) => someChange(i)));
  oona = await signed("compliance", "oona@example.org");
  petra = await signed("approver", "petra@example.org");
});
afterAll(() => ledger.drop());

async function signed(role: Role, email: string): Promise<Principal> {
  const id = await aPerson(web, email, role);
  return { person: { id, email, name: `Name of ${role}`, role }, session: "5e55105e55105e55", scope: {} };
}

/** Of three customers; every third entry holds nothing that is concealed, and every fourth is of another table. */
function someChange(i: number): Event {
  const concealed = {
    name: "ssn",
    type: "text",
    mode: "conceal",
    changed: true,
    before: `old-${i}`,
    after: `new-${i}`,
  } as const;
  const plain = { name: "plan", type: "text", mode: "keep", changed: true, before: "Gold", after: "Basic" } as const;
  return anUpdate(
    {
      table: i % 4 === 3 ? "payees" : "customers",
      id: String(i % 3),
      fields: i % 3 === 2 ? [plain] : [plain, concealed],
    },
    { id: anEventId(i), occurredAt: instant(start + BigInt(i) * 43_200_000_000n), source: source(i) },
  );
}

const source = (i: number) =>
  ({ id: `0190f7d2-6f1e-7000-8000-00000000d00${i < 6 ? 1 : 2}`, kind: "postgres", name: "shop" }) as const;

async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}

const asking = (by: Principal, params: unknown) => ask(by, revealMany as Act, { params, reason }, web).then(String);
async function approved(number: string): Promise<string> {
  const { digest } = await openRequest(petra, acts, number, web);
  return decide(petra, acts, number, { outcome: "approved", reason: "The case is real.", saw: digest }, web);
}

async function inbox(): Promise<Event[]> {
  const rows = await ledger.owner<{ event: string }[]>`select event from inbox.events order by position`;
  return rows.map(({ event }) => JSON.parse(event) as Event);
}

test("what a search finds is counted without a value, approved, seen once, and named by its entry", async () => {
  const { params, effect } = await previewAct(oona, revealMany as Act, { q: "record:customers" }, web);
  expect((params as { entries: string[] }).entries).toEqual(["10", "9", "6", "4", "1", "0"]);
  expect(effect.title).toBe("reveal 12 concealed values of 6 entries");
  expect(effect.says).toContain("The search that found them: table customers.");
  expect(effect.examples?.rows).toEqual([["customers", "ssn", "12", "2"]]);
  const number = await asking(oona, params);
  const page = JSON.stringify(await openRequest(petra, acts, number, web));
  expect(page).not.toMatch(/(old|new)-\d/);
  expect((await faultOf(use(oona, acts, number, web))).code).toBe("held");
  expect(await approved(number)).toBe("approved");

  const seen = (await use(oona, acts, number, web)) as { entry: string; before?: string; after?: string }[];
  expect(seen.map(({ entry, before, after }) => `${entry} ${before} ${after}`)).toEqual(
    [10, 9, 6, 4, 1, 0].map((i) => `${i} old-${i} new-${i}`),
  );
  const entries = await inbox();
  expect(entries.map(({ type }) => type)).toEqual([
    "event.searched",
    "approval.asked",
    "approval.approved",
    "value.revealed",
  ]);
  const used = entries.at(-1);
  expect(used).toMatchObject({
    category: "sensitive_read",
    actor: { id: "oona@example.org" },
    decision: { outcome: "approved", request: number, approvers: [{ id: "petra@example.org" }] },
    correlation: { request: number, reason },
  });
  const said = used?.data?.find(({ name }) => name === "entries")?.value as { value: string }[];
  expect(said.map(({ value }) => value)).toEqual(["10", "9", "6", "4", "1", "0"]);
  expect(JSON.stringify(entries)).not.toMatch(/(old|new)-\d/);
  expect((await faultOf(use(oona, acts, number, web))).code).toBe("conflict");
});

test("a value that is erased meanwhile changes what was approved, so nothing is shown", async () => {
  const { params } = await previewAct(oona, revealMany as Act, { q: "record:payees" }, web);
  const number = await asking(oona, params);
  await approved(number);
  const { owner } = ledger;
  await owner`delete from ledger.disclosures where index = 3`;
  const fault = await faultOf(use(oona, acts, number, web));
  expect(fault.message).toContain("has changed since it was asked for");
  expect((await openRequest(oona, acts, number, web)).state).toBe("failed");
});

test("entries that the search does not find, that lie out of scope or are not there, cannot be smuggled in", async () => {
  const query = { q: "record:customers" };
  for (const entries of [["3"], ["0", "7"], ["0", "999"], ["2"]]) {
    expect(["conflict", "invalid"]).toContain((await faultOf(asking(oona, { query, entries }))).code);
  }
  const wrong: unknown[] = [
    { query, entries: [] },
    { query, entries: ["-1"] },
    { query, entries: [0] },
    { query },
    null,
  ];
  wrong.push({ query, entries: Array.from({ length: 201 }, (_, i) => String(i)) });
  wrong.push({ query: { q: "after:2026-02-30" }, entries: ["0"] });
  for (const params of wrong) expect((await faultOf(asking(oona, params))).code).toBe("invalid");
  const held: Principal = { ...oona, scope: { sources: [source(0).id] } };
  const { params } = await previewAct(held, revealMany as Act, query, web);
  expect((params as { entries: string[] }).entries).toEqual(["4", "1", "0"]);
  expect((await faultOf(asking(held, { query, entries: ["9"] }))).code).toBe("conflict");
  const nobody = await faultOf(previewAct(oona, revealMany as Act, { q: "id:2" }, web));
  expect(nobody.message).toContain("holds a concealed value");
});

test("making an administrator takes somebody else than whoever becomes one, and leaves one entry that says so", async () => {
  const amara = await signed("administrator", "amara@example.org");
  const act = grantAdministrator as Act;
  const { params, effect } = await previewAct(amara, act, { person: petra.person.id }, web);
  expect(effect.title).toBe("make Name of approver an administrator");
  expect(effect.examples?.rows.flat()).toContain("Search events");
  const number = String(await ask(amara, act, { params, reason: "Somebody must stand in for me." }, web));
  const { digest } = await openRequest(oona, acts, number, web);
  const yes = { outcome: "approved", reason: "We need a second one.", saw: digest } as const;
  expect((await faultOf(decide(petra, acts, number, yes, web))).message).toContain("about your own account");
  expect(await decide(oona, acts, number, yes, web)).toBe("used");
  const [row] = await ledger.owner<{ role: Role }[]>`select role from app.people where id = ${petra.person.id}`;
  expect(row?.role).toBe("administrator");
  const granted = (await inbox()).find(({ type }) => type === "role.granted");
  expect(granted).toMatchObject({
    category: "permission",
    target: { type: "person", id: petra.person.id },
    change: {
      operation: "update" as Operation,
      fields: [{ name: "role", before: "approver", after: "administrator" }],
    },
    decision: { approvers: [{ id: "oona@example.org", name: "Name of compliance" }] },
  });
  const again = await faultOf(previewAct(amara, act, { person: petra.person.id }, web));
  expect(again.message).toContain("is an administrator already");
  for (const person of ["", "0", `${petra.person.id}' or true`, {}]) {
    expect((await faultOf(previewAct(amara, act, { person }, web))).code).toBe("invalid");
  }
  const stranger = { person: "0190f7d2-6f1e-7000-8000-0000000000ff" };
  expect((await faultOf(previewAct(amara, act, stranger, web))).code).toBe("not-found");
  expect((await faultOf(previewAct(oona, act, { person: petra.person.id }, web))).code).toBe("forbidden");
});
