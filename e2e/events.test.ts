import type { Page } from "@playwright/test";
import { bulk, dana, type Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, sentence, signIn, sizes, test } from "./vouch.ts";

const list = (page: Page) => page.getByRole("table", { name: "Events" });
const found = (page: Page) => page.getByRole("status").filter({ hasText: /\d lines?/ });
const searched = (page: Page, query: string) =>
  expect(page).toHaveURL((url) => url.pathname === "/events" && (url.searchParams.get("q") ?? "") === query);

/** Tests run beside each other and share the clinic, so each has a room of its own. */
async function visit(story: Story, room: string, ...ids: number[]): Promise<void> {
  await story.write(dana, async (sql) => {
    for (const id of ids) await sql`insert into visits values (${id}, ${room})`;
  });
}

async function recorded(story: Story, first: number, last: number): Promise<void> {
  const count = async () => {
    const [found] = await story.owner<{ count: number }[]>`
      select count(*)::int as count from ledger.projection
      where record_type = 'visits' and record_id::int between ${first} and ${last}`;
    return found?.count;
  };
  await expect.poll(count, { timeout: 20_000 }).toBe(last - first + 1);
}

/** How many searches of this person were recorded. */
async function searches(story: Story, { email }: { email: string }): Promise<number | undefined> {
  const [found] = await story.owner<{ count: number }[]>`
    select count(*)::int as count from ledger.projection where actor = ${email} and action = 'searched'`;
  return found?.count;
}

test("a compliance officer finds who changed a record, and opens the record from there", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=customers&id=10482");
  await expect(found(page).first()).toContainText("4 lines");
  await expect(lines(page)).toHaveText([
    /^Unknown login report_ro changed active from Yes to No on Zoë 👩‍💻 Park$/u,
    /^billing-assistant AI agent Claimed changed plan from Gold to Basic on Zoë 👩‍💻 Park$/u,
    /^Dana Lee Claimed changed credit limit from 5,000\.00 to 50,000\.00 and 6 more fields on Zoë 👩‍💻 Park\s*Hidden: changed$/u,
    /^Nightly billing Claimed created Zoë 👩‍💻 Park/u,
  ]);

  await lines(page).filter({ hasText: "Dana Lee" }).click();
  await expect(sentence(page)).toContainText("changed credit limit from 5,000.00 to 50,000.00");
  const row = page.getByRole("row", { name: /^Credit limit/ });
  await expect(row.getByRole("cell")).toHaveText([/5,000\.00$/, /50,000\.00$/]);
  await expect(page.getByRole("region", { name: "Who" })).toContainText("No sign-in confirms it.");
  await expect(page.getByRole("region", { name: "Explained by" })).toContainText("CHG-2214");

  await expect(page.getByRole("link", { name: /^This record/ })).toContainText("4 versions");
  await page.getByRole("link", { name: /^This record/ }).click();
  await expect(page).toHaveURL(/^[^?]*\/records\/history\?.*id=10482/);
});

test("from a line onward: only what is like it, nothing of it, all of its record; the way back leads back", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("engineer"));
  await page.goto("/events?record=customers");
  const more = (line: RegExp) => page.getByRole("button", { name: line });
  await more(/^More with this line: billing-assistant/).click();
  await page.getByRole("menuitem", { name: "Actor billing-assistant" }).click();
  await searched(page, "record:customers actor:billing-assistant");
  await expect(lines(page)).toHaveText([/^billing-assistant AI agent Claimed changed plan/]);
  await page.goBack();
  await expect(lines(page).nth(2)).toBeVisible();
  await more(/^More with this line: Dana Lee/).press("Enter");
  await page.keyboard.press("l"); // to “Leave out”
  await page.keyboard.press("ArrowRight");
  const out = page.getByRole("menu", { name: "Leave out" });
  await out.getByRole("menuitem", { name: "Actor Dana Lee" }).press("Enter");
  await searched(page, `record:customers -actor:${dana.actor}`);
  await expect(lines(page).filter({ hasText: "Dana Lee" })).toHaveCount(0);
  await more(/^More with this line: billing-assistant/).click();
  await page.getByRole("menuitem", { name: "All of this record" }).click();
  await searched(page, "record:customers id:10482");
});

test("nothing found: what to leave out and what that gives", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?q=kind:agent+record:line_items");
  await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Remove “Kind of actor: AI agents”, show 1 line", exact: true }).click();
  await searched(page, "record:line_items");
  await expect(lines(page)).toHaveCount(1);
});

