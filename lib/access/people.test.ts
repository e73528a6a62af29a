import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Event } from "../event/index.ts";
import { makeLeaf } from "../integrity/index.ts";
import { aPassword, aPerson, aSession, type TestWeb, testWeb } from "./builders.ts";
import { inviteAgain, invitePerson, type MadeLink, makeReset, withdrawInvitation } from "./invite.ts";
import { join, openLink } from "./join.ts";
import { roles } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import { listPeople, openPerson, readRulesInForce } from "./roster.ts";
import { changeRules, readRules } from "./rules.ts";
import { findPrincipal, openSession } from "./sessions.ts";
import { signIn } from "./signin.ts";
import { changeRole, changeScope, deactivatePerson, reactivatePerson, releaseLockOut } from "./standing.ts";
import { closeMailServers, mailServer } from "./test-mail.ts";

let web: TestWeb;
let ada: Principal;
let oona: Principal;
beforeAll(async () => {
  vi.stubEnv("NEXTAUTH_URL", "https://vouch.harbor.example");
  web = await testWeb();
  ada = await signedIn("ada@harbor.example", "administrator");
  oona = await signedIn("oona@harbor.example", "compliance");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await web.drop();
});
beforeEach(async () => {
  await web.database.owner`truncate inbox.events, app.attempts, app.rules`;
});

async function signedIn(email: string, role: (typeof roles)[number]): Promise<Principal> {
  await aPerson(web, email, role);
  const principal = await findPrincipal(await aSession(web, email), {}, web);
  if (!principal) throw new Error(`${email} is not signed in`);
  return principal;
}

let made = 0;
const next = () => `p${++made}@harbor.example`;
const someone = async (role: (typeof roles)[number] = "engineer") => {
  const email = next();
  return { id: await aPerson(web, email, role), email };
};
const invite = (email = next(), more: object = {}) =>
  invitePerson(ada, { email, name: "Ines Roth", role: "engineer", ...more }, web);
const secretIn = ({ address }: MadeLink) => new URL(address).hash.slice(1);
const from = { address: "10.0.0.9" };
const chosen = "a lamp, a ladder and rain";
const whoIs = async (email: string, password = aPassword) => (await signIn({ email, password }, from, web)).outcome;
const lineOf = async (id: string) => (await openPerson(ada, id, web)).person;
const dataOf = (event: Event | undefined) =>
  Object.fromEntries((event?.data ?? []).map((one) => [one.name, one.value]));
const sidesOf = (event: Event | undefined) =>
  Object.fromEntries(
    (event?.change?.fields ?? []).filter((one) => one.changed).map((one) => [one.name, [one.before, one.after]]),
  );

