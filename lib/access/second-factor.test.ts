import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aPassword, aPerson, aPrincipal, aSession, type TestWeb, testWeb } from "./builders.ts";
import { readNotices } from "./notices.ts";
import type { Principal } from "./principal.ts";
import { changeRules } from "./rules.ts";
import {
  offerSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  setUpSecondFactor,
} from "./second-factor.ts";
import { enrol, enterCode, findWaiting, offerWaiting } from "./second-step.ts";
import { findPrincipal, signOut } from "./sessions.ts";
import { signIn } from "./signin.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.drop());
beforeEach(() => web.database.owner`truncate inbox.events, app.attempts`);

const whence = { address: "10.0.0.7", userAgent: "Test/1" };
const administrator = aPrincipal("administrator");
const minute = () => web.pass(1);

/** What an authenticator shows, `steps` of half a minute away from now. */
function codeOf(key: string, steps = 0): string {
  const secret = Secret.fromBase32(key.replaceAll(" ", ""));
  return new TOTP({ secret }).generate({ timestamp: Date.parse(web.clock()) + steps * 30_000 });
}

async function principalOf(email: string): Promise<Principal> {
  const found = await findPrincipal(await aSession(web, email), whence, web);
  if (!found) throw new Error("expected somebody who is signed in");
  return found;
}

/** Somebody with a second factor: how their authenticator is called, and the recovery codes. */
async function aPersonWithTwo(email: string) {
  const id = await aPerson(web, email, "compliance");
  const by = await principalOf(email);
  const { token, key } = offerSecondFactor(by, web);
  const codes = await setUpSecondFactor(by, { token, code: codeOf(key), password: aPassword }, web);
  minute();
  await web.database.owner`truncate inbox.events`;
  return { id, by, key, codes };
}

/** A session that waits, after the right password. */
async function waiting(email: string): Promise<string> {
  const result = await signIn({ email, password: aPassword }, whence, web);
  if (result.outcome !== "waits") throw new Error(`expected a session that waits, got ${result.outcome}`);
  return result.secret;
}

const principal = (secret: string) => findPrincipal(secret, whence, web);
const posted = async () => (await web.posted()).map(({ type }) => type);

test("a second factor counts from its first code on; its secret and codes lie in no table and no entry", async () => {
  await aPerson(web, "ada@example.org", "compliance");
  const by = await principalOf("ada@example.org");
  const { token, key, qr } = offerSecondFactor(by, web);
  expect(qr.size).toBeGreaterThan(33);
  for (const code of ["000000", "", codeOf(key, 2), codeOf(key, -2), `${codeOf(key)}0`]) {
    await expect(setUpSecondFactor(by, { token, code, password: aPassword }, web)).rejects.toThrow(/6 digits/);
  }
  await aSession(web, "ada@example.org"); // nothing counts yet
  const codes = await setUpSecondFactor(by, { token, code: codeOf(key, 1), password: aPassword }, web);
  expect(new Set(codes).size).toBe(10);
  expect(codes[0]).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
  expect(await web.posted("second_factor.set_up")).toMatchObject([
    { category: "authentication", actor: { id: "ada@example.org" }, data: [{ value: "no" }, { value: "10" }] },
  ]);
  await waiting("ada@example.org");
  const [stored] = await web.database.owner<{ text: string; totp: Buffer }[]>`
    select (select string_agg(p::text, ' ') from app.people p) || (select string_agg(c::text, ' ') from app.recovery_codes c) as text, totp
    from app.people where email = 'ada@example.org'`;
  const bytes = Buffer.from(Secret.fromBase32(key.replaceAll(" ", "")).bytes);
  expect(stored?.totp.includes(bytes)).toBe(false);
  const kept = stored?.text + (await web.inbox());
  for (const hidden of [bytes.toString("hex"), key, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) {
    expect(kept).not.toContain(hidden);
  }
});

test("what is offered is for this person, this session and a quarter of an hour, and takes the password", async () => {
  await aPerson(web, "bea@example.org", "compliance");
  await aPerson(web, "thief@example.org", "engineer");
  const [by, elsewhere, thief] = [
    await principalOf("bea@example.org"),
    await principalOf("bea@example.org"),
    await principalOf("thief@example.org"),
  ];
  const { token, key } = offerSecondFactor(by, web);
  const given = () => ({ token, code: codeOf(key), password: aPassword });
  for (const other of [elsewhere, thief])
    await expect(setUpSecondFactor(other, given(), web)).rejects.toThrow(/too old/);
  const [until = "", sealed = ""] = token.split(".");
  for (const forged of ["", "x", `${BigInt(until) + 1n}.${sealed}`, `${until}.${sealed.slice(1)}`, `${until}.AAAA`]) {
    await expect(setUpSecondFactor(by, { ...given(), token: forged }, web)).rejects.toThrow(/too old/);
  }
  await expect(setUpSecondFactor(by, { ...given(), password: "wrong" }, web)).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await posted()).toContain("person.confirmation_failed");
  web.pass(15);
  await expect(setUpSecondFactor(by, given(), web)).rejects.toThrow(/too old/);
  await expect(setUpSecondFactor(undefined, given(), web)).rejects.toMatchObject({ code: "unauthenticated" });
});

