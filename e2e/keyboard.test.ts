import { password } from "./story.ts";
import { expect, lines, sentence, signIn, sizes, test } from "./vouch.ts";

test("with the keyboard alone: sign in, search, open an entry, compare, go back", async ({ page, story }) => {
  const { email, name } = await story.newPerson("compliance");
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  await page.goto("/signin");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(email);
  await press("Tab");
  await page.keyboard.type(password);
  await press("Enter");
  await expect(page.getByRole("button", { name })).toBeVisible();

  await press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await press("Tab", "Tab");
  await expect(page.getByRole("link", { name: "Events" })).toBeFocused();
  await press("Enter");
  await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();

  await press("/");
  const bar = page.getByRole("combobox", { name: "Search: add a filter or words" });
  await expect(bar).toBeFocused();
  await page.keyboard.type("actor:dana.lee@harbor.example record:customers ");
  await expect(page.getByRole("button", { name: /^Table: Customers, not searched yet/ })).toBeVisible();
  await expect(bar).toBeFocused();
  await press("Enter");
  await expect(page).toHaveURL("/events?q=actor:dana.lee@harbor.example+record:customers");
  await expect(lines(page)).toHaveCount(1);

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await press("ArrowDown");
  await expect(lines(page).first()).toBeFocused();
  await press("Enter");
  await expect(sentence(page)).toContainText("changed credit limit");
  const folded = page.locator("summary", { hasText: "Show 6 unchanged fields" });
  for (let tabs = 0; tabs < 30 && !(await folded.evaluate((summary) => summary === document.activeElement)); tabs++) {
    await press("Tab");
  }
  await press("Enter");
  await expect(page.getByRole("row", { name: "Plan" })).toBeVisible();
  await page.goBack();
  await expect(lines(page)).toHaveCount(1);
});

test("the menu of the person opens, moves and closes by key, and gives the focus back", async ({ page, story }) => {
  const { name, ...person } = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/");
  const button = page.getByRole("button", { name });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Light" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeFocused(); // the focus moves a moment after the key
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("a drawer holds the focus, closes on Escape, and gives the focus back", async ({ page, story }) => {
  await page.setViewportSize(sizes.narrow);
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=customers");
  for (const [opens, closes] of [
    ["Open navigation", "Close navigation"],
    ["Filters (1)", "Close filters"],
  ] as const) {
    const button = page.getByRole("button", { name: opens });
    await button.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    await expect(drawer).toBeVisible();
    await expect(page.getByRole("button", { name: opens })).toHaveCount(0); // all else is hidden from assistive technology
    const outside = () => drawer.evaluate((element) => !element.contains(document.activeElement));
    for (let tabs = 0; tabs < 24; tabs++) {
      await page.keyboard.press(tabs < 12 ? "Tab" : "Shift+Tab");
      expect(await outside()).toBe(false);
    }
    await expect(drawer.getByRole("button", { name: closes })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(drawer).toHaveCount(0);
    await expect(button).toBeFocused();
  }
});
