import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { changePassword } from "./account.ts";
import { aPassword, aPerson, aSession, type TestWeb, testWeb } from "./builders.ts";
import { permit } from "./gate.ts";
import type { Principal } from "./principal.ts";
import { holdToReading, principalOfToken } from "./reader.ts";
import { changeRules } from "./rules.ts";
import { revokeSessions } from "./session-list.ts";
import { findPrincipal } from "./sessions.ts";
import { changeRole, deactivatePerson } from "./standing.ts";
import { listTokens, makeToken, mostTokens, revokeToken } from "./tokens.ts";

let web: TestWeb;
let administrator: Principal;
const whence = { address: "10.0.0.9", userAgent: "curl/8" };
let people = 0;

beforeAll(async () => {
  web = await testWeb();
  await aPerson(web, "first@example.org", "administrator");
  administrator = (await findPrincipal(await aSession(web, "first@example.org"), whence, web)) as Principal;
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`truncate inbox.events, app.attempts`);

const read = (secret: string, from = whence) => principalOfToken(`Bearer ${secret}`, from, web);
const wish = { name: "Nightly report", days: 30, password: aPassword };

/** Somebody who is signed in, with a token. */
async function aReader(role: "auditor" | "compliance" = "compliance") {
  const email = `reader${people++}@example.org`;
  const id = await aPerson(web, email, role, { from: "2026-01-01T00:00:00.000000Z" });
  const by = (await findPrincipal(await aSession(web, email), whence, web)) as Principal;
  const made = await makeToken(by, wish, web);
  return { id, email, by, made };
}

test("a token reads as its person, with the role and scope that they have now, and what it does says so", async () => {
  const { id, email, by, made } = await aReader("auditor");
  expect(made.secret).toMatch(/^vouch_read_[\w-]{43}$/);
  const stored = await web.database.owner<{ row: string }[]>`select t::text as row from app.tokens t`;
  expect(stored.map(({ row }) => row).join()).not.toContain(made.secret.slice(11));
  expect(await web.inbox()).not.toContain(made.secret.slice(11));
  expect(await web.posted("token.made")).toMatchObject([{ actor: { id: email }, category: "configuration" }]);

  const known = await read(made.secret);
  if (known.outcome !== "known") throw new Error(known.outcome);
  expect(known.principal).toMatchObject({
    person: { id, email, role: "auditor" },
    scope: { from: "2026-01-01T00:00:00.000000Z" },
    token: { id: made.id, name: "Nightly report" },
    ...whence,
  });
  expect((await listTokens(by, web))[0]).toMatchObject({
    name: "Nightly report",
    lastUsedAt: expect.stringMatching(/Z$/),
  });

  await permit(known.principal, "events.search", {}, async () => [], web);
  expect(await web.posted("event.searched")).toMatchObject([
    {
      actor: { id: email, attribution: "verified" },
      origin: { channel: "api", address: "10.0.0.9" },
      correlation: { session: known.principal.session },
    },
  ]);
  await changeRole(administrator, id, { role: "engineer" }, web);
  expect(await read(made.secret)).toMatchObject({ principal: { person: { role: "engineer" } } });
  await expect(makeToken(known.principal, wish, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeToken(known.principal, made.id, web)).rejects.toMatchObject({ code: "forbidden" });
});

test("it lets nobody in once it is ended, has expired, or its person may not sign in", async () => {
  const one = await aReader();
  await revokeToken(one.by, one.made.id, web);
  expect(await read(one.made.secret)).toMatchObject({ outcome: "refused", sentence: expect.stringMatching(/ended/) });
  expect(await web.posted("token.revoked")).toHaveLength(1);
  expect(await listTokens(one.by, web)).toEqual([]);
  await expect(revokeToken(one.by, one.made.id, web)).rejects.toMatchObject({ code: "not-found" });

  const another = await aReader();
  await expect(revokeToken(one.by, another.made.id, web)).rejects.toMatchObject({ code: "not-found" });
  await expect(revokeToken(one.by, "x", web)).rejects.toMatchObject({ code: "not-found" });
  expect((await read(another.made.secret)).outcome).toBe("known");

  await changeRules(administrator, { secondFactor: ["compliance"] }, web);
  expect(await read(another.made.secret)).toMatchObject({
    outcome: "refused",
    sentence: expect.stringMatching(/second factor/),
  });
  await changeRules(administrator, { secondFactor: [] }, web);

  await changePassword(another.by, { old: aPassword, password: "another long password" }, web);
  expect(await read(another.made.secret)).toMatchObject({ outcome: "refused" });

  const third = await aReader();
  await revokeSessions(administrator, third.id, web);
  expect(await read(third.made.secret)).toMatchObject({ outcome: "refused" });

  const fourth = await aReader();
  await deactivatePerson(administrator, fourth.id, web);
  expect(await read(fourth.made.secret)).toMatchObject({
    outcome: "refused",
    sentence: expect.stringMatching(/deactivated/),
  });
  expect(await web.posted("token.refused")).toMatchObject([
    {},
    {},
    {},
    {},
    {
      actor: { id: fourth.email, attribution: "claimed" },
      decision: { outcome: "denied" },
      origin: { channel: "api" },
    },
  ]);

  const fifth = await aReader();
  web.pass(30 * 24 * 60 + 1);
  expect(await read(fifth.made.secret)).toMatchObject({
    outcome: "refused",
    sentence: expect.stringMatching(/expired/),
  });
});

test("making one takes the password, and there are so many at most", async () => {
  const { by } = await aReader();
  await expect(makeToken(by, { ...wish, password: "wrong" }, web)).rejects.toMatchObject({ code: "forbidden" });
  expect(await web.posted("person.confirmation_failed")).toHaveLength(1);
  for (const days of [0, 366, 1.5, Number.NaN])
    await expect(makeToken(by, { ...wish, days }, web)).rejects.toMatchObject({ code: "invalid" });
  await expect(makeToken(by, { ...wish, name: " " }, web)).rejects.toMatchObject({ code: "invalid" });
  await expect(makeToken(undefined, wish, web)).rejects.toMatchObject({ code: "unauthenticated" });
  await web.database.owner`
    insert into app.tokens (id, person, name, hash, created_at, expires_at)
    select gen_random_uuid(), ${by.person.id}, 'T' || n, sha256(convert_to('t' || n, 'UTF8')), now(), 'infinity'
    from generate_series(2, ${mostTokens}) n`;
  await expect(makeToken(by, wish, web)).rejects.toMatchObject({ code: "conflict" });
});

test("guessing locks the address, not the tokens that work; reading without end is slowed down", async () => {
  const { by, made } = await aReader();
  const guess = `vouch_read_${"x".repeat(43)}`;
  for (let n = 0; n < 30; n++) expect((await read(guess)).outcome).toBe("refused");
  expect(await read(guess)).toEqual({ outcome: "locked", seconds: expect.any(Number) });
  expect((await read(made.secret)).outcome).toBe("known");
  expect((await read(guess, { address: "10.0.0.10", userAgent: "" })).outcome).toBe("refused");
  expect(await web.posted("token.refused")).toHaveLength(31);
  for (const header of [null, "", "Basic eDp5", "Bearer", `Bearer vouch_${"x".repeat(43)}`, "Bearer \u0000"])
    expect((await principalOfToken(header, { address: "10.0.0.11" }, web)).outcome).toBe("refused");

  for (let n = 0; n < 300; n++) expect(await holdToReading(by, web)).toBeUndefined();
  expect(await holdToReading(by, web)).toEqual({ seconds: expect.any(Number) });
  web.pass(6);
  expect(await holdToReading(by, web)).toBeUndefined();
});
