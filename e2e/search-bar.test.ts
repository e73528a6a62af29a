import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

const bar = (page: Page) => page.getByRole("region", { name: "Search" });
const input = (page: Page) => page.getByRole("combobox", { name: "Search: add a filter or words" });
const token = (page: Page, says: string | RegExp) => bar(page).getByRole("button", { name: says });
const searched = (page: Page, query: string) =>
  expect(page).toHaveURL((url) => (url.searchParams.get("q") ?? "") === query);

test("by mouse: a name is chosen from the list, a tick narrows, an × widens, undo and the back button lead back", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await page.getByRole("link", { name: "What did one person do?" }).click();
  await expect(input(page)).toBeFocused();
  await expect(input(page)).toHaveValue("actor:");
  await input(page).pressSequentially("dan");
  await page.getByRole("option", { name: /dana\.lee@harbor\.example/ }).click();
  await expect(token(page, /^Actor: .*not searched yet/)).toBeVisible();
  await expect(page).toHaveURL(/\/events(#actor)?$/);
  await bar(page).getByRole("button", { name: "Search", exact: true }).click();
  await searched(page, "actor:dana.lee@harbor.example");

  const facets = page.getByRole("complementary", { name: "Filters" });
  await facets
    .getByRole("group", { name: "Table" })
    .getByRole("checkbox", { name: /^Customers/ })
    .click();
  await searched(page, "actor:dana.lee@harbor.example record:customers");
  await expect(lines(page)).toHaveText([/^Dana Lee Claimed changed credit limit/]);
  await expect(facets.getByRole("checkbox", { name: /^Customers/ })).toBeChecked();
  await facets.getByRole("group", { name: "Action" }).getByText("Changed").hover();
  await facets.getByRole("button", { name: "Leave out Changed" }).click();
  await searched(page, "actor:dana.lee@harbor.example record:customers -action:updated");
  await expect(page.getByRole("heading", { name: /No entries/ })).toBeVisible();
  await expect(token(page, "not Action: Changed. Change it")).toBeVisible();

  await bar(page).getByRole("button", { name: "Undo" }).click();
  await searched(page, "actor:dana.lee@harbor.example record:customers");
  await expect(lines(page)).toHaveCount(1);
  await bar(page).getByRole("button", { name: "Remove Table: Customers" }).click();
  await searched(page, "actor:dana.lee@harbor.example");
  await page.goBack();
  await searched(page, "actor:dana.lee@harbor.example record:customers");
  await expect(token(page, "Table: Customers. Change it")).toBeVisible();
});

test("by keyboard alone: fields, values, tokens that are walked, changed, removed and come back", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events");
  await page.keyboard.press("/");
  await expect(input(page)).toBeFocused();
  await expect(page.getByRole("listbox", { name: "Fields" })).toBeVisible();
  await page.keyboard.type("tab");
  await expect(page.getByRole("option", { name: /^Table/ })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("option", { selected: true })).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(input(page)).toHaveValue("record:");
  await page.keyboard.type("custo");
  await expect(page.getByRole("option", { name: /customers/i, selected: true })).toBeVisible();
  await page.keyboard.press("Enter"); // takes it
  await expect(token(page, /^Table: Customers/)).toBeVisible();
  await page.keyboard.type("kind:agent ");
  await expect(token(page, /^Kind of actor: AI agents/)).toBeVisible();
  await page.keyboard.press("Enter");
  await searched(page, "record:customers kind:agent");
  await expect(lines(page)).toHaveText([/^billing-assistant AI agent Claimed changed plan/]);

  await page.keyboard.press("Backspace");
  await expect(input(page)).toHaveValue("kind:agent");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(input(page)).toHaveValue("kind:agent"); // closes, and never clears
  await page.keyboard.press("End");
  for (const _ of "agent") await page.keyboard.press("Backspace");
  await page.keyboard.type("human ");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(token(page, /^Table: Customers/)).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(token(page, /^Kind of actor: People/)).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(token(page, /^Table: Customers/)).toBeVisible();
  await searched(page, "record:customers kind:agent"); // nothing was searched meanwhile
  await input(page).press("Enter");
  await searched(page, "record:customers kind:human");

  const action = page.getByRole("complementary", { name: "Filters" }).getByRole("group", { name: "Action" });
  await action.getByRole("checkbox").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/-action:/);
  await page.keyboard.press("Control+z");
  await searched(page, "record:customers kind:human");
});

