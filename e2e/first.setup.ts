/** Runs before all other tests: from an empty Vouch to one with an administrator and a protected database. */
import { amara, password, tellStory } from "./story.ts";
import { expect, test } from "./vouch.ts";

test("whoever has the code from the terminal becomes the administrator, once, and a database is protected", async ({
  page,
  browser,
  story,
  quiet,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/signin\?next=%2F$/);
  await expect(page.getByText("Nobody has an account yet.")).toBeVisible();

  const code = await story.newSetupCode();
  const late = await quiet.watch(await browser.newContext()).newPage();
  for (const form of [page, late]) {
    await form.goto(`/setup?code=${code}`);
    await form.getByLabel("Your name").fill(amara.name);
    await form.getByLabel("E-mail").fill(form === page ? amara.email : "late@harbor.example");
    await form.getByLabel("Password", { exact: true }).fill(password);
    await form.getByLabel("Password again").fill(password);
  }
  const make = page.getByRole("button", { name: "Make the administrator" });

  await page.getByLabel("Password", { exact: true }).fill("too short");
  await make.click();
  await expect(page.getByText("The password has 9 characters; it needs at least 12.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Setup code").fill("0000-0000-0000-0000-0000-0000-0000-0000");
  await make.click();
  await expect(page.getByText("That setup code is not valid, or it has been used.")).toBeVisible();

  await page.getByLabel("Setup code").fill(code);
  await make.click();
  await expect(page.getByRole("heading", { name: "No source is connected yet." })).toBeVisible();
  await expect(page.getByRole("link", { name: "Connect a database" })).toBeVisible();

  await late.getByRole("button", { name: "Make the administrator" }).click();
  await expect(late.getByText("That setup code is not valid, or it has been used.")).toBeVisible();
  await late.goto(`/setup?code=${code}`);
  await expect(late.getByRole("heading", { name: "Vouch is set up already" })).toBeVisible();
  await late.close();

  await tellStory();
  // the patrol looks at a new source within a few seconds
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("listitem").filter({ hasText: "harbor" })).toContainText("5 tables captured.", {
      timeout: 500,
    });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Capture is running\. [\d,]+ entries recorded\.$/);
  await expect(page.getByRole("listitem").filter({ hasText: "harbor" })).toContainText("harbor: 5 tables captured.");
  await expect(page.locator("main code")).toHaveText("npm run -s vouch -- verify");
});
