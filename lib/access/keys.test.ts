import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLeaf } from "../integrity/index.ts";
import { reporterOf } from "./bearer.ts";
import { aPrincipal, type TestWeb, testWeb } from "./builders.ts";
import { createIdentity } from "./identities.ts";
import type { KeyWish, MadeKey } from "./key.ts";
import { listKeys, makeKey, revokeKey, rotateKey } from "./keys.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.drop());
beforeEach(async () => {
  await web.database.owner`truncate inbox.events, app.attempts`;
});

const engineer = aPrincipal("engineer");
let made = 0;
const wish = (given: Partial<KeyWish> = {}): KeyWish => ({
  system: { name: `Pay ${++made}`, flagged: [" payroll ", ""] },
  identity: { actor: `pay-${made}`, kind: "service", name: "Pay" },
  name: "production",
  categories: ["authentication", "record"],
  ...given,
});
const opens = async ({ secret }: MadeKey) => {
  const bearer = await reporterOf(`Bearer ${secret}`, { address: "10.0.0.9" }, web);
  return bearer.outcome === "known" ? bearer.reporter : undefined;
};
const types = async () => (await web.posted()).map(({ type }) => type);

test("a key opens the door for its system and identity; the table and the trail hold no secret", async () => {
  const key = await makeKey(engineer, wish({ days: 30 }), web);
  expect(key.secret).toMatch(/^vouch_[\w-]{43}$/);
  expect(await opens(key)).toMatchObject({
    key: { name: "production", categories: ["authentication", "record"] },
    source: { name: key.system, settings: { flagged: ["payroll"] } },
    identity: { kind: "service", name: "Pay" },
  });
  expect(await types()).toEqual(["identity.created", "source.connected", "key.created"]);
  const events = await web.posted();
  for (const event of events) {
    expect(event).toMatchObject({
      category: "configuration",
      actor: { id: "engineer@example.org", attribution: "verified" },
    });
    const seal = {
      ledger: web.ledger,
      recordedAt: web.clock(),
      random: (n: number) => new Uint8Array(n),
      hashKey: new Uint8Array(32),
    };
    makeLeaf(event, seal);
  }
  const [stored] = await web.database.owner<
    { row: string }[]
  >`select to_jsonb(k)::text as row from app.keys k where id = ${key.id}`;
  for (const text of [stored?.row, await web.inbox()]) expect(text).not.toContain(key.secret.slice(6));
  expect(key.expiresAt).toMatch(/^2026-12-20T/);
});

test("the use of a key is noted, once a minute", async () => {
  const key = await makeKey(engineer, wish(), web);
  const used = async () => {
    const { systems } = await listKeys(engineer, web);
    return systems.flatMap(({ keys }) => keys).find(({ id }) => id === key.id)?.lastUsedAt;
  };
  expect(await used()).toBeNull();
  await opens(key);
  const first = await used();
  expect(first).toMatch(/^2026-11-20T07:0/);
  await opens(key);
  expect(await used()).toBe(first);
  web.pass(2);
  await opens(key);
  expect(await used()).not.toBe(first);
});

test("rotating: both keys work until the time is over, then the new one alone; it lives as long as the old one was to", async () => {
  const old = await makeKey(engineer, wish({ days: 10 }), web);
  const next = await rotateKey(engineer, old.id, 24, web);
  expect(next.secret).not.toBe(old.secret);
  expect([await opens(old), await opens(next)]).toMatchObject([
    {},
    { key: { categories: ["authentication", "record"] } },
  ]);
  web.pass(24 * 60 + 1);
  expect(await opens(old)).toBeUndefined();
  expect(await opens(next)).toBeDefined();
  web.pass(9 * 24 * 60);
  expect(await opens(next)).toBeUndefined();
  await expect(rotateKey(engineer, old.id, 24, web)).rejects.toMatchObject({ code: "conflict" });
  expect(await types()).toContain("key.rotated");
});

test("rotating never lets the old key work longer than it would have", async () => {
  const old = await makeKey(engineer, wish({ days: 1 }), web);
  await rotateKey(engineer, old.id, 48, web);
  web.pass(25 * 60);
  expect(await opens(old)).toBeUndefined();
});