test("what cannot be understood is marked and said, and the results stay", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  await page.goto("/events?q=record:customers");
  const before = await lines(page).allTextContents();
  await input(page).fill("category:gossip ");
  await page.keyboard.press("Enter");
  await expect(bar(page).getByRole("alert")).toContainText("gossip");
  await expect(token(page, /^category:gossip/)).toHaveAccessibleDescription(/gossip/);
  await expect(input(page)).toHaveAttribute("aria-invalid", "true");
  await searched(page, "record:customers");
  expect(await lines(page).allTextContents()).toEqual(before);
  await expectAccessible(page);

  await bar(page).getByRole("button", { name: "Text" }).click();
  const text = page.getByRole("textbox", { name: "Search, as text" });
  await expect(text).toHaveValue("record:customers category:gossip");
  await text.fill("record:customers after:2026-02-31");
  await text.press("Enter");
  await expect(bar(page).getByRole("alert")).toHaveText("February 2026 has 28 days. Did you mean 28 February?");
  await bar(page).getByRole("button", { name: "Search without it" }).click();
  await expect(bar(page).getByRole("alert")).toHaveCount(0);
  await bar(page).getByRole("button", { name: "Tokens" }).click();

  await page.goto("/events?q=record:customers+kind:ghost");
  await expect(bar(page).getByRole("alert")).toContainText("ghost");
  expect(await lines(page).allTextContents()).toEqual(before);

  // a whole query that is pasted becomes tokens; ten thousand of them are refused in a sentence
  const paste = (pasted: string) =>
    input(page).evaluate((element, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", data);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, pasted);
  await page.goto("/events");
  await paste('actor:dana (kind:human OR kind:agent) -"free text"');
  await expect(bar(page).locator("[data-chip]")).toHaveText([
    "Actordana",
    "Kind of actorPeople or AI agents",
    "notWordsfree text",
  ]);
  await paste(Array.from({ length: 10_000 }, (_, n) => `id:${n}`).join(" "));
  await expect(bar(page).getByRole("alert")).toContainText("A search has at most 4,000 characters");
  await expect(bar(page).locator("[data-chip]")).toHaveCount(3);
});

test("rows of conditions and the picker of times write the same query", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?q=record:customers");
  await bar(page).getByRole("button", { name: "Conditions" }).click();
  const form = page.getByRole("form", { name: "Conditions" });
  await expect(form.getByLabel("Value", { exact: true })).toHaveValue("customers");
  await form.getByRole("button", { name: "Add a group of alternatives" }).click();
  const group = form.getByRole("group", { name: "Group 2", exact: true });
  const [one, other] = [0, 1].map((at) => group.getByRole("group").nth(at));
  await one?.getByRole("combobox", { name: "Field", exact: true }).selectOption("Kind of actor");
  await one?.getByRole("combobox", { name: "Value" }).selectOption("AI agents");
  await other?.getByRole("combobox", { name: "Field", exact: true }).selectOption("Value after");
  await other?.getByLabel("Field of the record; any, if empty").fill("credit_limit");
  await other?.getByRole("combobox", { name: "Operator" }).selectOption("is over");
  await other?.getByLabel("Value", { exact: true }).fill("10,000");
  await form.getByRole("button", { name: "Search these conditions" }).click();
  await searched(page, "record:customers (kind:agent OR credit_limit>10000)");
  await expect(lines(page)).toHaveCount(2);

  await bar(page).getByRole("button", { name: "Tokens" }).click();
  await bar(page).getByRole("button", { name: "Time: All time" }).click();
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await searched(page, "record:customers (kind:agent OR credit_limit>10000) after:7d");
  await expect(lines(page)).toHaveCount(2);
  await bar(page)
    .getByRole("button", { name: /^Time: Last 7 days, .* UTC to now/ })
    .click();
  await page.getByLabel("First day").fill("2020-01-01");
  await page.getByLabel("Last day").fill("2020-01-31");
  await page.getByRole("button", { name: "Search these days" }).click();
  await searched(page, "record:customers (kind:agent OR credit_limit>10000) after:2020-01-01 before:2020-01-31");
  await expect(bar(page)).toContainText("1 January to 31 January 2020, UTC");
  await expect(page.getByRole("heading", { name: /No entries/ })).toBeVisible();

  await page.goto("/events?q=record:customers");
  await bar(page).getByRole("button", { name: "Show Vouch’s own entries too" }).click();
  await searched(page, "record:customers own:shown");
  await bar(page).getByRole("button", { name: "Remove Vouch’s own entries too" }).click();
  await searched(page, "record:customers");
});

test("on a phone: the bar wraps, the facets are a drawer, everything is large enough for a thumb", async ({
  page,
  story,
}) => {
  await page.setViewportSize(sizes.narrow);
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?q=record:customers+kind:human");
  await expectNoSidewaysScroll(page);
  const small = await bar(page)
    .getByRole("button")
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => button.getBoundingClientRect().height < 43.5)
        .map((button) => button.getAttribute("aria-label") ?? button.textContent),
    );
  expect(small).toEqual([]);
  await bar(page).getByRole("button", { name: "Filters (2)" }).click();
  const drawer = page.getByRole("dialog", { name: "Filters" });
  await drawer
    .getByRole("group", { name: "Kind of actor" })
    .getByRole("checkbox", { name: /^People/ })
    .click();
  await expect(drawer).toHaveCount(0);
  await searched(page, "record:customers");
  await input(page).pressSequentially("kin");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});