test("a right password opens nothing before the code; then the session has another secret", async () => {
  const { key } = await aPersonWithTwo("cy@example.org");
  const half = await waiting("cy@example.org");
  expect(await principal(half)).toBeUndefined();
  expect(await findWaiting(half, web)).toMatchObject({ person: { email: "cy@example.org" }, waitsFor: "code" });
  expect(await offerWaiting(half, web)).toBeUndefined(); // it cannot set up another one instead
  expect(await enrol(half, { token: "", code: "" }, whence, web)).toEqual({ outcome: "ended" });
  expect(await posted()).toEqual(["user.password_accepted"]);
  expect((await web.posted())[0]?.actor.attribution).toBe("claimed");

  expect(await enterCode(half, "000000", whence, web)).toEqual({ outcome: "wrong" });
  const code = codeOf(key);
  const whole = await enterCode(half, ` ${code.slice(0, 3)} ${code.slice(3)} `, whence, web);
  if (whole.outcome !== "signed-in") throw new Error(whole.outcome);
  expect(whole.secret).not.toBe(half);
  expect([await principal(half), await findWaiting(half, web)]).toEqual([undefined, undefined]);
  expect((await principal(whole.secret))?.person.email).toBe("cy@example.org");
  expect(await web.posted()).toMatchObject([
    { type: "user.password_accepted" },
    { type: "user.second_factor_failed", actor: { attribution: "claimed" }, data: [{ value: "wrong code" }, {}] },
    { type: "user.signed_in", actor: { attribution: "verified" }, data: [{ name: "via", value: "password and code" }] },
  ]);
  // the same code again, in another session, though its half minute is not over
  expect(await enterCode(await waiting("cy@example.org"), code, whence, web)).toEqual({ outcome: "wrong" });
  expect((await web.posted("user.second_factor_failed"))[1]?.data).toContainEqual(
    expect.objectContaining({ value: "a code that was used before" }),
  );
});

test("clocks may be half a minute wrong, and no older code is taken after a newer one", async () => {
  const { key } = await aPersonWithTwo("dan@example.org");
  const enter = async (steps: number) =>
    (await enterCode(await waiting("dan@example.org"), codeOf(key, steps), {}, web)).outcome;
  expect(await enter(-2)).toBe("wrong");
  expect(await enter(2)).toBe("wrong");
  expect(await enter(1)).toBe("signed-in");
  expect(await enter(0)).toBe("wrong");
  expect(await enter(-1)).toBe("wrong");
  minute(); // what was the next step is the one before now
  expect(await enter(-1)).toBe("wrong");
  expect(await enter(0)).toBe("signed-in");
});

