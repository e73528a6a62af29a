import { createHash, randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { Secret, TOTP } from "otpauth";
import { cookieSecret, type Person, password, type Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, fillSignIn, signIn, sizes, test } from "./vouch.ts";

/** What an authenticator shows; `steps` of half a minute ahead. */
function codeOf(key: string, steps = 0): string {
  const secret = Secret.fromBase32(key.replaceAll(" ", ""));
  return new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
}

test("with a second factor the password alone opens no door; a recovery code and a code each do, once", async ({
  page,
  browser,
  story,
  quiet,
}) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/account");
  await expect(page.getByText("Your password alone lets you in.")).toBeVisible();
  await expectAccessible(page);
  const { key, codes } = await setUp(page);
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();

  const elsewhere = await quiet.watch(await browser.newContext({ viewport: sizes.narrow })).newPage();
  await signIn(elsewhere, person);
  for (const door of ["/", "/events", "/account", "/people", "/approvals"]) {
    await elsewhere.goto(door);
    await expect(elsewhere).toHaveURL(/\/signin\/code\?next=/);
  }
  expect((await elsewhere.request.get("/api/notices")).status()).toBe(204);
  expect(await (await elsewhere.request.get("/api/auth/session")).json()).toEqual({ expires: expect.any(String) });
  await elsewhere.goto("/events?actor=nobody");
  await elsewhere.getByLabel("Code", { exact: true }).fill("000 000");
  await elsewhere.getByRole("button", { name: "Go on" }).click();
  await expect(elsewhere.getByText("That code is not right, or it was used before.")).toBeVisible();
  await expectAccessible(elsewhere);
  await expectNoSidewaysScroll(elsewhere);
  await elsewhere.getByRole("button", { name: "Use a recovery code" }).click();
  await elsewhere.getByLabel("Recovery code", { exact: true }).fill(codes[0]?.toUpperCase() ?? "");
  await elsewhere.getByRole("button", { name: "Go on" }).click();
  await expect(elsewhere).toHaveURL("/events?q=actor:nobody");
  await expect(elsewhere.getByRole("heading", { name: "Events" })).toBeVisible();

  await page.reload();
  await expect(page.getByText("9 recovery codes are left.")).toBeVisible();
  await page.getByRole("button", { name: "End 1 other session" }).click();
  await page.getByRole("button", { name: "End 1 session" }).click();
  await expect(page.getByRole("heading", { name: "You are signed in at 1 place" })).toBeVisible();
  await elsewhere.goto("/account");
  await fillSignIn(elsewhere, person.email);
  await elsewhere.getByLabel("Code", { exact: true }).fill(codeOf(key, 1));
  await elsewhere.getByRole("button", { name: "Go on" }).click();
  await expect(elsewhere).toHaveURL("/account");
  await expectNoSidewaysScroll(elsewhere);
  await elsewhere.context().close();

  await page.getByRole("button", { name: "Turn off the second factor" }).click();
  await page.getByLabel("Your password").fill("not the password at all");
  await page.getByRole("button", { name: "Turn it off" }).click();
  await expect(page.getByText("The password is not right.")).toBeVisible();
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Turn it off" }).click();
  await expect(page.getByRole("button", { name: "Set up a second factor" })).toBeVisible();
  expect(await actsOf(story, person)).toEqual([
    "user.signed_in",
    "second_factor.set_up",
    "user.password_accepted",
    "user.second_factor_failed",
    "recovery_code.used",
    "user.signed_in",
    "event.searched",
    "session.revoked",
    "user.password_accepted",
    "user.signed_in",
    "person.confirmation_failed",
    "second_factor.removed",
  ]);
});

/** Through the dialog, to the closed dialog. */
async function setUp(page: Page) {
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("img", { name: "QR code for the authenticator" })).toBeVisible();
  await expectAccessible(page);
  const key = await dialog.locator("code").innerText();
  await dialog.getByLabel("Your password").fill(password);
  for (const code of [codeOf(key, 5), codeOf(key)]) {
    await dialog.getByLabel("Code that the app shows now").fill(code);
    await dialog.getByRole("button", { name: "Set up", exact: true }).click();
    if (code !== codeOf(key)) await expect(dialog.getByText("Check that the clock of your phone")).toBeVisible();
  }
  await expect(dialog.getByRole("list", { name: "Recovery codes" })).toBeVisible();
  const codes = await dialog.getByRole("list", { name: "Recovery codes" }).locator("code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "I have stored the codes" }).click();
  await expect(dialog).toBeHidden();
  return { key, codes };
}

