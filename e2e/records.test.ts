import type { Page } from "@playwright/test";
import { type Story, secret } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, sizes, test } from "./vouch.ts";

/** How often this person did what leaves entries of this type. */
function acts(story: Story, email: string, type: string) {
  return expect.poll(async () => {
    const [found] = await story.owner<{ count: number }[]>`
      select count(*)::int as count from ledger.projection where actor = ${email} and type = ${type}`;
    return found?.count;
  });
}

/** The address of customer 10482's history, and the numbers of its versions' entries, oldest first. */
async function zoe(story: Story): Promise<{ address: string; entries: string[] }> {
  const rows = await story.owner<{ index: bigint; source: string }[]>`
    select index, source from ledger.projection
    where record_type = 'customers' and record_id = '10482' and category = 'record' order by occurred_at, index`;
  const named = new URLSearchParams({
    source: rows[0]?.source ?? "",
    schema: "public",
    type: "customers",
    id: "10482",
  });
  return { address: `/records/history?${named}`, entries: rows.map(({ index }) => String(index)) };
}

const versions = (page: Page) => page.getByRole("region", { name: "Versions" }).getByRole("listitem");

test("a record is found by its key, stepped through by keyboard, compared and seen as of a time; each act is one entry", async ({
  page,
  story,
}) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/records");
  await expect(page.getByRole("region", { name: "Kinds of record" })).toContainText("Customers in harbor");
  await page.getByLabel("Which record?").fill("customers 10482");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /Zoë/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("10482");
  await expect(page.getByText("4 versions since")).toContainText("1 AI agent");
  await expect(versions(page)).toHaveCount(4);
  await expect(versions(page).first()).toContainText("Version 4");

  const now = page.getByRole("region", { name: "Now" });
  await expect(now.getByRole("row", { name: "Plan" })).toContainText(/Basic.*version 3/);
  await expect(now.getByRole("row", { name: /^S/ }).filter({ hasText: "Hidden" })).toContainText("version 2");
  await expect(now).not.toContainText(secret.after);

  const slider = page.getByRole("slider", { name: "Version that is shown" });
  await slider.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(slider).toHaveAttribute("aria-valuetext", /^Version 2 of 4, .* Enter shows it$/);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Version 2 of 4, the record as it was left then")).toBeVisible();
  await expect(page.getByRole("region", { name: /^As of/ }).getByRole("row", { name: "Plan" })).toContainText("Gold");

  await versions(page).filter({ hasText: "Version 4" }).getByRole("link", { name: "Compare with version 2" }).click();
  const comparison = page.getByRole("region", { name: "Version 2 beside version 4" });
  await expect(comparison.getByRole("row", { name: "Plan" })).toContainText(/Gold.*Basic/);
  await expect(comparison).toContainText("1 version lies between them");

  await page.getByRole("textbox", { name: "As of" }).fill("2020-01-01T00:00:00");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("heading", { name: "Nothing is known of this moment" })).toBeVisible();
  await expectAccessible(page);
  await acts(story, person.email, "record.searched").toBe(1);
  await acts(story, person.email, "record.opened").toBe(4);
});

test("an engineer gets a script that restores a version, without what is concealed; others get none", async ({
  page,
  story,
}) => {
  const { address, entries } = await zoe(story);
  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  await page.goto(`${address}&version=${entries[0]}`);
  await page.getByRole("button", { name: "Restore script…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Bring Zoë.* back to version 1$/ });
  await dialog.getByLabel("Reason").fill("Put back what the import broke");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Make the script" }).click();
  const script = dialog.getByRole("group", { name: "The script" });
  await expect(script).toContainText("set_config('vouch.reason', 'Put back what the import broke', true)");
  await expect(script).toContainText("array['plan', 'Gold']");
  await expect(dialog.getByText("concealed, so its values are not in the script, and it differs now")).toBeVisible();
  for (const value of Object.values(secret)) await expect(dialog).not.toContainText(value);
  await expectAccessible(page);
  await acts(story, engineer.email, "restore_script.made").toBe(1);

  await signIn(page, await story.newPerson("compliance"));
  await page.goto(`${address}&version=${entries[0]}`);
  await expect(page.getByText("Version 1 of 4")).toBeVisible();
  await expect(page.getByRole("button", { name: "Restore script…" })).toHaveCount(0);
});

test("on a phone the history reads in one column; what is no record, or beyond a scope, is said in words", async ({
  page,
  story,
  quiet,
}) => {
  quiet.expect(/404/);
  await page.setViewportSize(sizes.narrow);
  const { address } = await zoe(story);
  await signIn(page, await story.newPerson("auditor"));
  await page.goto(address);
  await expect(versions(page)).toHaveCount(4);
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
  await page.goto("/records?find=nobody+at+all");
  await expect(page.getByRole("heading", { name: "No such record is recorded" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  for (const wrong of [
    "/records/history",
    address.replace("10482", encodeURIComponent("a/b?ü\u202e['x']")),
    `${address}%00`,
  ]) {
    expect((await page.goto(wrong))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await signIn(page, await story.newPerson("auditor", { sources: [] }));
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
});
