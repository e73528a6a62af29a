import type { Page } from "@playwright/test";
import { server } from "./server.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

/** Makes a key for a new system and identity in the dialog; returns its secret. */
async function makeKey(page: Page, system: string, kinds: string[] = []): Promise<string> {
  await page.getByRole("button", { name: "Make a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("System", { exact: true }).selectOption({ label: "A system that is new here" });
  await dialog.getByLabel("Name of the system").fill(system);
  await dialog.getByLabel("The key speaks for").selectOption({ label: "An identity that is new here" });
  await dialog.getByLabel("Name", { exact: true }).fill(`${system} server`);
  await dialog.getByLabel("Id in entries").fill(system.toLowerCase().replace(/\W+/g, "-"));
  for (const kind of kinds) await dialog.getByRole("checkbox", { name: kind }).check();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByText("You see this secret once.")).toBeVisible();
  return shownSecret(page);
}

async function shownSecret(page: Page): Promise<string> {
  const secret = await page
    .getByRole("dialog")
    .getByText(/^vouch_[\w-]{43}$/)
    .textContent();
  return secret ?? "";
}

/** As a program does: without cookies. On no connection of the browser's, which the server may close just as it is used again. */
async function report(secret: string, data: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const answer = await fetch(`${server.url}/api/events`, { method: "POST", headers, body: JSON.stringify(data) });
  await answer.text();
  return answer.status;
}

test("a key is made, tried, rotated and revoked, and what it reported is found among the events", async ({
  page,
  story,
}) => {
  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  await page.goto("/keys");
  const name = `Clinic Pay ${engineer.email.slice(9, 17)}`;
  const secret = await makeKey(page, name, ["Permissions", "Decisions of AI agents"]);
  await expect(page.getByRole("dialog")).toContainText(`/api/events -H 'Authorization: Bearer ${secret}'`);
  await page.getByRole("button", { name: "I have stored the secret" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const system = page.getByRole("region", { name });
  await expect(system).toContainText("Sign-ins, permissions and decisions of AI agents.");
  await expect(system).toContainText("Never used.");
  await expect(page.locator("body")).not.toContainText(secret);

  const dana = { id: `dana@${name}`, name: "Dana Lee" };
  expect(await report(secret, { id: "1", type: "user.signed_in", actor: dana })).toBe(201);
  expect(await report(secret, { id: "1", type: "user.signed_in", actor: dana })).toBe(200);
  expect(await report(secret, { id: "1", type: "user.signed_out", actor: dana })).toBe(409);
  expect(await report(secret, { id: "2", type: "job.started" })).toBe(403);
  const decision = { output: "reject", confidence: 0.82, overridden_by: "Dana Lee" };
  const claim = { type: "claim", id: `c-${name}` };
  expect(await report(secret, { id: "3", type: "decision.made", target: claim, data: decision })).toBe(201);
  await story.recorded("claim", 1);
  await page.goto(`/events?${new URLSearchParams({ actor: dana.id })}`);
  await expect(lines(page)).toHaveText([`Dana Lee Claimed signed in to ${name}`]);
  await page.goto(`/events?${new URLSearchParams({ record: "claim", id: claim.id })}`);
  await expect(lines(page)).toHaveText([
    / server decided reject on claim c-.*, confidence 0\.82, overridden by Dana Lee$/,
  ]);
  await lines(page).first().click();
  const who = page.getByRole("region", { name: "Who" });
  await expect(who).toContainText("Verified: the API key speaks for this actor.");
  await expect(who).toContainText(`Reported by ${name} with the API key production`);

  await page.goto("/keys");
  await expect(system).toContainText("Last used");
  await system.getByRole("button", { name: `Rotate production of ${name}` }).click();
  await page.getByRole("dialog").getByLabel("The old key works").selectOption({ label: "Not any more" });
  await page.getByRole("button", { name: "Make the new key" }).click();
  await expect(page.getByText("The new key is made")).toBeVisible();
  const next = await shownSecret(page);
  await page.keyboard.press("Escape");
  await expect(system.getByText("Show 1 key that ended")).toBeVisible();
  expect(await report(secret, { id: "4", type: "user.signed_out", actor: dana })).toBe(401);
  expect(await report(next, { id: "4", type: "user.signed_out", actor: dana })).toBe(201);

  await system.getByRole("button", { name: `Revoke production of ${name}` }).click();
  await expect(page.getByRole("dialog")).toContainText("is refused and not recorded");
  await page.getByRole("button", { name: "Revoke this key" }).click();
  await expect(system).toContainText("No key of this system works: it can report nothing.");
  expect(await report(next, { id: "5", type: "user.signed_out", actor: dana })).toBe(401);

  await expect(async () => {
    await page.goto(`/events?own=shown&category=configuration&actor=${engineer.email}`);
    await expect(lines(page)).toHaveText(
      [
        `${engineer.name} revoked the API key production of ${name}`,
        `${engineer.name} replaced the API key production of ${name}`,
        `${engineer.name} made the API key production for ${name}`,
        `${engineer.name} connected ${name}`,
        /created identity/,
      ],
      { timeout: 500 },
    );
  }).toPass();
});

test("what is refused is said in the dialog, and nothing is made", async ({ page, story }) => {
  await signIn(page, await story.newPerson("administrator"));
  await page.goto("/keys");
  await page.getByRole("button", { name: "Make a key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("System", { exact: true }).selectOption({ label: "A system that is new here" });
  await dialog.getByLabel("Name of the system").fill("harbor");
  await dialog.getByLabel("The key speaks for").selectOption({ label: "An identity that is new here" });
  await dialog.getByLabel("Name", { exact: true }).fill("Desk");
  await dialog.getByLabel("Id in entries").fill("a b");
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("without blanks");
  await dialog.getByRole("checkbox", { name: "Sign-ins" }).uncheck();
  await dialog.getByRole("button", { name: "Make the key" }).click();
  await expect(dialog.getByRole("alert")).toContainText("at least one kind of event");
});

test("others see neither the page nor the way to it", async ({ page, story }) => {
  await signIn(page, await story.newPerson("auditor"));
  await page.goto("/");
  await expect(page.getByRole("link", { name: "API keys" })).toHaveCount(0);
  await page.goto("/keys");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await expect(page.getByText("Your role (auditor) may not make and revoke API keys.")).toBeVisible();
});

test("the door for programs sends nobody to sign in, sets no cookie, and publishes its form", async ({ page }) => {
  const answer = await page.request.post("/api/events", { data: {}, maxRedirects: 0 });
  expect(answer.status()).toBe(401);
  expect(answer.headers()["www-authenticate"]).toContain("Bearer");
  expect(answer.headers()["content-type"]).toBe("application/problem+json");
  for (const name of ["set-cookie", "access-control-allow-origin"]) {
    expect(answer.headers()[name], name).toBeUndefined();
  }
  expect((await page.request.get("/api/events", { maxRedirects: 0 })).status()).toBe(405);
  const published = await (await page.request.get("/api/openapi.json")).json();
  expect(published.openapi).toBe("3.1.0");
  expect(published.paths["/api/events"].post.requestBody.content).toHaveProperty("application/x-ndjson");
});

for (const theme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme });
      test(`axe finds nothing on the keys and in their dialogs, ${theme}, ${size}`, async ({ page, story }) => {
        const engineer = await story.newPerson("engineer");
        await signIn(page, engineer);
        await page.goto("/keys");
        const system = `Desk ${engineer.email.slice(9, 17)}`;
        await page.getByRole("button", { name: "Make a key" }).click();
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await makeKey(page, system);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.getByRole("button", { name: "I have stored the secret" }).click();
        await expect(page.getByRole("region", { name: system })).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        for (const act of ["Rotate", "Revoke"]) {
          await page.getByRole("button", { name: `${act} production of ${system}` }).click();
          await expect(page.getByRole("dialog")).toBeVisible();
          await expectAccessible(page);
          await page.keyboard.press("Escape");
        }
      });
    });
  }
}