test("from invitation to sign-in: the link works once, its secret stands nowhere, and each step is an entry", async () => {
  const link = await invite("Ines@Harbor.example");
  expect(link).toMatchObject({
    purpose: "invitation",
    person: { email: "ines@harbor.example" },
    mail: { outcome: "off" },
  });
  expect(link.address).toMatch(/^https:\/\/vouch\.harbor\.example\/join#[\w-]{43}$/);
  expect(link.expiresAt).toMatch(/^2026-11-27T/);
  expect(await lineOf(link.person.id)).toMatchObject({ state: "invited", until: link.expiresAt, lastSignIn: null });
  expect(await whoIs("ines@harbor.example", "")).toBe("wrong");

  const secret = secretIn(link);
  expect(await openLink(secret, from, web)).toMatchObject({
    outcome: "good",
    email: "ines@harbor.example",
    madeBy: "Name of administrator",
  });
  await expect(join({ secret, name: "Ines", password: "short" }, from, web)).rejects.toMatchObject({ code: "invalid" });
  expect(await join({ secret, name: " Inés  Roth ", password: chosen }, from, web)).toEqual({
    outcome: "joined",
    email: "ines@harbor.example",
  });
  expect(await whoIs("ines@harbor.example", chosen)).toBe("signed-in");
  expect(await lineOf(link.person.id)).toMatchObject({
    state: "active",
    name: "Inés Roth",
    lastSignIn: expect.any(String),
  });
  expect(await join({ secret, name: "Mallory", password: `${chosen}!` }, from, web)).toMatchObject({ outcome: "used" });
  expect(await whoIs("ines@harbor.example", chosen)).toBe("signed-in");

  const events = (await web.posted()).filter(({ type }) => type.startsWith("person."));
  expect(events.map(({ type, category, actor }) => [type, category, actor.id, actor.attribution])).toEqual([
    ["person.invited", "permission", "ada@harbor.example", "verified"],
    ["person.joined", "authentication", "ines@harbor.example", "claimed"],
    ["person.link_refused", "authentication", "ines@harbor.example", "claimed"],
  ]);
  expect(sidesOf(events[1])).toEqual({ name: ["Ines Roth", "Inés Roth"] });
  const random = (n: number) => new Uint8Array(n);
  for (const event of events) {
    const { leaf } = makeLeaf(event, { ledger: web.ledger, recordedAt: event.occurredAt, random, hashKey: random(32) });
    // the actor is named in every entry; what was typed about somebody else is not
    const text = JSON.stringify(leaf);
    if (event.actor.id === "ada@harbor.example") expect(text).not.toMatch(/ines/i);
  }
  const [stored] = await web.database.owner<
    { text: string }[]
  >`select string_agg(l::text, ' ') as text from app.links l`;
  for (const text of [await web.inbox(), stored?.text]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(chosen);
  }
});

test("where mail is set up it brings the link, and where that fails the link is there all the same", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const { url, received } = await mailServer();
  vi.stubEnv("VOUCH_MAIL_FROM", "Vouch <vouch@harbor.example>");
  vi.stubEnv("VOUCH_SMTP_URL", url);
  const sent = await invite();
  expect(sent.mail).toEqual({ outcome: "sent" });
  expect(received.map(({ to }) => to)).toEqual([[sent.person.email]]);
  expect(received[0]?.text.replace(/=\r\n/g, "").replace(/=3D/g, "=")).toContain(sent.address);
  await closeMailServers();
  const failed = await invite();
  expect(failed.mail).toMatchObject({ outcome: "failed", sentence: expect.stringMatching(/could not be reached/) });
  expect((await openLink(secretIn(failed), from, web)).outcome).toBe("good");
  expect(JSON.stringify([failed.mail, logged.mock.calls])).not.toContain(secretIn(failed));
  for (const name of ["VOUCH_MAIL_FROM", "VOUCH_SMTP_URL"]) vi.stubEnv(name, undefined);
  logged.mockRestore();
});

test("a link that was replaced, withdrawn, expired or made up opens nothing, and is told from the others only to its holder", async () => {
  const first = await invite();
  const email = first.person.email;
  const second = await invite(email, { name: "Ines Rothe", role: "approver" });
  expect(second.person.id).toBe(first.person.id);
  expect(await openLink(secretIn(first), from, web)).toMatchObject({ outcome: "used", purpose: "invitation" });
  expect(await openLink(secretIn(second), from, web)).toMatchObject({ outcome: "good", name: "Ines Rothe" });
  await withdrawInvitation(ada, first.person.id, web);
  expect(await lineOf(first.person.id)).toMatchObject({ state: "withdrawn" });
  expect(await join({ secret: secretIn(second), name: "Ines", password: chosen }, from, web)).toMatchObject({
    outcome: "withdrawn",
  });
  const third = await inviteAgain(ada, first.person.id, web);
  expect(third.person.role).toBe("approver");
  web.pass(7 * 24 * 60);
  expect(await openLink(secretIn(third), from, web)).toMatchObject({
    outcome: "expired",
    madeBy: "Name of administrator",
  });
  expect(await join({ secret: secretIn(third), name: "Ines", password: chosen }, from, web)).toMatchObject({
    outcome: "expired",
  });
  expect(await lineOf(first.person.id)).toMatchObject({ state: "expired" });
  for (const secret of ["", "x".repeat(43), `${secretIn(third).slice(0, -1)}_`, "x".repeat(100_000)]) {
    expect(await openLink(secret, from, web)).toEqual({ outcome: "unknown" });
  }
  expect(await whoIs(email, chosen)).toBe("wrong");
  const refused = await web.posted("person.link_refused");
  expect(refused.map((event) => dataOf(event).reason)).toEqual([
    "used",
    "withdrawn",
    "expired",
    "expired",
    ...Array(4).fill("unknown"),
  ]);
  expect(refused.at(-1)).toMatchObject({ actor: { kind: "unknown" }, decision: { outcome: "denied" } });
});