test("a session waits for ten minutes, and for its own person's codes", async () => {
  const { id, key } = await aPersonWithTwo("eve@example.org");
  const other = await aPersonWithTwo("fay@example.org");
  const half = await waiting("eve@example.org");
  expect(await enterCode(half, codeOf(other.key), whence, web)).toEqual({ outcome: "wrong" });
  expect(await enterCode(half, other.codes[0] ?? "", whence, web)).toEqual({ outcome: "wrong" });
  web.pass(10);
  expect(await enterCode(half, codeOf(key), whence, web)).toEqual({ outcome: "ended" });
  const [left, gone] = [await waiting("eve@example.org"), await waiting("eve@example.org")];
  await signOut(left, whence, web);
  expect(await enterCode(left, codeOf(key), whence, web)).toEqual({ outcome: "ended" });
  await web.database.owner`update app.people set deactivated_at = now() where id = ${id}`;
  expect(await enterCode(gone, codeOf(key), whence, web)).toEqual({ outcome: "ended" });
});

test("five wrong codes lock the second factor, whichever sessions and kinds of code they come from", async () => {
  const { key, codes } = await aPersonWithTwo("gus@example.org");
  const halves = await Promise.all(Array.from({ length: 6 }, () => waiting("gus@example.org")));
  const guesses = await Promise.all(
    halves.flatMap((half) => [enterCode(half, "123456", {}, web), enterCode(half, "0000-0000-0000-0000", {}, web)]),
  );
  expect(guesses.filter(({ outcome }) => outcome === "wrong")).toHaveLength(4);
  const again = await waiting("gus@example.org"); // the right password does not clear the count
  for (const right of [codeOf(key), codes[0] ?? ""]) {
    expect(await enterCode(again, right, { address: "10.9.9.9" }, web)).toEqual({ outcome: "locked", minutes: 15 });
  }
  expect((await web.posted("user.locked_out")).map(({ target }) => target?.type)).toEqual(["person"]);
  web.pass(15);
  expect((await enterCode(await waiting("gus@example.org"), codeOf(key), {}, web)).outcome).toBe("signed-in");
});

test("a recovery code works once, also of two that come at once, however it is typed", async () => {
  const { codes } = await aPersonWithTwo("hal@example.org");
  const [code = "", second = ""] = codes;
  const halves = [await waiting("hal@example.org"), await waiting("hal@example.org")];
  const results = await Promise.all(halves.map((half) => enterCode(half, code, whence, web)));
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(["signed-in", "wrong"]);
  const loose = second.toUpperCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "L");
  expect((await enterCode(await waiting("hal@example.org"), loose, whence, web)).outcome).toBe("signed-in");
  expect(await web.posted("recovery_code.used")).toMatchObject([
    { data: [{ value: "9" }] },
    { data: [{ value: "8" }] },
  ]);
  expect((await web.posted("user.signed_in"))[0]?.data).toMatchObject([{ value: "password and recovery code" }]);
  expect(await web.inbox()).not.toContain(code);
});

test("two tabs that send the same code get one session; two codes for one session, too", async () => {
  const { key } = await aPersonWithTwo("ida@example.org");
  const half = await waiting("ida@example.org");
  const results = await Promise.all([codeOf(key), codeOf(key, 1)].map((code) => enterCode(half, code, whence, web)));
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(["ended", "signed-in"]);
});

test("new recovery codes end the old ones; another authenticator ends the first; both take the password", async () => {
  const { by, key, codes } = await aPersonWithTwo("jon@example.org");
  await expect(renewRecoveryCodes(by, "wrong", web)).rejects.toMatchObject({ code: "forbidden" });
  const renewed = await renewRecoveryCodes(by, aPassword, web);
  expect((await enterCode(await waiting("jon@example.org"), codes[0] ?? "", {}, web)).outcome).toBe("wrong");
  expect((await enterCode(await waiting("jon@example.org"), renewed[0] ?? "", {}, web)).outcome).toBe("signed-in");
  const offer = offerSecondFactor(by, web);
  await setUpSecondFactor(by, { token: offer.token, code: codeOf(offer.key), password: aPassword }, web);
  minute();
  expect((await enterCode(await waiting("jon@example.org"), codeOf(key), {}, web)).outcome).toBe("wrong");
  expect((await enterCode(await waiting("jon@example.org"), codeOf(offer.key), {}, web)).outcome).toBe("signed-in");
  expect((await web.posted("second_factor.set_up"))[0]?.data).toMatchObject([{ value: "yes" }, {}]);
});

