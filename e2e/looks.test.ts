import { expect, expectAccessible, expectNoSidewaysScroll, signIn, sizes, test } from "./vouch.ts";

test("who looked at a record, and what a person looked at, are told in sentences; asking is recorded, too", async ({
  page,
  story,
}) => {
  const looker = await story.newPerson("engineer");
  await signIn(page, looker);
  const entry = await story.entryOf("customers", "10483");
  await page.goto(`/events/${entry}`);
  await page.getByRole("link", { name: /^This record/ }).click();
  await expect(page.getByRole("region", { name: "Versions" })).toBeVisible();
  await page.goto("/looks");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();

  const reader = await story.newPerson("compliance");
  await signIn(page, reader);
  await page.goto("/looks");
  await page.getByRole("form", { name: "Who looked at a record" }).getByLabel("Who looked at: kind").fill("customers");
  await page.getByLabel("Id", { exact: true }).fill("10483");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who looked at customers 10483?");
  const lines = page.getByRole("main").getByRole("listitem").filter({ hasText: looker.name });
  await expect(lines.filter({ hasText: `${looker.name} opened the history of` })).toHaveCount(1);
  await expect(lines.filter({ hasText: `opened entry ${Number(entry).toLocaleString("en")}, about` })).toHaveCount(1);
  await expectAccessible(page);

  await page.getByLabel("What a person looked at: e-mail").fill(looker.email);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`What did ${looker.email} look at?`);
  await expect(lines).toHaveCount(3);
  await expect(lines.first()).toContainText("and was refused");
  await page.setViewportSize(sizes.narrow);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  await page.goto(`/looks?person=${reader.email}`);
  await expect(
    page.getByRole("main").getByRole("listitem").filter({ hasText: "looked up who looked at" }).first(),
  ).toBeVisible();
});
