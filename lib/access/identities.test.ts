import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Event } from "../event/index.ts";
import { makeLeaf } from "../integrity/index.ts";
import { until } from "../ledger/builders.ts";
import { aPrincipal, type TestWeb, testWeb } from "./builders.ts";
import { changeIdentity, createIdentity, listIdentities, readIdentities, removeIdentity } from "./identities.ts";
import type { GivenIdentity } from "./identity.ts";

let web: TestWeb;
const sources = { billing: "0190f7d2-6f1e-7000-8000-00000000d001", crm: "0190f7d2-6f1e-7000-8000-00000000d002" };
beforeAll(async () => {
  web = await testWeb();
  for (const [name, id] of Object.entries(sources)) {
    await web.database
      .owner`insert into app.sources (id, ledger, kind, name) values (${id}, ${web.ledger}, 'postgres', ${name})`;
  }
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`truncate app.keys, app.identities, inbox.events`);

const ines = aPrincipal("engineer");
const nightly: GivenIdentity = { actor: "nightly-billing", kind: "service", name: "Nightly billing" };
const make = (given: Partial<GivenIdentity> = {}) => createIdentity(ines, { ...nightly, ...given }, web);

describe("an identity", () => {
  test("is made, changed and removed, and each of it is an event with before and after", async () => {
    const made = await make({ matches: { login: [" billing_job ", "billing_job"], application: ["billing.sh"] } });
    expect(made.matches).toEqual({ login: ["billing_job"], application: ["billing.sh"], source: [] });
    expect(await listIdentities(ines, web)).toEqual([made]);
    const changed = await changeIdentity(
      ines,
      made.id,
      { kind: "agent", name: "Billing agent", matches: { login: ["billing_job"] }, note: "Runs at 2:00 UTC." },
      web,
    );
    expect(changed.actor).toBe("nightly-billing");
    expect(await listIdentities(ines, web)).toEqual([changed]);
    await removeIdentity(ines, made.id, web);
    expect(await listIdentities(ines, web)).toEqual([]);

    const events = await web.posted();
    expect(events.map(({ type, category }) => `${category} ${type}`)).toEqual([
      "configuration identity.created",
      "configuration identity.changed",
      "configuration identity.removed",
    ]);
    for (const event of events) {
      expect(event.target).toEqual({ system: "vouch", type: "identity", id: "nightly-billing" });
      expect(event.actor).toMatchObject({ id: "engineer@example.org", attribution: "verified" });
      makeLeafOf(event);
    }
    const fields = events[1]?.change?.fields ?? [];
    expect(fields.filter((field) => field.changed)).toEqual([
      { name: "kind", type: "text", mode: "keep", changed: true, before: "service", after: "agent" },
      { name: "name", type: "text", mode: "keep", changed: true, before: "Nightly billing", after: "Billing agent" },
      {
        name: "application_names",
        type: "array",
        mode: "keep",
        changed: true,
        before: [{ type: "text", value: "billing.sh" }],
        after: [],
      },
      { name: "note", type: "text", mode: "erasable", changed: true, before: "", after: "Runs at 2:00 UTC." },
    ]);
  });

  test("that was removed leaves its id and its logins to others", async () => {
    const { id } = await make({ matches: { login: ["billing_job"] } });
    await removeIdentity(ines, id, web);
    const again = await make({ matches: { login: ["billing_job"] } });
    expect(again.id).not.toBe(id);
    await expect(changeIdentity(ines, id, nightly, web)).rejects.toMatchObject({ code: "not-found" });
    await expect(removeIdentity(ines, id, web)).rejects.toMatchObject({ code: "not-found" });
  });

  test("with an API key that works is not removed; once its keys are revoked it is", async () => {
    const { id } = await make();
    await web.database.owner`
      insert into app.keys (id, source, identity, name, categories, hash) values (gen_random_uuid(), ${sources.crm}, ${id}, 'desk', '{record}', '\\x00')`;
    await expect(removeIdentity(ines, id, web)).rejects.toMatchObject({ code: "conflict" });
    expect(await web.posted("identity.removed")).toEqual([]);
    await web.database.owner`update app.keys set revoked_at = now()`;
    await removeIdentity(ines, id, web);
  });
});

describe("a login or an application name", () => {
  test("is one identity's: another with the same is refused and nothing is recorded", async () => {
    await make({ matches: { login: ["billing_job"], application: ["billing.sh"] } });
    const other = { actor: "invoices", name: "Invoices" };
    for (const matches of [{ login: ["x", "billing_job"] }, { application: ["billing.sh"] }]) {
      await expect(make({ ...other, matches })).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("Nightly billing"),
      });
    }
    const { id } = await make({ ...other, matches: { login: ["billing.sh"], application: ["billing_job"] } });
    await expect(
      changeIdentity(ines, id, { ...nightly, ...other, matches: { login: ["billing_job"] } }, web),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(make()).rejects.toMatchObject({ code: "conflict" });
    expect(await web.posted()).toHaveLength(2);
  });

  test("may be somebody else in another source", async () => {
    await make({ matches: { login: ["app"], source: [sources.billing] } });
    await make({ actor: "crm", name: "CRM", matches: { login: ["app"], source: [sources.crm] } });
    await expect(make({ actor: "all", name: "All", matches: { login: ["app"] } })).rejects.toMatchObject({
      code: "conflict",
    });
    const unknown = make({ actor: "far", name: "Far", matches: { source: [web.ledger] } });
    await expect(unknown).rejects.toMatchObject({ code: "invalid" });
  });

  test("is named once, also when two people name it in the same moment", async () => {
    const { owner } = web.database;
    let both: Promise<PromiseSettledResult<unknown>[]> | undefined;
    await owner.begin(async (sql) => {
      await sql`lock table app.identities in share row exclusive mode`; // so that both have come before either is served
      both = Promise.allSettled(["one", "two"].map((actor) => make({ actor, matches: { login: ["billing_job"] } })));
      await until("both to wait", async () => {
        const waiting = await owner`select 1 from pg_locks where relation = 'app.identities'::regclass and not granted`;
        return waiting.length === 2;
      });
    });
    expect((await both)?.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await readIdentities(web.sql)).toHaveLength(1);
  });
});

