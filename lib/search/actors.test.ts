/** The list of those who acted without a name: complete, within the reader's scope, and nothing that is no gap. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { aPrincipal } from "../access/builders.ts";
import { createIdentity, type Web } from "../access/index.ts";
import { anEventId, anUpdate, aTime } from "../event/builders.ts";
import type { Actor, Event } from "../event/index.ts";
import { aSource, freshLedger, type TestLedger } from "../ledger/builders.ts";
import { findUnnamed } from "./actors.ts";

const day = 86_400;
const crm = "0190f7d2-6f1e-7000-8000-00000000d002";
let ledger: TestLedger;
let web: Web;
let number = 0;

const unknown = (id: string): Actor => ({ kind: "unknown", id, attribution: "verified" });
const system: Actor = { kind: "unknown", id: "system", attribution: "claimed" };
const dana: Actor = { kind: "human", id: "dana@example.com", attribution: "claimed" };

/** A change `ago` days before now, through `login`. */
function aChange(ago: number, login: string, actor: Actor = unknown(login), overrides: Partial<Event> = {}): Event {
  const n = number++;
  return anUpdate(
    { id: `${n}` },
    {
      id: anEventId(n),
      occurredAt: aTime(-ago * day, n),
      actor,
      source: { id: aSource, kind: "postgres", name: "billing" },
      origin: { login, application: `${login} script` },
      ...overrides,
    },
  );
}

beforeAll(async () => {
  ledger = await freshLedger();
  web = { sql: ledger.database.as("web"), home: ledger.home, clock: () => aTime() };
  for (const [id, name] of [
    [aSource, "billing"],
    [crm, "crm"],
  ] as const) {
    await ledger.owner`insert into app.sources (id, ledger, kind, name) values (${id}, ${ledger.ledger}, 'postgres', ${name})`;
  }
  const bulk = { id: "0190f7d2-6f1e-7000-8000-0000000000aa", rows: "1200", tables: ["public.invoice"] };
  const there = { source: { id: crm, kind: "postgres" as const, name: "crm" } };
  await ledger.appendEvents([
    aChange(1, "etl"),
    aChange(2, "etl"),
    aChange(20, "etl", undefined, { change: undefined, category: "statement", statement: bulk }),
    ...[1, 2, 3].map(() => aChange(20, "etl", undefined, { statement: { partOf: bulk.id } })),
    aChange(40, "etl"),
    aChange(3, "etl", undefined, there),
    aChange(4, "app", system),
    aChange(5, "app"),
    aChange(6, "app", dana),
    aChange(6, "app", unknown("sign-in"), { category: "authentication", type: "user.login_failed" }),
    aChange(6, "vouch", unknown("vouch"), { source: { id: aSource, kind: "vouch", name: "Vouch" } }),
  ]);
});
afterAll(() => ledger.drop());

const reader = aPrincipal("compliance");
const said = async (days: number, scope = {}) => {
  const { actors } = await findUnnamed(aPrincipal("engineer", scope), days, web);
  return actors.map(({ actor, login, source, changes, named }) => {
    return `${actor} by ${login} in ${source.name}: ${changes}${named ? `, is ${named}` : ""}`;
  });
};

test("lists logins and words that name nobody, with the changes that came through them", async () => {
  expect(await said(30)).toEqual([
    "etl by etl in billing: 1202",
    "app by app in billing: 1",
    "etl by etl in crm: 1",
    "system by app in billing: 1",
  ]);
  const { actors, anything, cut, more, from, sources } = await findUnnamed(reader, 30, web);
  expect(actors[0]).toMatchObject({
    claimed: false,
    application: "etl script",
    firstAt: aTime(-20 * day, 2),
    lastAt: aTime(-day, 0),
  });
  expect(actors[3]).toMatchObject({ actor: "system", claimed: true });
  expect({ anything, cut, more, from }).toEqual({ anything: true, cut: false, more: 0, from: aTime(-30 * day) });
  expect(sources).toEqual([
    { id: aSource, name: "billing" },
    { id: crm, name: "crm" },
  ]);
});

test("the period is one of those that can be asked for, else 30 days", async () => {
  expect(await said(7)).toContain("etl by etl in billing: 2");
  expect(await said(90)).toContain("etl by etl in billing: 1203");
  expect((await findUnnamed(reader, 1e9, web)).days).toBe(30);
  expect((await findUnnamed(reader, Number.NaN, web)).days).toBe(30);
});

test("nobody sees beyond their scope", async () => {
  expect(await said(30, { sources: [crm] })).toEqual(["etl by etl in crm: 1"]);
  expect(await said(30, { from: aTime(-3.5 * day) })).toEqual(["etl by etl in billing: 2", "etl by etl in crm: 1"]);
  expect(await said(30, { to: aTime(-4.5 * day) })).toEqual([
    "etl by etl in billing: 1200",
    "app by app in billing: 1",
  ]);
  const nothing = await findUnnamed(aPrincipal("engineer", { sources: [] }), 30, web);
  expect(nothing).toMatchObject({ actors: [], anything: false, sources: [] });
  await expect(findUnnamed(aPrincipal("auditor"), 30, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(findUnnamed(undefined, 30, web)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("what has a name by now comes last, in the source that is meant", async () => {
  const ines = aPrincipal("engineer");
  const matches = { login: ["etl"], source: [aSource] };
  const made = await createIdentity(ines, { actor: "nightly", kind: "service", name: "Nightly", matches }, web);
  const script = { actor: "desk", kind: "service", name: "Desk", matches: { application: ["app script"] } };
  await createIdentity(ines, script, web);
  expect(await said(30)).toEqual([
    "etl by etl in crm: 1",
    "etl by etl in billing: 1202, is Nightly",
    "app by app in billing: 1, is Desk",
    "system by app in billing: 1, is Desk",
  ]);
  expect((await findUnnamed(reader, 30, web)).identities).toMatchObject([{ actor: "desk" }, made]);
});
