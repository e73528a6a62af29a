import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeLeaf } from "../integrity/index.ts";
import { aPassword, aPerson, type TestWeb, testWeb } from "./builders.ts";
import { findPrincipal } from "./sessions.ts";
import { signIn } from "./signin.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
  await aPerson(web, "ada@example.org", "compliance");
});
afterAll(() => web.drop());
beforeEach(async () => {
  await web.database.owner`truncate inbox.events, app.attempts`;
});

const wrong = "wrong horse battery";
const whence = { address: "10.0.0.7", userAgent: "Test/1" };
const attempt = (password: string, email = "ada@example.org", from: typeof whence | object = whence) =>
  signIn({ email, password }, from, web);

test("a right password opens a session; e-mail addresses are compared in lower case", async () => {
  const result = await attempt(aPassword, " Ada@Example.org ");
  expect(result.outcome).toBe("signed-in");
  if (result.outcome !== "signed-in") return;
  const principal = await findPrincipal(result.secret, whence, web);
  expect(principal).toMatchObject({ person: { email: "ada@example.org", role: "compliance" }, scope: {}, ...whence });
  expect(await web.posted()).toMatchObject([
    {
      type: "user.signed_in",
      category: "authentication",
      actor: { id: "ada@example.org", attribution: "verified" },
      correlation: { session: principal?.session },
    },
  ]);
  expect(await web.inbox()).not.toContain(result.secret);
});

test("an unknown account, a wrong password and a deactivated account answer alike and are told apart in the trail", async () => {
  const gone = await aPerson(web, "gone@example.org", "auditor");
  await web.database.owner`update app.people set deactivated_at = now() where id = ${gone}`;
  expect(await attempt(wrong)).toEqual({ outcome: "wrong" });
  expect(await attempt(wrong, "nobody@example.org")).toEqual({ outcome: "wrong" });
  expect(await attempt(aPassword, "gone@example.org")).toEqual({ outcome: "wrong" });
  expect(await attempt(wrong, wrong)).toEqual({ outcome: "wrong" });
  expect(await web.posted()).toMatchObject([
    { type: "user.login_failed", actor: { kind: "human", id: "ada@example.org", attribution: "claimed" } },
    {
      actor: { kind: "unknown", attribution: "none" },
      data: [{ mode: "erasable", value: "nobody@example.org" }, {}, {}],
    },
    { actor: { id: "gone@example.org" }, data: [{ name: "reason", value: "deactivated" }, {}] },
    { data: [{ name: "email", mode: "keep", value: "not an e-mail address" }, { value: "unknown account" }, {}] },
  ]);
});

test("five failures lock the account for fifteen minutes, also for the right password", async () => {
  for (let i = 0; i < 4; i++) expect(await attempt(wrong)).toEqual({ outcome: "wrong" });
  expect(await attempt(wrong)).toEqual({ outcome: "locked", minutes: 15 });
  expect(await attempt(aPassword, undefined, { address: "10.9.9.9" })).toEqual({ outcome: "locked", minutes: 15 });
  web.pass(14);
  expect(await attempt(aPassword)).toEqual({ outcome: "locked", minutes: 1 });
  web.pass(1);
  expect((await attempt(aPassword)).outcome).toBe("signed-in");
  const types = (await web.posted()).map((event) => event.type);
  expect(types).toEqual([
    ...Array(5).fill("user.login_failed"),
    "user.locked_out",
    ...Array(2).fill("user.login_failed"),
    "user.signed_in",
  ]);
});

test("a success forgets the failures before it", async () => {
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 4; i++) expect(await attempt(wrong)).toEqual({ outcome: "wrong" });
    expect((await attempt(aPassword)).outcome).toBe("signed-in");
  }
});

test("thirty failures lock an address for every account, and a success does not clear its count", async () => {
  const from = { address: "10.0.0.8" };
  for (let i = 0; i < 29; i++) await attempt(wrong, `guess${i}@example.org`, from);
  expect((await attempt(aPassword, undefined, from)).outcome).toBe("signed-in");
  expect(await attempt(wrong, "guess29@example.org", from)).toEqual({ outcome: "locked", minutes: 15 });
  expect((await attempt(aPassword, undefined, from)).outcome).toBe("locked");
  expect((await attempt(aPassword)).outcome).toBe("signed-in"); // from elsewhere
  expect(await web.posted("user.locked_out")).toMatchObject([{ target: { type: "address", id: "10.0.0.8" } }]);
});

test("of guesses that arrive together no more than five count, whichever is right", async () => {
  const guesses = Array.from({ length: 20 }, () => attempt(wrong, undefined, {}));
  const results = await Promise.all(guesses);
  expect(results.filter((result) => result.outcome === "wrong")).toHaveLength(4);
  expect((await attempt(aPassword)).outcome).toBe("locked");
  expect(await web.posted("user.login_failed")).toHaveLength(21);
});

test("beyond a hundred failures of a period only every hundredth is recorded, with the count", async () => {
  for (let i = 0; i < 210; i++) await attempt(wrong, "flood@example.org", {});
  const failed = await web.posted("user.login_failed");
  expect(failed).toHaveLength(101);
  expect(failed.at(-1)?.data).toContainEqual({ name: "failures", type: "text", mode: "keep", value: "200" });
});

test("where the attempt cannot be recorded, nobody is signed in and no session is left", async () => {
  const before = await web.database.owner`select from app.sessions`;
  await web.database.owner`revoke execute on function inbox.post(text) from vouch_web`;
  try {
    await expect(attempt(aPassword)).rejects.toMatchObject({ name: "Fault", code: "unavailable" });
  } finally {
    await web.database.owner`grant execute on function inbox.post(text) to vouch_web`;
  }
  expect(await web.database.owner`select from app.sessions`).toHaveLength(before.length);
});

test("passwords and what looks like one reach no event, and every event becomes a leaf", async () => {
  await attempt(wrong);
  await attempt(aPassword);
  await attempt("another secret \ud800", "swapped secret \0 field");
  await attempt(wrong, "x@example.org", { address: "10.0.0.7", userAgent: "\ud800\0".repeat(400) });
  const inbox = await web.inbox();
  for (const secret of [wrong, aPassword, "another secret", "swapped secret", "$argon2id"]) {
    expect(inbox).not.toContain(secret);
  }
  const random = (n: number) => new Uint8Array(n);
  for (const event of await web.posted()) {
    makeLeaf(event, { ledger: web.ledger, recordedAt: event.occurredAt, random, hashKey: random(32) });
  }
});

test("counters hold no e-mail and go when they are over", async () => {
  await attempt(wrong);
  const [row] = await web.database.owner`select key from app.attempts where door = 'account'`;
  expect(row?.key).toMatch(/^[0-9a-f]{64}$/);
  web.pass(16);
  await attempt(wrong, "other@example.org", {});
  expect(await web.database.owner`select from app.attempts`).toHaveLength(1);
});
