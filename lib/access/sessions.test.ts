import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aPerson, aPrincipal, aSession, type TestWeb, testWeb } from "./builders.ts";
import { listSessions, revokeOtherSessions, revokeSession, revokeSessions } from "./session-list.ts";
import { findPrincipal, signOut } from "./sessions.ts";

let web: TestWeb;
let ada: string;
beforeAll(async () => {
  web = await testWeb();
  ada = await aPerson(web, "ada@example.org", "compliance");
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`truncate inbox.events, app.attempts`);

const principal = (secret: string) => findPrincipal(secret, {}, web);

test("role, scope and deactivation are read each time", async () => {
  const secret = await aSession(web, "ada@example.org");
  expect((await principal(secret))?.person.role).toBe("compliance");
  const scope = { from: "2026-01-01T00:00:00.000000Z", sources: ["a"] };
  await web.database
    .owner`update app.people set role = 'engineer', scope = ${JSON.stringify(scope)}::text::jsonb where id = ${ada}`;
  expect(await principal(secret)).toMatchObject({ person: { role: "engineer" }, scope });
  await web.database.owner`update app.people set deactivated_at = now() where id = ${ada}`;
  expect(await principal(secret)).toBeUndefined();
  await web.database
    .owner`update app.people set role = 'compliance', scope = '{}', deactivated_at = null where id = ${ada}`;
  expect(await principal(secret)).toBeDefined();
});

test("a scope that cannot be read admits nobody", async () => {
  const secret = await aSession(web, "ada@example.org");
  for (const scope of ['{"until":"2026"}', '{"from":"yesterday"}', '{"sources":"a"}', '"{}"', "[]", "null"]) {
    await web.database.owner`update app.people set scope = ${scope}::text::jsonb where id = ${ada}`;
    await expect(principal(secret)).rejects.toMatchObject({ code: "forbidden" });
  }
  await web.database.owner`update app.people set scope = '{}' where id = ${ada}`;
});

test("a session ends after twelve hours, whatever happened in it", async () => {
  const secret = await aSession(web, "ada@example.org");
  web.pass(12 * 60 - 1);
  expect(await principal(secret)).toBeDefined();
  web.pass(1);
  expect(await principal(secret)).toBeUndefined();
});

test("signing out ends this session alone, once, and is recorded", async () => {
  const [one, two] = [await aSession(web, "ada@example.org"), await aSession(web, "ada@example.org")];
  const session = (await principal(one))?.session;
  await Promise.all([signOut(one, {}, web), signOut(one, {}, web)]);
  await signOut(one, {}, web);
  expect(await principal(one)).toBeUndefined();
  expect(await principal(two)).toBeDefined();
  expect(await web.posted("user.signed_out")).toMatchObject([
    { correlation: { session }, actor: { id: "ada@example.org" } },
  ]);
});

test("administrators end the sessions of others, everybody their own, nobody else any", async () => {
  const [one, two] = [await aSession(web, "ada@example.org"), await aSession(web, "ada@example.org")];
  await expect(revokeSessions(undefined, ada, web)).rejects.toMatchObject({ code: "unauthenticated" });
  await expect(revokeSessions(aPrincipal("engineer"), ada, web)).rejects.toMatchObject({ code: "forbidden" });
  expect(await web.posted("access.denied")).toHaveLength(1);
  expect(await principal(one)).toBeDefined();
  expect(await revokeSessions(aPrincipal("administrator"), ada, web)).toBeGreaterThanOrEqual(2);
  expect([await principal(one), await principal(two)]).toEqual([undefined, undefined]);
  const three = await aSession(web, "ada@example.org");
  expect(await revokeSessions(await principal(three), ada, web)).toBe(1);
  expect(await web.posted("session.revoked")).toHaveLength(2);
});

test("a stolen copy of the table signs nobody in, and neither does the reference in the entries", async () => {
  const secret = await aSession(web, "ada@example.org");
  const rows = await web.database.owner<{ id: Buffer }[]>`select id from app.sessions`;
  const found = await principal(secret);
  const stolen = rows.flatMap(({ id }) => [id.toString("hex"), id.toString("base64url"), id.toString("latin1")]);
  for (const guess of [...stolen, found?.session ?? "", ""]) expect(await principal(guess)).toBeUndefined();
  const [row] = await web.database.owner<
    { text: string }[]
  >`select string_agg(s::text, ' ') as text from app.sessions s`;
  expect(row?.text).not.toContain(secret);
});

test("when a session was seen last is noted to the minute, without an entry", async () => {
  const secret = await aSession(web, "ada@example.org");
  const seen = async () => {
    const by = await principal(secret);
    const [row] = (await listSessions(by, ada, web)).filter(({ current }) => current);
    return row?.lastSeenAt.slice(11, 16);
  };
  const first = await seen();
  await web.database.owner`truncate inbox.events`;
  web.pass(3);
  expect(await seen()).not.toBe(first);
  const noted = await web.database.owner`select xmin::text from app.sessions order by id`;
  expect(await Promise.all([principal(secret), principal(secret)])).toMatchObject([{}, {}]);
  expect(await web.database.owner`select xmin::text from app.sessions order by id`).toEqual(noted);
  expect(await web.posted()).toEqual([]);
});

test("everybody sees and ends their own sessions one by one, or all but this one; others need an administrator", async () => {
  await web.database.owner`update app.sessions set revoked_at = now()`;
  const eve = await aPerson(web, "eve@example.org", "engineer");
  const [one, two, three] = [
    await aSession(web, "ada@example.org"),
    await aSession(web, "ada@example.org"),
    await aSession(web, "ada@example.org"),
  ];
  const thief = await principal(await aSession(web, "eve@example.org"));
  const by = await principal(one);
  const listed = await listSessions(by, ada, web);
  expect(listed).toHaveLength(3);
  expect(listed.filter(({ current }) => current)).toMatchObject([
    { reference: by?.session, address: "10.0.0.7", via: "password", browser: "A browser that did not say what it is" },
  ]);
  const reference = (await principal(two))?.session ?? "";
  await expect(listSessions(thief, ada, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeSession(thief, ada, reference, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeSession(thief, eve, reference, web)).rejects.toMatchObject({ code: "not-found" });
  expect(await principal(two)).toBeDefined();
  await revokeSession(aPrincipal("administrator"), ada, reference, web);
  await expect(revokeSession(by, ada, reference, web)).rejects.toMatchObject({ code: "not-found" });
  expect([await principal(one), await principal(two)]).toMatchObject([{}, undefined]);
  expect([await revokeOtherSessions(by, web), await revokeOtherSessions(by, web)]).toEqual([1, 0]);
  expect([await principal(one), await principal(three)]).toMatchObject([{}, undefined]);
  await expect(revokeOtherSessions(undefined, web)).rejects.toMatchObject({ code: "unauthenticated" });
  expect(
    (await web.posted("session.revoked")).map(({ data }) => data?.find(({ name }) => name === "whose")),
  ).toMatchObject([{ value: "another" }, { value: "own" }]);
});
