import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, sizes, test } from "./vouch.ts";

for (const theme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme });

      test(`axe finds nothing on the pages, ${theme}, ${size}`, async ({ page, story }) => {
        const see = async (address: string, ready: string | RegExp) => {
          await page.goto(address);
          await expect(page.getByText(ready).filter({ visible: true }).first()).toBeVisible();
          await expectAccessible(page);
        };
        await see("/signin?ended=yes", "Your session has ended.");
        await see("/setup", "Vouch is set up already");
        await signIn(page, await story.newPerson("compliance"));
        await see("/", "What do you want to find out?");
        await see("/events?record=customers", /^\d+ lines/);
        await see(`/events/${await story.entryOf("customers", "10482")}`, "Technical details");
      });

      test(`axe finds nothing in what opens, or on pages that refuse, ${theme}, ${size}`, async ({
        page,
        story,
        quiet,
      }) => {
        quiet.expect(/404/);
        const person = await story.newPerson("compliance");
        await signIn(page, person);
        await page.goto("/events?record=nothing&after=2026-02-30");
        await expect(page.getByRole("heading", { name: "No entries recorded" })).toBeVisible();
        await expectAccessible(page);
        for (const opens of size === "narrow" ? ["Open navigation", "Filters (1)"] : []) {
          await open(page, opens);
          await expectAccessible(page);
          await page.keyboard.press("Escape");
        }
        if (size === "narrow") await open(page, "Open navigation");
        await page.getByRole("button", { name: person.name }).click();
        await expect(page.getByRole("menu")).toBeVisible();
        await expectAccessible(page);
        await page.goto("/events/999999999");
        await expectAccessible(page);
        const bulk = await story.owner<{ index: bigint }[]>`
          select index from ledger.projection where record_type = 'line_items' and part_of is null`;
        await page.goto(`/events/${bulk[0]?.index}`);
        await page.getByText("Technical details").click();
        await expectAccessible(page);
        await signIn(page, await story.newPerson("approver"));
        await page.goto("/events");
        await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
        await expectAccessible(page);
      });
    });
  }
}

async function open(page: Page, button: string) {
  await page.getByRole("button", { name: button }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}