describe("what is given", () => {
  const long = "x".repeat(121);
  test.each<[string, Partial<GivenIdentity>]>([
    ["an id with blanks", { actor: "nightly billing" }],
    ["no id", { actor: " " }],
    ["an id that is too long", { actor: long }],
    ["an id that names nobody", { actor: "System" }],
    ["a kind that does not exist", { kind: "unknown" }],
    ["no name", { name: " \n " }],
    ["a name that is too long", { name: long }],
    ["a login that is too long", { matches: { login: ["ü".repeat(32)] } }],
    ["a login with a line break", { matches: { login: ["a\nb"] } }],
    ["an application name that PostgreSQL would change", { matches: { application: ["Abrechnung für Häfen"] } }],
    ["too many logins", { matches: { login: Array.from({ length: 21 }, (_, n) => `login_${n}`) } }],
    ["a note that is too long", { note: "n".repeat(501) }],
  ])("%s is refused with a sentence, and nothing is stored or recorded", async (_, given) => {
    const refusal = await make(given).catch((error) => error);
    expect(refusal).toMatchObject({ code: "invalid", message: expect.stringMatching(/\.$/) });
    expect(await readIdentities(web.sql)).toEqual([]);
    expect(await web.posted()).toEqual([]);
  });

  test("at its limits is taken, and its events are leaves", async () => {
    const texts = Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(63, "x"));
    const matches = { login: texts, application: texts };
    await make({ actor: long.slice(1), name: "ü".repeat(120), note: "👩‍⚕️".repeat(100), matches });
    for (const event of await web.posted()) makeLeafOf(event);
  });
});

test("who may only look may not name, and the attempt is recorded", async () => {
  const { id } = await make();
  const oona = aPrincipal("compliance");
  expect(await listIdentities(oona, web)).toHaveLength(1);
  const attempts = [
    () => createIdentity(oona, { ...nightly, actor: "other" }, web),
    () => changeIdentity(oona, id, nightly, web),
    () => removeIdentity(oona, id, web),
    () => listIdentities(aPrincipal("auditor"), web),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
  await expect(createIdentity(undefined, nightly, web)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await web.posted("access.denied")).toHaveLength(4);
  expect(await readIdentities(web.sql)).toHaveLength(1);
});

test("the sequencer's login reads identities and can change none", async () => {
  await make();
  const sequencer = web.database.as("sequencer");
  expect(await readIdentities(sequencer)).toHaveLength(1);
  await expect(sequencer`delete from app.identities`).rejects.toMatchObject({ code: "42501" });
});

/** Throws for an event that cannot become an entry. */
function makeLeafOf(event: Event) {
  const random = (n: number) => new Uint8Array(n);
  return makeLeaf(event, { ledger: web.ledger, recordedAt: event.occurredAt, random, hashKey: random(32) });
}