test("twenty wrong links lock an address, which then fills no ledger; a good link still works from there", async () => {
  const link = await invite();
  for (let i = 0; i < 20; i++) expect((await openLink("x".repeat(43), from, web)).outcome).toBe("unknown");
  expect(await openLink("x".repeat(43), from, web)).toEqual({ outcome: "locked", minutes: 15 });
  expect((await openLink("x".repeat(43), { address: "10.0.0.10" }, web)).outcome).toBe("unknown");
  expect((await openLink(secretIn(link), from, web)).outcome).toBe("good");
  expect(await web.posted("person.link_refused")).toHaveLength(21);
});

test("of two who use a link at once, one comes in", async () => {
  const invitation = await invite();
  const reset = await makeReset(ada, (await someone()).id, web);
  for (const link of [invitation, reset]) {
    const use = (name: string) => join({ secret: secretIn(link), name, password: `${chosen} ${name}` }, from, web);
    const tries = await Promise.all([use("one"), use("two")]);
    expect(tries.map(({ outcome }) => outcome).sort()).toEqual(["joined", "used"]);
  }
  expect(await web.posted("person.joined")).toHaveLength(1);
  expect(await web.posted("person.password_set")).toHaveLength(1);
});

test("nobody is invited as administrator, without a period as auditor, twice, or in a flood", async () => {
  await expect(invite(undefined, { role: "administrator" })).rejects.toMatchObject({
    code: "forbidden",
    message: /second person/,
  });
  expect(await web.posted("access.denied")).toMatchObject([{ decision: { outcome: "denied", rule: "people.manage" } }]);
  await expect(invite(undefined, { role: "auditor" })).rejects.toMatchObject({ code: "invalid", message: /period/ });
  await expect(invite(undefined, { role: "owner" })).rejects.toMatchObject({ code: "invalid" });
  await expect(invite("not an address")).rejects.toMatchObject({ code: "invalid" });
  await expect(invite("oona@harbor.example")).rejects.toMatchObject({ code: "conflict", message: /has an account/ });
  const gone = { from: "2026-01-01", to: "2026-06-30", sources: ["00000000-0000-7000-8000-0000000000ff"] };
  await expect(invite(undefined, { role: "auditor", scope: gone })).rejects.toMatchObject({
    code: "invalid",
    message: /sources/,
  });
  expect(await web.posted("person.invited")).toHaveLength(0);
  const email = next();
  for (let i = 0; i < 10; i++) await invite(email);
  await expect(invite(email)).rejects.toMatchObject({ code: "conflict", message: /10 links/ });
});

test("an auditor is held to whole days, both counted, and to sources; a change says before and after", async () => {
  const [source] = await web.database.owner<{ id: string; name: string }[]>`select id, name from app.sources limit 1`;
  if (!source) throw new Error("there is no source");
  const scope = { from: "2026-01-01", to: "2026-06-30", sources: [source.id] };
  const { person } = await invite(undefined, { role: "auditor", scope });
  const stored = { from: "2026-01-01T00:00:00.000000Z", to: "2026-07-01T00:00:00.000000Z", sources: [source.id] };
  expect(await lineOf(person.id)).toMatchObject({ scope: stored });
  for (const faulty of [
    { from: "2026-02-30", to: "2026-06-30" },
    { from: "2026-07-01", to: "2026-06-30" },
    { from: "2026-01-01", to: "" },
    { from: "2026-01-01", to: "2026-06-30", sources: [] },
  ]) {
    await expect(changeScope(ada, person.id, faulty, web)).rejects.toMatchObject({ code: "invalid" });
  }
  await changeScope(ada, person.id, { from: "2026-01-01", to: "2026-07-31" }, web);
  const [event] = await web.posted("person.scope_changed");
  expect(sidesOf(event)).toEqual({ last_day: ["2026-06-30", "2026-07-31"], sources: [source.name, "every source"] });
  await expect(changeScope(ada, person.id, { from: "2026-01-01", to: "2026-07-31" }, web)).rejects.toMatchObject({
    code: "conflict",
  });
  await changeRole(ada, person.id, { role: "compliance" }, web);
  expect(await lineOf(person.id)).toMatchObject({ role: "compliance", scope: {} });
  await expect(changeScope(ada, person.id, { from: "2026-01-01", to: "2026-07-31" }, web)).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(changeRole(ada, person.id, { role: "auditor" }, web)).rejects.toMatchObject({ code: "invalid" });
});