/** What the ledger has of somebody, in order, once it has the last of it. */
async function actsOf({ owner }: Story, { email }: Person): Promise<string[]> {
  for (let waited = 0; waited < 500; waited++) {
    const [left] = await owner<{ count: number }[]>`select count(*)::int as count from inbox.events`;
    if (left?.count === 0) break;
    await owner`select pg_sleep(0.02)`;
  }
  const found = await owner<
    { type: string }[]
  >`select type from ledger.projection where actor = ${email} order by index`;
  return found.map(({ type }) => type);
}

test("a token of one's own reads as oneself, with its own record, until it is ended", async ({ page, story }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/account");
  await page.getByRole("button", { name: "Make a token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Nightly report");
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const secret = await dialog.getByText(/^vouch_read_/).textContent();
  await expectAccessible(page);
  const ask = () =>
    page.request.get("/api/entries?q=id:10482&limit=1", { headers: { authorization: `Bearer ${secret}` } });
  expect(await (await ask()).json()).toMatchObject({ entries: [{ record: { id: "10482" } }], mistakes: [] });
  await dialog.getByRole("button", { name: "I have stored the secret" }).click();
  await expect(page.getByText(/last used/)).toBeVisible();
  await page.getByRole("button", { name: "End the token Nightly report" }).click();
  await page.getByRole("button", { name: "End this token" }).click();
  await expect(dialog).toHaveCount(0);
  const tokens = page.getByRole("region", { name: "Tokens for your scripts" });
  await expect(tokens.getByRole("button", { name: "Make a token" })).toBeVisible();
  await expect(tokens.getByText("Nightly report")).toHaveCount(0);
  expect((await ask()).status()).toBe(401);
});

test("where the rules demand a second factor, signing in goes on by setting it up, and shows the codes", async ({
  page,
  story,
}) => {
  const person = await story.newPerson("engineer");
  // as the sign-in leaves it; the rule itself would hold for every test that runs meanwhile
  const secret = randomBytes(32).toString("base64url");
  await story.owner`
    insert into app.sessions (id, person, expires_at, waits_for)
    select ${createHash("sha256").update(secret).digest()}, id, now() + interval '10 minutes', 'enrolment'
    from app.people where email = ${person.email}`;
  await page.goto("/signin");
  const value = await encode({ token: { session: secret } as never, secret: cookieSecret() });
  await page.context().addCookies([{ name: "vouch.session", value, url: page.url() }]);
  await page.goto("/coverage");
  await expect(page).toHaveURL(/\/signin\/enrol\?next=%2Fcoverage$/);
  await expectAccessible(page);
  const key = await page.locator("main code").innerText();
  await page.getByLabel("Code that the app shows now").fill(codeOf(key));
  await page.getByRole("button", { name: "Set up and go on" }).click();
  await expect(page.getByRole("list", { name: "Recovery codes" }).locator("li")).toHaveCount(10);
  await page.getByRole("button", { name: "Go on to Vouch" }).click();
  await expect(page).toHaveURL("/coverage");
  // the cookie that waited is worth nothing
  await page.context().addCookies([{ name: "vouch.session", value, url: page.url() }]);
  await page.goto("/coverage");
  await expect(page).toHaveURL(/\/signin\?next=/);
});

test("a session that ended while somebody wrote says so; signed in again beside it, what was typed is sent", async ({
  page,
  story,
}) => {
  const person = await story.newPerson("approver");
  await signIn(page, person);
  await page.goto("/");
  await page.getByRole("button", { name: person.name }).click();
  await page.getByRole("menuitem", { name: "Your account" }).click();
  await page.getByLabel("Your name").fill("Petra  Ångström 👩‍💻");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Change the name" }).click();
  await expect(page.getByText("Your session has ended. Sign in again in another tab")).toBeVisible();
  await expect(page.getByLabel("Your name")).toHaveValue("Petra  Ångström 👩‍💻");
  await signIn(page, person);
  await page.getByRole("button", { name: "Change the name" }).click();
  await expect(page.getByRole("heading", { name: "Petra Ångström 👩‍💻" })).toBeVisible();

  const next = "another lamp, another ladder";
  await page.getByLabel("Password that you have").fill(password);
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByLabel("New password again").fill("something else");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText("The two new passwords differ.")).toBeVisible();
  await page.getByLabel("New password again").fill(next);
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByText(/^The new password holds\. 1 other session of yours ended\.$/)).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/account");
  await fillSignIn(page, person.email, next);
  await expect(page).toHaveURL("/account");
});