test("the rules demand one at the next sign-in; it cannot be turned off then, and an administrator takes it away", async () => {
  const { id, by, key } = await aPersonWithTwo("kim@example.org");
  await changeRules(
    { ...administrator, person: { ...administrator.person, id } },
    { secondFactor: ["compliance"] },
    web,
  );
  await expect(removeSecondFactor(by, aPassword, web)).rejects.toMatchObject({ code: "conflict" });
  await expect(resetSecondFactor(by, id, web)).rejects.toMatchObject({ code: "forbidden" });
  await expect(resetSecondFactor(undefined, id, web)).rejects.toMatchObject({ code: "unauthenticated" });
  const self = { ...administrator, person: { ...administrator.person, id } };
  await expect(resetSecondFactor(self, id, web)).rejects.toMatchObject({ code: "conflict" });
  const caught = await waiting("kim@example.org");
  await resetSecondFactor(administrator, id, web);
  expect(await enterCode(caught, codeOf(key), whence, web)).toEqual({ outcome: "ended" });
  expect((await readNotices(by, web)).notices).toMatchObject([{ type: "second_factor.reset" }]);
  expect(await web.posted("second_factor.removed")).toMatchObject([
    { target: { id }, data: [{ mode: "erasable" }, { mode: "erasable" }, { name: "sessions" }] },
  ]);

  const [half, second] = [await waiting("kim@example.org"), await waiting("kim@example.org")];
  expect(await principal(half)).toBeUndefined();
  expect(await enterCode(half, codeOf(key), whence, web)).toEqual({ outcome: "ended" });
  const [offer, theirs] = [await offerWaiting(half, web), await offerWaiting(second, web)];
  if (!offer || !theirs) throw new Error("expected offers");
  await expect(enrol(half, { token: offer.token, code: "000000" }, whence, web)).rejects.toThrow(/6 digits/);
  await expect(enrol(half, { token: theirs.token, code: codeOf(theirs.key) }, whence, web)).rejects.toThrow(/too old/);
  const whole = await enrol(half, { token: offer.token, code: codeOf(offer.key) }, whence, web);
  if (whole.outcome !== "signed-in") throw new Error(whole.outcome);
  expect(whole.codes).toHaveLength(10);
  expect((await principal(whole.secret))?.person.id).toBe(id);
  expect(await principal(half)).toBeUndefined();
  // whoever knew the password too, and waited beside, cannot put their authenticator in its place
  expect(await enrol(second, { token: theirs.token, code: codeOf(theirs.key) }, whence, web)).toEqual({
    outcome: "ended",
  });
  expect((await web.posted()).slice(-2)).toMatchObject([{ type: "second_factor.set_up" }, { type: "user.signed_in" }]);
  await changeRules(self, { secondFactor: [] }, web);
});

test("of two browsers that set one up at once, for the same account, one gets in", async () => {
  await aPerson(web, "max@example.org", "approver");
  const self = await principalOf("max@example.org");
  await changeRules(
    { ...self, person: { ...self.person, role: "administrator" } },
    { secondFactor: ["approver"] },
    web,
  );
  const halves = [await waiting("max@example.org"), await waiting("max@example.org")];
  const offers = await Promise.all(halves.map((half) => offerWaiting(half, web)));
  const given = offers.map((offer) => ({ token: offer?.token ?? "", code: codeOf(offer?.key ?? "") }));
  const results = await Promise.all(
    halves.map((half, n) => enrol(half, given[n] ?? { token: "", code: "" }, whence, web)),
  );
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(["ended", "signed-in"]);
  expect(await web.posted("second_factor.set_up")).toHaveLength(1);
});

test("without the rule it is turned off with the password, and signing in takes one step again", async () => {
  const { by, codes } = await aPersonWithTwo("lou@example.org");
  await expect(removeSecondFactor(by, "wrong", web)).rejects.toMatchObject({ code: "forbidden" });
  const half = await waiting("lou@example.org");
  await removeSecondFactor(by, aPassword, web);
  await expect(removeSecondFactor(by, aPassword, web)).rejects.toMatchObject({ code: "conflict" });
  expect(await enterCode(half, codes[0] ?? "", whence, web)).toEqual({ outcome: "ended" });
  expect(await principal(await aSession(web, "lou@example.org"))).toBeDefined();
  expect(await posted()).toContain("second_factor.removed");
});
