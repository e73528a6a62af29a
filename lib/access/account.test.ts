import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changeName, changePassword, readAccount } from "./account.ts";
import { aPassword, aPerson, aSession, type TestWeb, testWeb } from "./builders.ts";
import { findPrincipal } from "./sessions.ts";
import { signIn } from "./signin.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
  await aPerson(web, "ada@example.org", "compliance");
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`truncate inbox.events, app.attempts`);

const principal = (secret: string) => findPrincipal(secret, {}, web);
const next = "a lamp, a ladder and rain";

test("a password is changed with the old one; other sessions end, this one goes on", async () => {
  const [here, elsewhere] = [await aSession(web, "ada@example.org"), await aSession(web, "ada@example.org")];
  const by = await principal(here);
  await expect(changePassword(undefined, { old: aPassword, password: next }, web)).rejects.toMatchObject({
    code: "unauthenticated",
  });
  for (const password of ["too short", aPassword, "x".repeat(201)]) {
    await expect(changePassword(by, { old: aPassword, password }, web)).rejects.toMatchObject({ code: "invalid" });
  }
  expect(await principal(elsewhere)).toBeDefined();
  expect(await changePassword(by, { old: aPassword, password: next }, web)).toBe(1);
  expect([await principal(here), await principal(elsewhere)]).toMatchObject([{}, undefined]);
  expect((await signIn({ email: "ada@example.org", password: aPassword }, {}, web)).outcome).toBe("wrong");
  expect((await signIn({ email: "ada@example.org", password: next }, {}, web)).outcome).toBe("signed-in");
  expect(await web.posted("person.password_changed")).toMatchObject([{ data: [{ value: "1" }] }]);
  expect(await web.inbox()).not.toMatch(/argon2|ladder|horse/);
});

test("an open browser is not enough to find the password out: five guesses lock it, and the sign-in with it", async () => {
  await aPerson(web, "bea@example.org", "engineer");
  const by = await principal(await aSession(web, "bea@example.org"));
  const guess = (old: string) => changePassword(by, { old, password: next }, web).catch((fault) => fault.message);
  const said = await Promise.all(Array.from({ length: 8 }, (_, n) => guess(`guess number ${n}`)));
  expect(said.filter((words) => words === "The password is not right.")).toHaveLength(4);
  expect(await guess(aPassword)).toMatch(/Too many wrong passwords. Try again in 15 minutes./);
  expect((await signIn({ email: "bea@example.org", password: aPassword }, {}, web)).outcome).toBe("locked");
  expect(await web.posted("person.confirmation_failed")).toHaveLength(5);
  web.pass(15);
  expect(await changePassword(by, { old: aPassword, password: next }, web)).toBe(0);
});

test("a name is changed for the entries to come, and is nothing that stays in the leaf", async () => {
  await aPerson(web, "cy@example.org", "auditor", { from: "2026-01-01T00:00:00.000000Z", sources: [] });
  const secret = await aSession(web, "cy@example.org");
  await expect(changeName(await principal(secret), " \n ", web)).rejects.toMatchObject({ code: "invalid" });
  expect(await changeName(await principal(secret), "  Cy \u0000 Twombly ", web)).toBe("Cy Twombly");
  await changeName(await principal(secret), "Cy Twombly", web);
  expect(await web.posted("person.renamed")).toMatchObject([
    {
      actor: { name: "Name of auditor" },
      change: { fields: [{ mode: "erasable", before: "Name of auditor", after: "Cy Twombly" }] },
    },
  ]);
  expect(await readAccount(await principal(secret), web)).toMatchObject({
    person: { name: "Cy Twombly", role: "auditor" },
    sources: [],
    password: true,
    provider: undefined,
    secondFactor: undefined,
    secondFactorRequired: false,
    sessions: [{ current: true }],
  });
});

test("who signs in with a provider alone has no password to change", async () => {
  const id = await aPerson(web, "dan@example.org", "engineer");
  const by = await principal(await aSession(web, "dan@example.org"));
  await web.database.owner`update app.people set password = null, oidc = 'https://id.example 7' where id = ${id}`;
  await expect(changePassword(by, { old: "", password: next }, web)).rejects.toMatchObject({ code: "conflict" });
  expect(await readAccount(by, web)).toMatchObject({ password: false, provider: expect.any(String) });
});
