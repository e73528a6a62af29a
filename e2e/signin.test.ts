import { encode } from "next-auth/jwt";
import { startProvider } from "../lib/access/provider/builders.ts";
import { provider } from "./server.ts";
import { cookieSecret, password } from "./story.ts";
import { expect, expectAccessible, fillSignIn, signIn, test } from "./vouch.ts";

test("a wrong password and an unknown e-mail are refused in the same words", async ({ page, story, quiet }) => {
  quiet.expect(/401/);
  const { email } = await story.newPerson("compliance");
  await page.goto("/signin");
  for (const [tried, typed] of [
    [email, "not the password at all"],
    ["nobody@harbor.example", password],
  ] as const) {
    await fillSignIn(page, tried, typed);
    await expect(page.getByText("E-mail or password is not right. Check both and try again.")).toBeVisible();
    await expect(page.getByLabel("Password")).toBeFocused();
    await expect(page.getByLabel("Password")).toHaveValue("");
  }
  await expect(page).toHaveURL(/\/signin$/);
});

test("five wrong passwords lock an account, even for the right one", async ({ page, story, quiet }) => {
  quiet.expect(/401/);
  const { email } = await story.newPerson("engineer");
  await page.goto("/signin");
  for (let tried = 1; tried <= 5; tried++) {
    await fillSignIn(page, email, "not the password at all");
    const said = tried < 5 ? "E-mail or password is not right" : "Too many attempts. Try again in 15 minutes.";
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  }
  await fillSignIn(page, email);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  await expect(page.getByText("Too many attempts.")).toBeVisible();
  await page.goto("/");
  await expect(page).toHaveURL(/\/signin/);
});

test("whoever is signed out is sent to sign in, and comes back to the address", async ({ page, story }) => {
  const { email, name } = await story.newPerson("compliance");
  const address = "/events?q=kind:agent+record:customers";
  await page.goto("/events?kind=agent&record=customers"); // an address of old is the search that it means
  await expect(page).toHaveURL(`/signin?next=${encodeURIComponent(address)}`);
  await fillSignIn(page, email);
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("button", { name })).toBeVisible();
  await page.goto(`/signin?next=${encodeURIComponent("//evil.example/")}`);
  await fillSignIn(page, email);
  await expect(page.getByText("What do you want to find out?")).toBeVisible();
});

test("a copied cookie is dead after its owner has signed out", async ({ page, browser, story, quiet }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/");
  const thief = quiet.watch(await browser.newContext());
  await thief.addCookies(await page.context().cookies());
  const stolen = await thief.newPage();
  await stolen.goto("/events?actor=nobody");
  await expect(stolen.getByRole("heading", { name: "Events" })).toBeVisible();

  await page.getByRole("button", { name: person.name }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/signin$/);
  await stolen.reload();
  await expect(stolen).toHaveURL(/\/signin\?next=/);
  await thief.close();
});

test("a session cookie that was changed, made up, or made with another secret is nobody's", async ({ page, story }) => {
  await signIn(page, await story.newPerson("administrator"));
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === "vouch.session");
  if (!cookie) throw new Error("expected a session cookie");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  const middle = Math.floor(cookie.value.length / 2);
  const changed =
    cookie.value.slice(0, middle) + (cookie.value[middle] === "A" ? "B" : "A") + cookie.value.slice(middle + 1);
  const token = { session: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
  const forged = [
    changed,
    "x".repeat(200),
    await encode({ token, secret: "another secret" }),
    await encode({ token, secret: cookieSecret() }), // our secret, but a session that nobody opened
  ];
  for (const value of forged) {
    await page.context().addCookies([{ ...cookie, value }]);
    await page.goto("/events");
    await expect(page).toHaveURL(/\/signin\?next=%2Fevents$/);
  }
  await page.context().addCookies([cookie]);
  await page.goto("/");
  await expect(page.getByText("What do you want to find out?")).toBeVisible();
});

test("with the provider one comes in and back to where one was going; what it refuses is said in words", async ({
  page,
}) => {
  const button = page.getByRole("button", { name: "Continue with Harbor ID" });
  await page.goto("/coverage");
  await button.click();
  await expect(page.getByText("Harbor ID does not answer, so nobody can sign in with it right now.")).toBeVisible();
  const started = await startProvider(provider.client, provider.port);
  try {
    const dana = { sub: "dana-1", name: "Dana Lee", email: "dana.oidc@harbor.example", email_verified: true };
    for (const [claims, said] of [
      [{ groups: ["staff"] }, "Harbor ID let you in, but none of your groups has a role in Vouch."],
      [{ groups: ["it"], email_verified: false }, "Harbor ID has not verified your e-mail address"],
    ] as const) {
      started.person = { ...dana, ...claims };
      await button.click();
      await expect(page.getByText(said)).toBeVisible();
      await expectAccessible(page);
    }
    started.person = { ...dana, groups: ["it"] };
    await page.goto("/coverage");
    await button.click();
    await expect(page).toHaveURL("/coverage");
    await page.goto("/account");
    await expect(page.getByText("You have none: you sign in with Harbor ID.")).toBeVisible();
    await expect(
      page.getByText("You sign in with Harbor ID, which asks for a second factor by its own rules."),
    ).toBeVisible();
  } finally {
    await started.close();
  }
});
