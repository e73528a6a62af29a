/** Through next-auth's own handler and a real provider; the browser between them is a jar of cookies. */
import NextAuth from "next-auth";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { authOptions, cookieName } from "./auth.ts";
import { aPassword, aPerson, type TestWeb, testWeb } from "./builders.ts";
import { startProvider, type TestProvider } from "./provider/builders.ts";
import { secretIn } from "./request.ts";
import { findPrincipal } from "./sessions.ts";
import { signIn } from "./signin.ts";

const place = "http://127.0.0.1:3999";
const client = { id: "vouch", secret: "the secret that they share", redirect: `${place}/api/auth/callback/oidc` };
const whence = { address: "10.0.0.7", userAgent: "Test/1" };

let web: TestWeb;
let provider: TestProvider;
beforeAll(async () => {
  [web, provider] = await Promise.all([testWeb(), startProvider(client)]);
});
afterAll(async () => {
  await Promise.all([web.drop(), provider.close()]);
});
beforeEach(async () => {
  await web.database.owner`truncate inbox.events, app.attempts`;
  provider.forge = undefined;
  vi.spyOn(console, "error").mockImplementation(() => {});
  for (const [name, value] of Object.entries({
    NEXTAUTH_URL: place,
    NEXTAUTH_SECRET: "of this server",
    VOUCH_OIDC_ISSUER: provider.issuer,
    VOUCH_OIDC_CLIENT_ID: client.id,
    VOUCH_OIDC_CLIENT_SECRET: client.secret,
    VOUCH_OIDC_NAME: "Harbor ID",
    VOUCH_OIDC_ROLES: "vouch-admins=administrator,audit=compliance,visitors=auditor,it=engineer",
  }))
    vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Jar = Map<string, string>;

/** Where a refused sign-in ends: next-auth goes by two addresses of its own to our page. */
async function refusedAt(jar: Jar, answer: { redirect?: string }): Promise<string> {
  const { pathname, searchParams } = new URL(answer.redirect ?? "", place);
  const error = searchParams.get("error");
  const [, own] = /^\/api\/auth\/(\w+)$/.exec(pathname) ?? [];
  return own ? refusedAt(jar, await call(jar, own, { query: { error } })) : `${pathname}?error=${error}`;
}

/** One request to next-auth, as it serves it. */
async function call(jar: Jar, action: string, request: { method?: string; query?: object; body?: object }) {
  const answer: { redirect?: string; body?: unknown } = {};
  let cookies: string[] = [];
  const response = {
    status: () => response,
    getHeader: () => cookies,
    setHeader: (name: string, value: string | string[]) => {
      if (name === "Set-Cookie") cookies = value as string[];
      if (name === "Location") answer.redirect = value as string;
      return response;
    },
    end: () => response,
    json: (body: unknown) => Object.assign(answer, { body }),
    send: (body: unknown) => Object.assign(answer, { body }),
  };
  const { method = "GET", query, body } = request;
  const nextauth = action === "callback" || method === "POST" ? [action, "oidc"] : [action];
  const asked = { method, body, headers: {}, cookies: Object.fromEntries(jar), query: { ...query, nextauth } };
  await NextAuth(
    asked as never,
    response as never,
    authOptions(async () => whence, web),
  );
  for (const cookie of cookies) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value) jar.set(name, decodeURIComponent(value));
    else jar.delete(name);
  }
  return answer;
}

/** Presses the button. Returns the address at the provider, and what the browser keeps. */
async function press(): Promise<{ jar: Jar; away: string }> {
  const jar: Jar = new Map();
  const { csrfToken } = (await call(jar, "csrf", {})).body as { csrfToken: string };
  const { redirect = "" } = await call(jar, "signin", { method: "POST", body: { csrfToken, callbackUrl: "/events" } });
  return { jar, away: redirect };
}