test("a role taken away counts with the next request of a session that is open, and the person is told", async () => {
  const { id, email } = await someone("compliance");
  const secret = await aSession(web, email);
  const before = await findPrincipal(secret, {}, web);
  expect((await listPeople(before, {}, web)).people.length).toBeGreaterThan(0);
  await changeRole(ada, id, { role: "engineer" }, web);
  const after = await findPrincipal(secret, {}, web);
  await expect(listPeople(after, {}, web)).rejects.toMatchObject({ code: "forbidden" });
  expect(sidesOf((await web.posted("person.role_changed"))[0])).toEqual({ role: ["compliance", "engineer"] });
  const told = await web.database.owner`select type, data from app.notices where person = ${id}`;
  expect(told).toMatchObject([{ type: "role.changed", data: { who: "Name of administrator", role: "an engineer" } }]);
});

test("deactivating ends sessions and links at once, reactivating brings back neither", async () => {
  const { id, email } = await someone();
  const secret = await aSession(web, email);
  const reset = await makeReset(ada, id, web);
  await deactivatePerson(ada, id, web);
  expect(await findPrincipal(secret, {}, web)).toBeUndefined();
  expect(await whoIs(email)).toBe("wrong");
  expect(await openLink(secretIn(reset), from, web)).toMatchObject({ outcome: "withdrawn" });
  expect(dataOf((await web.posted("person.deactivated"))[0])).toMatchObject({ sessions: "1" });
  await expect(deactivatePerson(ada, id, web)).rejects.toMatchObject({ code: "conflict" });
  await expect(makeReset(ada, id, web)).rejects.toMatchObject({ code: "conflict" });
  // somebody whose password was being checked in that moment
  const late = await web.sql.begin((sql) => openSession(sql, id, {}, web.clock()));
  await reactivatePerson(ada, id, undefined, web);
  for (const old of [secret, late.secret]) expect(await findPrincipal(old, {}, web)).toBeUndefined();
  expect((await openLink(secretIn(reset), from, web)).outcome).toBe("used");
  expect(await whoIs(email)).toBe("signed-in");
});

test("a reset ends sessions, the old password and the lock-out when it is used, not when it is made", async () => {
  const { id, email } = await someone();
  const session = await aSession(web, email);
  const old = await makeReset(ada, id, web);
  const link = await makeReset(ada, id, web);
  expect(await lineOf(id)).toMatchObject({ resetUntil: link.expiresAt, state: "active" });
  expect(await findPrincipal(session, {}, web)).toBeDefined();
  for (let i = 0; i < 5; i++) await whoIs(email, "guess at the password");
  expect(await lineOf(id)).toMatchObject({ state: "locked", until: expect.stringMatching(/^2026/) });
  expect((await openLink(secretIn(old), from, web)).outcome).toBe("used");
  expect(await join({ secret: secretIn(link), password: chosen }, from, web)).toMatchObject({ outcome: "joined" });
  expect(await findPrincipal(session, {}, web)).toBeUndefined();
  expect([await whoIs(email), await whoIs(email, chosen)]).toEqual(["wrong", "signed-in"]);
  const [event] = await web.posted("person.password_set");
  expect(event).toMatchObject({ actor: { id: email, attribution: "claimed" }, category: "authentication" });
  expect(dataOf(event)).toMatchObject({ sessions: "1", made_by: "Name of administrator" });
  const told = await web.database.owner`select type from app.notices where person = ${id}`;
  expect(told.map(({ type }) => type)).toEqual(["password.reset", "password.reset"]);
  web.pass(24 * 60);
  const late = await makeReset(ada, id, web);
  web.pass(24 * 60);
  expect((await openLink(secretIn(late), from, web)).outcome).toBe("expired");
});

