/**
 * The four questions of a compliance officer who has never seen SQL, asked of the demo: each from Home to the answer, one of them
 * without a mouse. The half year of Harbor Clinic Pay is in it, told small.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import { lines, sentence } from "./vouch.ts";

test.describe.configure({ mode: "serial" });

const bar = (page: Page) => page.getByRole("region", { name: "Search" });
const input = (page: Page) => page.getByRole("combobox", { name: "Search: add a filter or words" });
const facets = (page: Page) => page.getByRole("complementary", { name: "Filters" });
const found = (page: Page) => page.getByRole("status").filter({ hasText: /\d lines?/ });

/** As it stands in the address: the day so many days ago, in UTC. */
function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

test("Who changed the pricing tier for that client?", async ({ page, demo }) => {
  await demo.be(page, "compliance");
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await input(page).fill("Acme plan Gold Basic");
  await bar(page).getByRole("button", { name: "Search", exact: true }).click();
  const answer = lines(page).filter({ hasText: "changed plan from Gold to Basic" });
  await expect(answer).toHaveCount(1);
  await expect(answer).toHaveText(/^Collections agent AI agent .*on Acme Orthopaedics/);
  await answer.click();
  await expect(sentence(page)).toContainText("changed plan from Gold to Basic");
  await expect(page.getByRole("region", { name: "Who" })).toContainText("dana.lee@harborclinicpay.example");
});

test("What did the agents do last night?", async ({ page, demo }) => {
  await demo.be(page, "compliance");
  await page.getByRole("link", { name: "Events", exact: true }).click();
  await facets(page)
    .getByRole("checkbox", { name: /^AI agents/ })
    .click();
  await expect(page).toHaveURL(/q=kind:agent$/);
  await bar(page).getByRole("button", { name: "All time" }).click();
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await expect(page).toHaveURL(/q=kind:agent\+after:7d$/);
  await expect(found(page).first()).toContainText(/^\d+ lines?/);
  for (const line of await lines(page).allTextContents()) expect(line).toMatch(/AI agent/);

  // from the week to one day of it, in the table behind the chart
  await page.getByRole("button", { name: "Show as table" }).click();
  const table = page.getByRole("region", { name: "Lines over time, as a table" }).getByRole("table");
  const row = table.getByRole("row").last();
  const many = Number(await row.getByRole("cell").last().textContent());
  await row.getByRole("button").click();
  await expect(page).toHaveURL(/q=kind:agent\+(on|after):/);
  await expect(found(page).first()).toContainText(new RegExp(`^${many} lines?`));
});

test("Who deleted 200 customers? Without a mouse", async ({ page, demo }) => {
  await demo.be(page, "compliance");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search or jump to" }).getByRole("combobox")).toBeFocused();
  await page.keyboard.type("Events");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/events$/);
  await expect(found(page).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("action:deleted record:customers rows>=200 ");
  await page.keyboard.press("Enter");
  await expect(lines(page)).toHaveText([/^Nightly cleanup .*deleted 200 rows from customers with one statement/]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  const rows = page.getByRole("button", { name: "Show the 200 rows" });
  while (!(await rows.evaluate((button) => button === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Show all 200 rows in a list" })).toBeVisible();
  await expect(lines(page).nth(1)).toContainText("deleted");
  await page.keyboard.press("Shift+Tab"); // the line itself, before the button that opened it
  await expect(lines(page).first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(sentence(page)).toContainText("Nightly cleanup");
  await page.keyboard.press("Escape");
  await expect(lines(page).first()).toBeFocused();
});

test("What did this record look like that day?", async ({ page, demo }) => {
  await demo.be(page, "compliance");
  await page.goto("/events?record=customers&id=C-10482");
  await lines(page).first().click();
  await page.getByRole("link", { name: /This record/ }).click();
  await page.waitForURL(/\/records\/history/);
  const show = async (time: string) => {
    await page.getByRole("textbox", { name: "As of" }).fill(time);
    await page.getByRole("button", { name: "Show" }).click();
    return page.getByRole("region", { name: /^As of/ });
  };
  const then = await show(`${daysAgo(90)}T12:00:00`);
  await expect(then.getByRole("row", { name: "Plan" })).toContainText("Gold");
  await expect(then.getByRole("row", { name: "Credit limit" })).not.toContainText("50,000");
  const later = await show(`${daysAgo(60)}T12:00:00`);
  await expect(later.getByRole("row", { name: "Credit limit" })).toContainText("50,000");
});