test("a bulk statement is one line, which opens into its rows, or into those that match", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=line_items");
  await expect(found(page).first()).toContainText("1 line from 1,201 entries");
  await expect(lines(page)).toHaveText([
    /^Nightly billing Claimed created 1,200 rows in line items with one statement$/,
  ]);
  await page.getByRole("button", { name: "Show the 1,200 rows" }).click();
  await expect(lines(page)).toHaveCount(51);
  await expect(list(page)).toContainText("These are the newest of them.");
  await page.getByRole("button", { name: "Hide the 1,200 rows" }).click();
  await expect(lines(page)).toHaveCount(1);

  await page.goto(`/events?q=${encodeURIComponent("record:line_items amount>=1497.5")}`);
  await expect(list(page)).toContainText("3 of 1,200 rows match");
  await page.getByRole("button", { name: "Show the rows that match" }).click();
  await expect(lines(page)).toHaveCount(4);
  await page.getByRole("link", { name: "Show all 1,200 rows in a list" }).click();
  await expect(page).toHaveURL(/q=statement:/);
  const seen = new Set<string>();
  for (let pages = 1; ; pages++) {
    await expect(lines(page)).toHaveCount(50);
    for (const line of await lines(page).allTextContents()) {
      expect(seen.has(line), `twice: ${line}`).toBe(false);
      seen.add(line);
    }
    if (pages === 3) break;
    const address = page.url();
    await page.getByRole("link", { name: "Older" }).first().click();
    await expect(page).not.toHaveURL(address);
    await expect(lines(page).first()).not.toHaveText([...seen].at(-50) ?? "");
  }
  expect(bulk).toBeGreaterThan(seen.size);
});

test("older and newer lead through every line once, while new ones arrive", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  for (let id = 1; id <= 120; id++) await visit(story, "Room 4", id);
  await recorded(story, 1, 120);
  const numbers = async () =>
    (await lines(page).allTextContents()).map((line) => Number(/visits (\d+)$/.exec(line)?.[1]));
  const turn = async (to: "Older" | "Newer") => {
    const before = (await numbers())[0];
    await page.getByRole("link", { name: to }).first().click();
    await expect(lines(page).first()).not.toHaveText(new RegExp(` ${before}$`));
  };

  await page.goto(`/events?q=${encodeURIComponent('record:visits room="Room 4"')}`);
  const first = await numbers();
  await visit(story, "Room 4", 121);
  await turn("Older");
  const second = await numbers();
  await visit(story, "Room 4", 122);
  await recorded(story, 1, 122);
  await turn("Older");
  const third = await numbers();
  expect([...first, ...second, ...third]).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i));
  await expect(page.getByRole("link", { name: "Older" })).toHaveCount(0);

  await turn("Newer");
  expect(await numbers()).toEqual(second);
  await turn("Newer");
  expect(await numbers()).toEqual(first);
  await turn("Newer");
  expect(await numbers()).toEqual([122, 121]);
});

test("the chart is a table too, and chooses a time by keyboard", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await visit(story, "Cellar", 2001);
  await recorded(story, 2001, 2001);
  await page.goto("/events?q=record:visits+cellar");
  await expect(lines(page)).toHaveCount(1);
  const over = page.getByRole("region", { name: "Lines over time", exact: true });
  await over.getByRole("button", { name: "Show as table" }).click();
  await expect(over.getByRole("table").getByRole("row").last().getByRole("cell").last()).toHaveText("1");
  await expectAccessible(page);
  const chart = over.getByRole("application");
  await expect(chart).toHaveAccessibleName(/^Lines per .* 1 line\./);
  await chart.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/record:visits\+cellar\+(on|after):/);
  await expect(lines(page)).toHaveCount(1);
  const near = page.url();
  await over.getByRole("button", { name: "Zoom out" }).click();
  await expect(page).not.toHaveURL(near);
  await expect(page).toHaveURL(/record:visits\+cellar\+after:/);
  await expect(lines(page)).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(near);
  await page.goBack();
  await searched(page, "record:visits cellar");
});

test("a list that is followed shows what is new, holds it back while somebody reads, and nothing of that is recorded", async ({
  page,
  story,
}) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await visit(story, "Annex", 3001);
  await recorded(story, 3001, 3001);
  await page.goto("/events?q=record:visits+annex");
  const live = page.getByRole("switch", { name: "Live" });
  await live.click();
  await expect(page.getByText("New lines come in here")).toBeVisible();
  await visit(story, "Annex", 3002);
  await expect(lines(page)).toHaveText([/visits 3002$/, /visits 3001$/]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Freeze" }).click();
  await visit(story, "Annex", 3003);
  await visit(story, "Annex", 3004);
  await page.getByRole("button", { name: "Show 2 new lines" }).click();
  await expect(lines(page)).toHaveText([/visits 3004$/, /visits 3003$/, /visits 3002$/, /visits 3001$/]);
  await live.click();
  await expect(live).not.toBeChecked();
  expect(await searches(story, person)).toBe(1);
});

