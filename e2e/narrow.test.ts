import { expect, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

test.use({ viewport: sizes.narrow, hasTouch: true, isMobile: true });

test("on a phone: the drawers lead, the comparison is stacked, nothing scrolls sideways", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Open navigation" }).tap();
  await expectNoSidewaysScroll(page);
  await page.getByRole("dialog").getByRole("link", { name: "Events" }).tap();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Events" })).toBeVisible();

  await page.getByRole("combobox", { name: "Search: add a filter or words" }).tap();
  await page.keyboard.type("id:10482 ");
  await page.getByRole("region", { name: "Search" }).getByRole("button", { name: "Search", exact: true }).tap();
  await expect(page).toHaveURL("/events?q=id:10482");
  await expectNoSidewaysScroll(page);

  await page.getByRole("button", { name: "Filters", exact: true }).tap();
  const drawer = page.getByRole("dialog", { name: "Filters" });
  await expectNoSidewaysScroll(page);
  const tables = drawer.getByRole("group", { name: "Table" });
  await tables.getByRole("checkbox", { name: /^Customers/ }).tap();
  await expect(drawer).toHaveCount(0);
  await expect(page).toHaveURL("/events?q=id:10482+record:customers");
  await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible();
  await expect(lines(page)).toHaveCount(4);
  await expectNoSidewaysScroll(page);

  await lines(page).filter({ hasText: "changed credit limit" }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("changed credit limit");
  await expectNoSidewaysScroll(page);
  const cells = page.getByRole("row", { name: "Credit limit" }).getByRole("cell");
  const [before, after] = [await cells.nth(0).boundingBox(), await cells.nth(1).boundingBox()];
  expect(after?.x).toBe(before?.x);
  expect(after?.y).toBeGreaterThanOrEqual((before?.y ?? 0) + (before?.height ?? 0));
  await page.getByText("Technical details").tap();
  await expectNoSidewaysScroll(page);
});

test("on a phone a question of Home begins the search at the field it means", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await page.getByRole("link", { name: "What did one person do?" }).tap();
  const bar = page.getByRole("combobox", { name: "Search: add a filter or words" });
  await expect(bar).toBeFocused();
  await expect(bar).toHaveValue("actor:");
  await expect(bar).toBeInViewport();
  await page.keyboard.type("dana");
  await page.getByRole("listbox", { name: "Values" }).getByRole("option", { name: "dana.lee@harbor.example" }).tap();
  await expect(page.getByRole("button", { name: /^Actor: Dana Lee|^Actor: dana\.lee@harbor\.example/ })).toBeVisible();
  await expectNoSidewaysScroll(page);
});

test("at 320 pixels, which is 1280 at 400 %, nothing scrolls sideways", async ({ page, story }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, await story.newPerson("compliance"));
  const entry = await story.entryOf("customers", "10482");
  for (const address of ["/", "/events?own=shown", `/events/${entry}`, "/signin", `/events?actor=${"x".repeat(400)}`]) {
    await page.goto(address);
    await expectNoSidewaysScroll(page);
  }
});

test("everything that one taps is at least 24 pixels high and wide", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  const entry = await story.entryOf("customers", "10482");
  for (const address of ["/", "/events?record=customers", `/events/${entry}`]) {
    await page.goto(address);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("a, button, summary, input, select")]
        .filter((element) => element.checkVisibility() && !element.closest("p, dd, .sr-only, [data-row]"))
        .map((element) => ({ box: element.getBoundingClientRect(), says: element.outerHTML.slice(0, 120) }))
        .filter(({ box }) => box.height > 1 && (box.height < 24 || box.width < 16))
        .map(({ says }) => says),
    );
    expect(small, address).toEqual([]);
  }
});
