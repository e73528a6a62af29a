import { bulk, dana } from "./story.ts";
import { expect, lines, sentence, signIn, test } from "./vouch.ts";

test("a compliance officer finds who changed a record, from Home, by clicking", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await page.getByRole("link", { name: "What did one person do?" }).click();
  await expect(page.getByRole("textbox", { name: "Actor" })).toBeFocused();
  await page.getByLabel("Table").fill("customers");
  await page.getByLabel("Record id").fill("10482");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page).toHaveURL("/events?recordType=customers&recordId=10482");
  await expect(page.getByRole("status")).toContainText("4 lines");
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

test("a filter is said as a token, and taken away by it", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  await page.goto("/");
  const question = page.getByRole("link", { name: "What did AI agents change?" });
  await expect(question).toContainText("1 agent, 1 entry in 30 days");
  await question.click();
  await expect(lines(page)).toHaveText([/^billing-assistant AI agent Claimed changed plan/]);
  await page.getByRole("link", { name: /^Remove From / }).click();
  await expect(page.getByRole("link", { name: /^Remove From / })).toHaveCount(0); // the form is that of the new list from here on
  await page.getByLabel("Table").fill("line_items");
  await page.getByLabel("Table").press("Enter");
  await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  await page.getByRole("link", { name: "Remove “Table: line_items”" }).click();
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByLabel("Table")).toHaveValue("");
  await page.getByRole("link", { name: "Remove Who AI agents" }).click();
  await expect(page).toHaveURL("/events");
});

test("a bulk statement is one line, which opens into its rows", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?recordType=line_items");
  await expect(lines(page)).toHaveText([
    /^Nightly billing Claimed created 1,200 rows in line items with one statement$/,
  ]);
  await page.getByRole("link", { name: "Show the 1,200 rows" }).click();
  const seen = new Set<string>();
  for (let pages = 1; ; pages++) {
    await expect(page.getByRole("status")).toContainText("on this page");
    const said = await lines(page).allTextContents();
    for (const line of said) {
      expect(seen.has(line), `twice: ${line}`).toBe(false);
      seen.add(line);
    }
    const older = page.getByRole("link", { name: "Older" }).first();
    if (pages === 3 || !(await older.isVisible())) break;
    const address = page.url();
    await older.click();
    await expect(page).not.toHaveURL(address);
  }
  expect(seen.size).toBe(150);
  expect(bulk).toBeGreaterThan(150);
});

test("older and newer lead through every line once, while new ones arrive", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  const visit = (id: number) => story.write(dana, (sql) => sql`insert into visits values (${id}, 'Room 4')`);
  for (let id = 1; id <= 120; id++) await visit(id);
  await story.recorded("visits", 120);
  const numbers = async () =>
    (await lines(page).allTextContents()).map((line) => Number(/visits (\d+)$/.exec(line)?.[1]));
  const turn = async (to: "Older" | "Newer") => {
    const address = page.url();
    await page.getByRole("link", { name: to }).first().click();
    await expect(page).not.toHaveURL(address);
    await expect(page.getByRole("link", { name: to === "Older" ? "Newer" : "Older" }).first()).toBeVisible();
  };

  await page.goto("/events?recordType=visits");
  const first = await numbers();
  await visit(121);
  await turn("Older");
  const second = await numbers();
  await visit(122);
  await story.recorded("visits", 122);
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

const tooLong = "x".repeat(5_000);
const hostile = "'; drop table ledger.entries; --";

test("what is wrong in an address is said, and the rest still finds", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  const bar = page.getByRole("region", { name: "Filters that hold" });
  for (const [address, sentence, held] of [
    ["from=2026-02-30", "February 2026 has 28 days. Did you mean 28 February?", "2026"],
    ["to=soon", "Expected a day such as 2026-11-20", "soon"],
    ["cursor=20261120T", "The link to this page of results is damaged, so the first page is shown.", ""],
    ["category=gossip", "There is no kind of event named gossip.", "gossip"],
    ["actorKind=ghost", "Expected one of human, service, agent, unknown, got ghost.", "ghost"],
    [`actor=${tooLong}`, "Expected at most 500 characters, got 5000.", "xxx"],
    ["from=2026-03-02&to=2026-03-01", "is before the first", ""],
    ["recordId=%00", "This contains characters that no entry can contain.", ""],
    ["statement=1&transaction=", "A statement is named by its id", ""],
    ["actor=a&actor=b&from=&nonsense=1", "", "Actor"],
  ] as const) {
    await test.step(address.slice(0, 40), async () => {
      const answer = await page.goto(`/events?recordType=customers&${address}`);
      expect(answer?.status()).toBe(200);
      if (sentence) await expect(bar.getByText(sentence)).toBeVisible();
      await expect(bar).toContainText(held);
      if (sentence) await expect(page.getByRole("table", { name: "Events" })).toContainText("Customers 10482");
    });
  }
});

test("SQL in every field is text like any other", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  for (const field of ["actor", "action", "recordType", "recordId", "transaction"]) {
    const answer = await page.goto(`/events?${field}=${encodeURIComponent(hostile)}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  }
  for (const field of ["actorKind", "category", "statement", "from", "to", "cursor"]) {
    await page.goto(`/events?recordType=customers&${field}=${encodeURIComponent(hostile)}`);
    await expect(page.getByRole("region", { name: "Filters that hold" }).getByRole("alert")).toBeVisible();
    await expect(page.getByRole("table", { name: "Events" })).toContainText("Customers 10482");
  }
  const markup = "<img src=x onerror=alert(1)>";
  await page.goto(`/events?actor=${encodeURIComponent(markup)}`);
  await expect(page.getByRole("region", { name: "Filters that hold" })).toContainText(markup);
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
