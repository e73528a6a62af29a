import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

test.describe("a reader in New York", () => {
  test.use({ timezoneId: "America/New_York" });

  test("reads times in UTC or their own zone, says which, and keeps the choice", async ({ page, story }) => {
    await signIn(page, await story.newPerson("compliance"));
    const index = await story.entryOf("customers", "10483");
    await page.goto(`/events/${index}`);
    const time = page.locator("main time").first();
    await expect(time).toHaveText(/^\d+ \w+ \d{4}, \d\d:\d\d:\d\d\.\d{6} UTC$/);
    const said = await time.textContent();
    const switcher = page.getByRole("group", { name: "Times are shown in" });
    await switcher.getByRole("button", { name: "New York" }).click();
    await expect(time).toHaveText(/ New York( \(UTC−[45]\))?$/);
    await expect(switcher.getByRole("button", { name: "New York" })).toHaveAttribute("aria-pressed", "true");
    expect((await time.textContent())?.match(/\.\d{6}/)?.[0], "not a digit is lost").toBe(said?.match(/\.\d{6}/)?.[0]);

    // the server makes the page in that zone from the start
    expect(await (await page.request.get(`/events/${index}`)).text()).toContain(" New York");
    await switcher.getByRole("button", { name: "Another time zone" }).click();
    await page.getByPlaceholder("Berlin, New York, UTC").fill("kathmandu");
    await page.keyboard.press("Enter");
    await expect(time).toHaveText(/ Kathmandu$/);
    await page
      .context()
      .addCookies([{ name: "vouch.zone", value: "Mars/Olympus", domain: new URL(page.url()).hostname, path: "/" }]);
    await page.reload();
    await expect(time, "a zone that is none is UTC").toHaveText(said ?? "");
  });
});

test("the palette leads to pages, entries and records, and typing in it is no act", async ({ page, story }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  const index = await story.entryOf("customers", "10482");
  await page.goto("/");
  const requests: string[] = [];
  page.on("request", (request) => request.resourceType() === "fetch" && requests.push(request.url()));
  await page.getByRole("button", { name: "Search or jump to" }).click();
  const palette = page.getByRole("dialog", { name: "Search or jump to" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await expectAccessible(page);
  await expect(palette.getByRole("option", { name: "API keys" }), "no page that they may not open").toHaveCount(0);
  await page.keyboard.type("customers 10482");
  await expect(palette.getByRole("option", { selected: true })).toHaveText("Find the record 10482 of customers");
  await palette.getByRole("combobox").fill(`entry ${index}`);
  await expect(palette.getByRole("option", { selected: true })).toContainText("Open entry");
  expect(requests.filter((url) => !url.includes("/api/notices"))).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/events/${index}`);
  await expect(page.locator("#main")).toBeFocused();

  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("option", { name: /^Entry [\d,]+$/ }), "where they were").toBeVisible();
  await palette.getByRole("combobox").fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(palette).toHaveCount(0);
});

test("help explains the page at hand, by key and by button, and gives the focus back", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=customers");
  await lines(page).first().focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Help: Events" });
  await expect(help).toContainText("A dashed outline: somebody claimed it, or nobody knows.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await expect(lines(page).first()).toBeFocused();
  await page.getByRole("combobox", { name: "Search: add a filter or words" }).press("?");
  await expect(help, "a question mark that somebody types is one").toHaveCount(0);

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL("/coverage");
  await expect(page).toHaveTitle("Coverage · Vouch");
  await page.getByRole("button", { name: "Help for this page" }).click();
  await expect(page.getByRole("dialog", { name: "Help: Coverage" })).toBeVisible();
});

test("each role is led to its own pages and its own first sentence; no other ledger says that it is a demo", async ({
  page,
  story,
}) => {
  const places = {
    approver: ["Home", "Records", "Approvals"],
    auditor: ["Home", "Events", "Records", "Saved searches", "Coverage", "Exports", "Who looked"],
    engineer: ["Home", "Events", "Records", "Saved searches", "Coverage", "Sources", "Identities", "API keys"],
  } as const;
  for (const [role, names] of Object.entries(places)) {
    await signIn(page, await story.newPerson(role as keyof typeof places));
    await page.goto("/");
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    await expect(links).toHaveText(names.map((name) => new RegExp(`^${name}\\d*$`)));
    await expect(page.getByText("Nothing in it happened")).toHaveCount(0);
    await expect(page.getByText("Take the tour")).toHaveCount(0);
  }
});

test.describe("on a phone", () => {
  test.use({ viewport: sizes.narrow, hasTouch: true, isMobile: true });

  test("zone and help are in the menu of the person, and what opens fits", async ({ page, story }) => {
    await signIn(page, await story.newPerson("auditor"));
    await page.goto("/");
    const menu = async (item: string) => {
      await page.getByRole("button", { name: "Open navigation" }).tap();
      await page.getByRole("button", { name: "Account, theme and help" }).tap();
      await page.getByRole("menuitem", { name: item }).tap();
      await expect(page.getByRole("dialog", { name: "Navigation" })).toHaveCount(0);
    };
    await menu("Help for this page");
    await expect(page.getByRole("dialog", { name: "Help: Home" })).toBeVisible();
    await expectNoSidewaysScroll(page);
    await page.getByRole("button", { name: "Close help: home" }).tap();
    await menu("Another time zone");
    await page.getByPlaceholder("Berlin, New York, UTC").fill("tokyo");
    await page.getByRole("option", { name: /^Tokyo/ }).tap();
    await expect(page.locator("main header p")).toContainText(/\d\d:\d\d Tokyo\./);
    await expectNoSidewaysScroll(page);
  });
});