test("a lock-out is released by an entry, and only where there is one", async () => {
  const { id, email } = await someone();
  await expect(releaseLockOut(ada, id, web)).rejects.toMatchObject({ code: "conflict" });
  for (let i = 0; i < 5; i++) await whoIs(email, "guess at the password");
  expect(await whoIs(email)).toBe("locked");
  await releaseLockOut(ada, id, web);
  expect(await whoIs(email)).toBe("signed-in");
  expect(await web.posted("person.lockout_released")).toMatchObject([
    { category: "authentication", target: { type: "person", id } },
  ]);
});

test("the last administrator stays one, and nobody changes their own account; of two who demote each other at once one stays", async () => {
  await expect(deactivatePerson(ada, ada.person.id, web)).rejects.toMatchObject({
    code: "forbidden",
    message: /own account/,
  });
  await expect(changeRole(ada, ada.person.id, { role: "engineer" }, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(makeReset(ada, ada.person.id, web)).rejects.toMatchObject({ code: "conflict" });
  expect(await web.posted("access.denied")).toHaveLength(2);
  const bea = await signedIn(next(), "administrator");
  expect((await openPerson(ada, ada.person.id, web)).lastAdministrator).toBe(false);
  // both are past the gate before either has changed anything
  const gate = await web.database.owner.reserve();
  await gate`begin`;
  await gate`lock table app.people in exclusive mode`;
  const tries = [changeRole(ada, bea.person.id, { role: "engineer" }, web), deactivatePerson(bea, ada.person.id, web)];
  const waiting = async () =>
    (await web.database.owner`select from pg_locks where not granted and relation = 'app.people'::regclass`).length;
  await expect.poll(waiting, { timeout: 10_000 }).toBe(2);
  await gate`commit`;
  gate.release();
  const results = await Promise.allSettled(tries);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "conflict", message: /last administrator/ },
  });
  const left = await web.database.owner<{ id: string }[]>`
    select id from app.people where role = 'administrator' and deactivated_at is null`;
  expect(left).toHaveLength(1);
  await web.database
    .owner`update app.people set role = 'administrator', deactivated_at = null where id = any(${[ada.person.id, bea.person.id]})`;
});

test("one person alone makes no administrator: not by role, and not by reviving one", async () => {
  const { id, email } = await someone("administrator");
  await deactivatePerson(ada, id, web);
  await expect(reactivatePerson(ada, id, undefined, web)).rejects.toMatchObject({ code: "invalid" });
  await expect(reactivatePerson(ada, id, { role: "administrator" }, web)).rejects.toMatchObject({ code: "forbidden" });
  expect(await whoIs(email)).toBe("wrong");
  await reactivatePerson(ada, id, { role: "approver" }, web);
  expect(sidesOf((await web.posted("person.reactivated"))[0])).toEqual({
    state: ["deactivated", "active"],
    role: ["administrator", "approver"],
  });
  await expect(changeRole(ada, id, { role: "administrator" }, web)).rejects.toMatchObject({
    code: "forbidden",
    message: /second person/,
  });
  expect(await lineOf(id)).toMatchObject({ role: "approver" });
  expect(await web.posted("access.denied")).toHaveLength(2);
});

test("whoever is no administrator changes nothing, whatever they call; each try is recorded", async () => {
  const { id } = await someone();
  const before = await lineOf(id);
  const acts = [
    (by?: Principal) => invitePerson(by, { email: next(), name: "M", role: "engineer" }, web),
    (by?: Principal) => inviteAgain(by, id, web),
    (by?: Principal) => withdrawInvitation(by, id, web),
    (by?: Principal) => makeReset(by, id, web),
    (by?: Principal) => changeRole(by, id, { role: "approver" }, web),
    (by?: Principal) => changeScope(by, id, { from: "2026-01-01", to: "2026-06-30" }, web),
    (by?: Principal) => deactivatePerson(by, id, web),
    (by?: Principal) => reactivatePerson(by, id, undefined, web),
    (by?: Principal) => releaseLockOut(by, id, web),
    (by?: Principal) => changeRules(by, { secondFactor: [] }, web),
  ];
  for (const act of acts) {
    await expect(act(undefined)).rejects.toMatchObject({ code: "unauthenticated" });
    for (const role of roles.filter((one) => one !== "administrator")) {
      const by = { ...oona, person: { ...oona.person, role } };
      await expect(act(by)).rejects.toMatchObject({ code: "forbidden" });
    }
  }
  expect(await web.posted("access.denied")).toHaveLength(acts.length * 4);
  expect(await lineOf(id)).toEqual(before);
  for (const forged of ["0190f7d2-6f1e-7000-8000-00000000ffff", "1' or '1'='1", "", id.toUpperCase()]) {
    for (const act of [openPerson, deactivatePerson, makeReset, inviteAgain, releaseLockOut] as const) {
      const failure =
        act === openPerson ? openPerson(ada, forged, web) : (act as typeof deactivatePerson)(ada, forged, web);
      await expect(failure).rejects.toMatchObject({ code: "not-found" });
    }
  }
});