/** Follows the provider until it sends the browser back. Returns what it sends along. */
async function atProvider(away: string): Promise<Record<string, string>> {
  const jar: Jar = new Map();
  for (let address = away, hops = 0; hops < 10; hops++) {
    const cookie = [...jar].map((pair) => pair.join("=")).join("; ");
    const answer = await fetch(address, { redirect: "manual", headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const next = answer.headers.get("location");
    if (!next) throw new Error(`expected a way on at ${address}: ${answer.status} ${await answer.text()}`);
    address = new URL(next, address).href;
    if (address.startsWith(place)) return Object.fromEntries(new URL(address).searchParams);
  }
  throw new Error("expected to come back");
}

/** The whole way. Returns where it ends, and the principal of the cookie that was given. */
async function come(person: TestProvider["person"]) {
  provider.person = person;
  const { jar, away } = await press();
  const query = await atProvider(away);
  const answer = await call(jar, "callback", { query });
  const redirect = answer.redirect === `${place}/events` ? "/events" : await refusedAt(jar, answer);
  return { redirect, principal: await principalOf(jar), jar, query };
}

async function principalOf(jar: Jar) {
  const secret = await secretIn(jar.get(cookieName()) ?? "");
  return secret ? findPrincipal(secret, whence, web) : undefined;
}

const dana = { sub: "d-1", name: "Dana Lee", email: "dana@example.org", email_verified: true, groups: ["staff", "it"] };
const posted = async () => (await web.posted()).map(({ type }) => type);

test("who has a group with a role gets an account, and is known by the subject from then on", async () => {
  const first = await come(dana);
  expect(first.redirect).toBe("/events");
  expect(first.principal?.person).toMatchObject({ email: "dana@example.org", name: "Dana Lee", role: "engineer" });
  expect(await web.posted()).toMatchObject([
    { type: "person.created", actor: { id: "vouch" } },
    {
      type: "user.signed_in",
      actor: { id: "dana@example.org" },
      data: [{ value: "provider" }, { value: "Harbor ID" }],
    },
  ]);
  // no password was chosen, so none lets them in
  expect((await signIn({ email: dana.email, password: aPassword }, whence, web)).outcome).toBe("wrong");
  // another address now: the same person, under the address that Vouch knows
  const again = await come({ ...dana, email: "dana.lee@example.org" });
  expect(again.principal?.person).toEqual(first.principal?.person);
  // somebody else with the address that was theirs
  expect((await come({ ...dana, sub: "d-2" })).redirect).toBe("/signin?error=provider-taken");
});

test("the role follows the groups, in the order of the mapping; the last administrator stays one", async () => {
  const lead = { ...dana, sub: "l-1", email: "lead@example.org" };
  expect((await come({ ...lead, groups: ["it", "audit"] })).principal?.person.role).toBe("compliance");
  expect((await come({ ...lead, groups: "it" as never })).principal?.person.role).toBe("engineer");
  expect(await web.posted("person.role_changed")).toMatchObject([
    { actor: { id: "vouch" }, change: { fields: [{ before: "compliance", after: "engineer" }] } },
  ]);
  expect((await come({ ...lead, groups: ["vouch-admins"] })).principal?.person.role).toBe("administrator");
  expect((await come({ ...lead, groups: ["it"] })).principal?.person.role).toBe("administrator");
  await aPerson(web, "second@example.org", "administrator");
  expect((await come({ ...lead, groups: ["it"] })).principal?.person.role).toBe("engineer");
  // an auditor sees nothing until an administrator says what
  expect((await come({ ...lead, groups: ["visitors"] })).principal?.scope).toEqual({ sources: [] });
  expect((await come({ ...lead, groups: ["it"] })).principal?.scope).toEqual({});
  const refused = await come({ ...lead, groups: ["staff"] });
  expect(refused).toMatchObject({ redirect: "/signin?error=provider-group", principal: undefined });
});

test("an account that is there is linked by a verified address alone, once", async () => {
  const id = await aPerson(web, "oona@example.org", "compliance");
  const oona = { sub: "o-1", email: "Oona@Example.org", groups: ["audit"] };
  for (const email_verified of [false, undefined, "true", 1]) {
    expect((await come({ ...oona, email_verified })).redirect).toBe("/signin?error=provider-email");
  }
  expect((await web.posted("user.login_failed"))[0]).toMatchObject({
    actor: { kind: "unknown", attribution: "none" },
    data: [{}, { value: "the provider has not verified the e-mail address" }, { value: "provider" }, {}],
  });
  const come1 = await come({ ...oona, email_verified: true });
  expect(come1.principal?.person.id).toBe(id);
  expect(await posted()).toEqual([...Array(4).fill("user.login_failed"), "person.linked", "user.signed_in"]);
  await web.database.owner`update app.people set deactivated_at = now() where id = ${id}`;
  expect((await come({ ...oona, email_verified: true })).redirect).toBe("/signin?error=provider-deactivated");
  expect(await principalOf(come1.jar)).toBeUndefined();
});

test("neither an unknown group nor a missing one makes an account, and asking again and again fills no ledger", async () => {
  const nobody = { ...dana, sub: "n-1", email: "nobody@example.org" };
  expect((await come({ ...nobody, groups: ["staff"] })).redirect).toBe("/signin?error=provider-group");
  expect((await come({ ...nobody, groups: undefined })).redirect).toBe("/signin?error=provider-group");
  expect((await come({ ...nobody, groups: [["it"], { it: true }, null] })).principal).toBeUndefined();
  expect(await web.database.owner`select from app.people where email = ${nobody.email}`).toHaveLength(0);
  await web.database.owner`update app.attempts set failures = 30 where door = 'provider'`;
  expect((await come({ ...nobody, groups: ["it"] })).redirect).toBe("/signin?error=provider-locked");
  expect(await posted()).toEqual(Array(4).fill("user.login_failed"));
});

test.each([
  ["for another client", { aud: "another" }],
  ["of another issuer", { iss: "https://elsewhere.example" }],
  ["with another nonce", { nonce: "another" }],
  ["that has run out", { exp: 1 }],
])("a token %s signs nobody in", async (_, claims) => {
  provider.forge = (said) => ({ ...said, ...claims });
  const { redirect, principal } = await come(dana);
  expect(redirect).toBe("/signin?error=OAuthCallback");
  expect(principal).toBeUndefined();
  expect(await posted()).toEqual([]);
});

test("an answer is good in the browser that asked for it, once", async () => {
  provider.person = dana;
  const [mine, theirs] = await Promise.all([press(), press()]);
  const query = await atProvider(theirs.away);
  const refused = async (jar: Jar, said: object) => refusedAt(jar, await call(jar, "callback", { query: said }));
  expect(await refused(mine.jar, query)).toBe("/signin?error=OAuthCallback");
  // their state, put into my jar: the verifier of PKCE and the nonce are mine
  const mixed = new Map([...mine.jar, ...[...theirs.jar].filter(([name]) => name.endsWith(".state"))]);
  expect(mixed).not.toEqual(mine.jar);
  expect(await refused(mixed, query)).toBe("/signin?error=OAuthCallback");
  const { jar, query: used } = await come(dana);
  expect(await principalOf(jar)).toBeDefined();
  expect(await refused(new Map(jar), used)).toBe("/signin?error=OAuthCallback");
});

test("a provider that is down, or says no, is said on the sign-in page", async () => {
  vi.stubEnv("VOUCH_OIDC_ISSUER", "http://127.0.0.1:9");
  expect(await refusedAt(new Map(), { redirect: (await press()).away })).toBe("/signin?error=OAuthSignin");
  vi.stubEnv("VOUCH_OIDC_ISSUER", provider.issuer);
  const { jar } = await press();
  const answer = await call(jar, "callback", { query: { error: "access_denied" } });
  expect(await refusedAt(jar, answer)).toBe("/signin?error=Callback");
});

test("where it cannot be recorded, nobody comes in", async () => {
  await web.database.owner`revoke execute on function inbox.post(text) from vouch_web`;
  try {
    expect(await come({ ...dana, sub: "u-1", email: "u@example.org" })).toMatchObject({
      redirect: "/signin?error=unavailable",
      principal: undefined,
    });
  } finally {
    await web.database.owner`grant execute on function inbox.post(text) to vouch_web`;
  }
  expect(await web.database.owner`select from app.people where email = 'u@example.org'`).toHaveLength(0);
});

test("with the provider alone, passwords are for administrators, and the others are told no more than that one is wrong", async () => {
  await aPerson(web, "glass@example.org", "administrator");
  await aPerson(web, "plain@example.org", "engineer");
  vi.stubEnv("VOUCH_OIDC_ONLY", "1");
  expect((await signIn({ email: "glass@example.org", password: aPassword }, whence, web)).outcome).toBe("signed-in");
  expect(await signIn({ email: "plain@example.org", password: aPassword }, whence, web)).toEqual({ outcome: "wrong" });
  expect(await web.posted("user.login_failed")).toMatchObject([{ data: [{ value: "passwords are off" }, {}] }]);
});