test("columns and transactions: in the address, remembered, and no search of their own", async ({ page, story }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await visit(story, "Attic", 4001, 4002);
  await recorded(story, 4001, 4002);
  await page.goto("/events?q=record:visits+attic");
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole("button", { name: "By transaction" }).click();
  const head = list(page).getByRole("button", { name: /Dana Lee, 2 lines of one transaction/ });
  const inside = list(page).getByRole("link", { name: /created visits/ });
  await head.press("ArrowLeft");
  await expect(inside).toHaveCount(0);
  await head.press("ArrowRight");
  await expect(inside).toHaveCount(2);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Ticket" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Before and after" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Ticket" })).toBeVisible();
  await expect(list(page).getByRole("button", { name: "More with CHG-2214" }).first()).toBeVisible();
  await expect(page).toHaveURL(/columns=change,ticket&group=transaction/);
  await expectAccessible(page);
  await page.setViewportSize(sizes.narrow);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(sizes.wide);
  await page.goto("/events?q=record:visits+attic");
  await expect(page.getByRole("columnheader", { name: "Ticket" })).toBeVisible();
  await expect.poll(() => searches(story, person)).toBe(2);
});

test("a link keeps its days when it is opened later, by anyone who may", async ({ page, context, story }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?q=record:customers+after:7d");
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied, with today’s dates" })).toBeVisible();
  const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
  expect(link.searchParams.get("q")).toMatch(/^record:customers after:\d{4}-\d\d-\d\dT/);
  expect(link.searchParams.get("zone")).toBe("UTC");
  const before = await lines(page).allTextContents();
  await signIn(page, await story.newPerson("engineer"));
  await page.goto(link.href);
  await expect(lines(page)).toHaveText(before);
});

const tooLong = "x".repeat(5_000);
const hostile = "'; drop table ledger.entries; --";

test("what is wrong in an address is said, and the rest still finds", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  const bar = page.getByRole("region", { name: "Search" });
  for (const [address, sentence] of [
    ["after=2026-02-30", "February 2026 has 28 days. Did you mean 28 February?"],
    ["before=soon", "Expected a day such as 2026-03-01"],
    ["cursor=20261120T", "The link to this page of results is damaged, so the first page is shown."],
    ["category=gossip", "gossip"],
    ["kind=ghost", "ghost"],
    ["zone=Mars/Olympus", "There is no time zone “Mars/Olympus”."],
    ["q=tier:gold", "tier=gold"],
    ["q=(actor:dana", "This parenthesis is never closed."],
    [`q=${tooLong}`, "at most 4000 characters"],
    ["nonsense=1&after=", ""],
  ] as const) {
    await test.step(address.slice(0, 40), async () => {
      const answer = await page.goto(`/events?record=customers&${address}`);
      expect(answer?.status()).toBe(200);
      if (sentence) await expect(bar.getByRole("alert").filter({ hasText: sentence }).first()).toBeVisible();
      await expect(list(page)).toContainText("Customers 10482");
    });
  }
});

test("SQL in every field is text like any other", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  for (const field of ["actor", "action", "record", "id", "transaction", "text", "statement", "became", "address"]) {
    const answer = await page.goto(`/events?${field}=${encodeURIComponent(hostile)}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  }
  for (const field of ["kind", "category", "after", "before", "entry", "rows", "cursor"]) {
    await page.goto(`/events?record=customers&${field}=${encodeURIComponent(hostile)}`);
    await expect(page.getByRole("region", { name: "Search" }).getByRole("alert").first()).toBeVisible();
    await expect(list(page)).toContainText("Customers 10482");
  }
  const markup = "<img src=x onerror=alert(1)>";
  await page.goto(`/events?actor=${encodeURIComponent(markup)}`);
  await expect(page.getByRole("region", { name: "Search" })).toContainText(markup);
});

test("an address that leads nowhere says so, inside and outside", async ({ page, story, quiet }) => {
  quiet.expect(/404/);
  await signIn(page, await story.newPerson("engineer"));
  for (const index of ["999999999", "-1", "abc", "1e3", "9".repeat(400)]) {
    const answer = await page.goto(`/events/${index}`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no entry with this number" })).toBeVisible();
  }
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
});