test("everybody is found by part of a name or e-mail and by state; what was typed is no pattern", async () => {
  const { email } = await invite(undefined, { name: "100% Sørensen_" }).then(({ person }) => person);
  const found = async (query: object) => (await listPeople(oona, query, web)).people.map((one) => one.email);
  expect(await found({ text: "100%" })).toEqual([email]);
  expect(await found({ text: "SØREN" })).toEqual([email]);
  expect(await found({ text: email.slice(0, -3) })).toContain(email);
  expect(await found({ text: "%" })).toEqual([email]);
  expect(await found({ text: "\\" })).toEqual([]);
  expect(await found({ state: "invited", text: "sørensen" })).toEqual([email]);
  expect(await found({ state: "deactivated", text: "sørensen" })).toEqual([]);
  const all = await listPeople(oona, {}, web);
  expect(all.found).toBe(all.people.length);
  expect(all.counts.invited).toBe(all.people.filter(({ state }) => state === "invited").length);
  expect(await web.posted()).toHaveLength(1); // looking at the list is no act of its own
});

test("rules: which roles must have a second factor, whom it concerns, and an entry with before and after", async () => {
  expect(await readRules(web.sql)).toEqual({ secondFactor: [] });
  await changeRules(ada, { secondFactor: ["engineer", "administrator"] }, web);
  expect(await readRules(web.sql)).toEqual({ secondFactor: ["administrator", "engineer"] });
  await changeRules(ada, { secondFactor: ["administrator", "engineer"] }, web);
  await expect(changeRules(ada, { secondFactor: ["owner" as "engineer"] }, web)).rejects.toMatchObject({
    code: "invalid",
  });
  const [event, ...more] = await web.posted("rules.changed");
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    category: "configuration",
    change: { fields: [{ name: "second_factor", before: [], changed: true }] },
  });
  const { rules, roles: counted } = await readRulesInForce(oona, web);
  expect(rules.secondFactor).toEqual(["administrator", "engineer"]);
  const { id } = await someone("approver");
  const before = counted.find(({ role }) => role === "approver");
  const now = async () => (await readRulesInForce(oona, web)).roles.find(({ role }) => role === "approver");
  expect(await now()).toEqual({
    role: "approver",
    people: (before?.people ?? 0) + 1,
    without: (before?.without ?? 0) + 1,
  });
  await web.database.owner`update app.people set totp = '\\x00', totp_since = now() where id = ${id}`;
  expect(await now()).toMatchObject({ without: before?.without });
  expect((await openPerson(ada, ada.person.id, web)).secondFactorNeeded).toBe(true);
});

test("what cannot be recorded does not happen", async () => {
  const { id, email } = await someone();
  await web.database.owner`revoke execute on function inbox.post(text) from vouch_web`;
  try {
    await expect(deactivatePerson(ada, id, web)).rejects.toMatchObject({ code: "unavailable" });
    await expect(invite("late@harbor.example")).rejects.toMatchObject({ code: "unavailable" });
    await expect(changeRules(ada, { secondFactor: ["auditor"] }, web)).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    await web.database.owner`grant execute on function inbox.post(text) to vouch_web`;
  }
  expect(await whoIs(email)).toBe("signed-in");
  expect((await listPeople(ada, { text: "late@" }, web)).people).toEqual([]);
  expect((await readRules(web.sql)).secondFactor).not.toContain("auditor");
});