test("revoking ends a key at once, and is recorded once", async () => {
  const key = await makeKey(engineer, wish(), web);
  await revokeKey(engineer, key.id, web);
  expect(await opens(key)).toBeUndefined();
  await expect(revokeKey(engineer, key.id, web)).rejects.toMatchObject({ code: "conflict" });
  expect((await types()).filter((type) => type === "key.revoked")).toHaveLength(1);
});

test("a second key for a system and an identity that are there already", async () => {
  const first = await makeKey(engineer, wish(), web);
  const identity = await createIdentity(engineer, { actor: `agent-${made}`, kind: "agent", name: "Helper" }, web);
  const { systems } = await listKeys(engineer, web);
  const system = systems.find(({ name }) => name === first.system);
  await makeKey(engineer, wish({ system: { id: system?.id ?? "" }, identity: { id: identity.id } }), web);
  const after = (await listKeys(engineer, web)).systems.find(({ name }) => name === first.system);
  expect(after?.keys.map(({ identity: { kind }, state }) => [kind, state])).toEqual([
    ["agent", "works"],
    ["service", "works"],
  ]);
});

test.each([
  ["no category", { categories: [] }, "invalid"],
  ["a category that is Vouch's own", { categories: ["record", "integrity"] }, "invalid"],
  ["a name that is empty", { name: "  " }, "invalid"],
  ["half a day", { days: 0.5 }, "invalid"],
  ["a system that is not there", { system: { id: "0190f7d2-6f1e-7000-8000-000000000009" } }, "not-found"],
  ["an id that is none", { identity: { id: "x' or true" } }, "not-found"],
])("%s is refused, and nothing is left behind", async (_what, given, code) => {
  const before = await web.database.owner`select id from app.sources`;
  await expect(makeKey(engineer, wish(given), web)).rejects.toMatchObject({ code });
  expect(await web.database.owner`select id from app.sources`).toHaveLength(before.length);
  expect(await types()).not.toContain("key.created");
});

test("a system cannot take the name of another source", async () => {
  const { system } = await makeKey(engineer, wish(), web);
  await expect(makeKey(engineer, wish({ system: { name: system, flagged: ["*"] } }), web)).rejects.toMatchObject({
    code: "conflict",
  });
});

test("whoever may not manage keys sees none and changes none, which is recorded", async () => {
  const key = await makeKey(engineer, wish(), web);
  for (const role of ["compliance", "auditor", "approver"] as const) {
    const other = aPrincipal(role);
    const acts = [
      () => listKeys(other, web),
      () => makeKey(other, wish(), web),
      () => rotateKey(other, key.id, 1, web),
      () => revokeKey(other, key.id, web),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(revokeKey(undefined, key.id, web)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(await opens(key)).toBeDefined();
  expect((await types()).filter((type) => type === "access.denied")).toHaveLength(12);
});

test("whoever is held to some sources sees and changes no keys of others", async () => {
  const key = await makeKey(engineer, wish(), web);
  const held = aPrincipal("engineer", { sources: ["0190f7d2-6f1e-7000-8000-000000000009"] });
  expect((await listKeys(held, web)).systems).toEqual([]);
  await expect(revokeKey(held, key.id, web)).rejects.toMatchObject({ code: "not-found" });
  await expect(rotateKey(held, key.id, 1, web)).rejects.toMatchObject({ code: "not-found" });
  const { systems } = await listKeys(engineer, web);
  const id = systems.find(({ name }) => name === key.system)?.id ?? "";
  await expect(makeKey(held, wish({ system: { id } }), web)).rejects.toMatchObject({ code: "not-found" });
  expect(await opens(key)).toBeDefined();
});

test("of wrong keys that arrive together, no more are recorded than of those that come one by one", async () => {
  const one = () => reporterOf(`Bearer vouch_${"x".repeat(43)}`, { address: "10.0.0.66" }, web);
  const outcomes = (await Promise.all(Array.from({ length: 60 }, one))).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === "refused")).toHaveLength(30);
  expect(await types()).toHaveLength(30);
});

test("what is no key is refused before the database is asked, and counted", async () => {
  for (const header of [null, "", "Basic abc", "Bearer vouch_short", `Bearer vouch_${"x".repeat(44)}`]) {
    expect((await reporterOf(header, { address: "10.0.0.9" }, web)).outcome, String(header)).toBe("refused");
  }
  expect(await types()).toEqual(Array(5).fill("key.refused"));
});
