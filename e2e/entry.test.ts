import { agent, secret } from "./story.ts";
import { expect, expectAccessible, lines, sentence, signIn, sizes, test } from "./vouch.ts";

/** Opens the entry of customer 10482 whose line says this. */
async function open(page: import("@playwright/test").Page, says: string, of = "id=10482") {
  await page.goto(`/events?record=customers&${of}`);
  await lines(page).filter({ hasText: says }).click();
  await expect(sentence(page)).toContainText(says);
}

test("the comparison shows what changed first, folds the rest, and tells missing from empty", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  await open(page, "changed credit limit");
  const what = page.getByRole("region", { name: "What changed" });
  await expect(what.getByRole("heading")).toContainText("7 of 13 fields");
  const fields = what.getByRole("rowheader");
  await expect(fields).toHaveText([
    /^Credit limit/,
    /^SSN|^Ssn/,
    /^Password hash/,
    /^Nickname/,
    /^Motto/,
    /^Tags/,
    /^Notes/,
  ]);
  const cells = (field: string) => what.getByRole("row", { name: field }).getByRole("cell");
  await expect(cells("Nickname")).toHaveText([/No value$/, /Zo$/]);
  await expect(cells("Motto")).toHaveText([/Always$/, /Empty text$/]);
  await expect(cells("Password hash")).toHaveText([/Not recorded$/, /Not recorded; it changed$/]);
  await expect(cells("Ssn")).toHaveText([/Hidden$/, /Hidden: changedReveal…$/]);
  await expect(cells("Tags").last().getByRole("listitem")).toHaveText(["Net 60", "Priority", "Calls, never writes"]);
  await expect(cells("Notes").first().locator("del")).toHaveText(["letter"]);
  await expect(cells("Notes").last().locator("ins")).toHaveText(["e-mail"]);

  await expect(what.getByRole("row", { name: "Plan" })).toBeHidden();
  await what.getByText("Show 6 unchanged fields").click();
  await expect(what.getByRole("row", { name: "Plan" })).toContainText("Gold");
  await expect(
    what.getByRole("row", { name: "Name", exact: false }).filter({ hasText: "Zoë 👩‍💻 Park" }),
  ).toBeVisible();
});

test("a concealed or omitted value stands nowhere in what the browser gets", async ({ page, story }) => {
  await signIn(page, await story.newPerson("administrator"));
  const bodies: Promise<string>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "document" || response.request().resourceType() === "fetch") {
      bodies.push(response.text().catch(() => ""));
    }
  });
  for (const says of ["created", "changed credit limit"]) {
    await open(page, says);
    await expect(page.getByRole("region", { name: "Statement" })).toContainText("As it was sentNot recorded");
    await page.getByText("Technical details").click();
    await expect(page.getByRole("group", { name: "The entry as stored" })).toBeVisible();
    await page.reload();
  }
  const received = (await Promise.all(bodies)).join("\n") + (await page.content());
  expect(received).toContain("50000");
  for (const value of Object.values(secret)) expect(received).not.toContain(value);
});

test("what was created or deleted has one column, in any script", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await open(page, "created", "id=10483");
  await expect(sentence(page)).toContainText("ليلى حداد 👩‍⚕️");
  const created = page.getByRole("region", { name: "What was created" });
  await expect(created.getByRole("columnheader")).toHaveText(["Field", "Value"]);
  await expect(created.getByRole("row", { name: "Name" }).filter({ hasText: "مريم حداد" })).toBeVisible();
  await open(page, "deleted", "id=10483");
  const deleted = page.getByRole("region", { name: "What was deleted" });
  await expect(deleted.getByRole("columnheader")).toHaveText(["Field", "Value"]);
  await expect(deleted).toContainText("مريم حداد");
});

test("an agent, whom it acted for, a login that nobody knows, and an emptied table are said as what they are", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  await open(page, "changed plan");
  const who = page.getByRole("region", { name: "Who" });
  await expect(who.getByRole("listitem")).toHaveText([
    /^AI\s*billing-assistant AI agent Claimed/,
    /On behalf of dana\.lee@harbor\.example Claimed\s*Claimed by the agent\. No sign-in by dana\.lee@harbor\.example confirms it\./,
    /Database login clinic_app\s*Verified: the database authenticated this login\./,
    /clinic desk/,
    /Session not recorded/,
  ]);
  const said = page.getByRole("region", { name: "Said and done" });
  await expect(said).toContainText(`The agent said: “${agent.reason}”`);
  await expect(said).toContainText("The entry shows one record with 1 changed field.");
  await expect(said).toContainText(agent.model ?? "");

  await open(page, "changed active");
  await expect(who).toContainText("Nobody is registered for this login, so who used it is not known.");

  await page.goto("/events?record=import_queue");
  await lines(page).filter({ hasText: "emptied the table import queue" }).click();
  await expect(page.getByRole("region", { name: "What changed" })).toContainText("PostgreSQL does not say which rows");
  await expect(page.getByRole("group", { name: "The statement", exact: true })).toHaveText("truncate import_queue");
});

test("one of many rows names the statement that it is part of, and both lead to each other", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  const index = await story.entryOf("line_items", "700");
  await page.goto(`/events/${index}`);
  const statement = page.getByRole("region", { name: "Statement" });
  await expect(statement).toContainText("1,200");
  await statement.getByRole("link", { name: /^entry / }).click();
  await expect(sentence(page)).toContainText("created 1,200 rows in line items");
  await page.getByRole("link", { name: "Show the 1,200 rows" }).click();
  await expect(page.getByRole("status").filter({ hasText: /\S/ })).toHaveText(/^1,201 lines/); // and the statement's own
  await expect(lines(page)).toHaveCount(50);
});

test("what Vouch says of itself is a sentence without ids", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?own=shown&action=protected");
  await expect(lines(page)).toHaveText([/^\S+ Claimed protected harbor, 5 tables$/]);
  await lines(page).first().click();
  await expect(sentence(page)).toHaveText(/protected harbor, 5 tables$/);
  await expect(sentence(page)).not.toContainText(/[0-9a-f]{8}-/);
  await page.goto("/events?own=shown&category=permission&action=created");
  await expect(lines(page)).toHaveText([/^Amara Okafor Claimed created an account with the role administrator$/]);
});

/** What this person did to entries and values, in order. */
async function actsOf(story: import("./story.ts").Story, email: string): Promise<string[]> {
  const read = async () => {
    const rows = await story.owner<{ act: string }[]>`
      select type || coalesce(' ' || record_id, '') as act from ledger.projection
      where actor = ${email} and type <> 'user.signed_in' order by index`;
    return rows.map(({ act }) => act);
  };
  // what was posted is in the ledger a moment later: the last act of each test is one that it waits for
  return read();
}

test("an entry opens beside its list: one act each, by mouse and by key, and the way back is the list as it was", async ({
  page,
  story,
}) => {
  await page.setViewportSize(sizes.wide);
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/events?record=customers&id=10482");
  const list = page.url();
  const panel = page.getByRole("region", { name: /^Entry / });
  await lines(page).filter({ hasText: "changed credit limit" }).click();
  await expect(sentence(page)).toBeFocused();
  await expect(lines(page)).toHaveCount(4);
  await expect(page.getByRole("button", { name: "Filters (1)" })).toBeVisible(); // no room for facets beside a panel
  await expectAccessible(page);
  const open = page.url();

  await page.keyboard.press("ArrowDown");
  await expect(sentence(page)).toContainText("Nightly billing Claimed created");
  await page.getByRole("button", { name: "Previous line" }).click();
  await expect(page).toHaveURL(open);
  await expect(sentence(page)).toContainText("changed credit limit");

  await page.keyboard.press("n");
  await page.keyboard.press("n");
  await expect(panel.getByRole("row", { name: "Ssn" })).toBeFocused();
  await page.keyboard.press("p");
  await expect(panel.getByRole("row", { name: "Credit limit" })).toBeFocused();
  await page.getByRole("button", { name: "Inline" }).click();
  const notes = panel.getByRole("row", { name: "Notes" }).getByRole("cell");
  await expect(notes).toHaveCount(1);
  await expect(notes.locator("ins")).toHaveText("e-mail");
  await page.getByRole("button", { name: "Side by side" }).click();
  await expect(notes).toHaveCount(2);

  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(page).toHaveURL(list);
  await expect(lines(page).filter({ hasText: "changed credit limit" })).toBeFocused();
  await page.goForward();
  await expect(panel).toBeVisible();
  await page.reload();
  await expect(sentence(page)).toContainText("changed credit limit");
  await expect(panel).toHaveCount(0);
  const [first, second] = [await story.entryOf("customers", "10482"), open.split("/").at(-1)];
  expect(first).not.toBe(second);
  await expect(async () => {
    const acts = await actsOf(story, person.email);
    expect(acts.filter((act) => act === "event.searched")).toHaveLength(1);
    expect(acts.filter((act) => act === `entry.opened ${second}`)).toHaveLength(3);
    expect(acts).toHaveLength(5);
  }).toPass({ timeout: 10_000 });
});

test("a concealed value is revealed for a reason, which becomes an entry, and is gone when the page is left", async ({
  page,
  story,
}) => {
  await page.clock.install();
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await open(page, "changed credit limit");
  const row = page.getByRole("row", { name: "Ssn" });
  await row.getByRole("button", { name: "Reveal Ssn…" }).click();
  const dialog = page.getByRole("dialog", { name: "Reveal the ssn of Zoë 👩‍💻 Park" });
  await expect(dialog).toContainText("You see both values, before and after, for 5 minutes.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Reveal 2 values" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Write why, in 10 letters or more.");
  await dialog.getByLabel("Reason").fill("Checking the payout dispute.");
  await dialog.getByLabel("Case or ticket").fill("HCP-31");
  await dialog.getByRole("button", { name: "Reveal 2 values" }).click();
  await expect(row.getByRole("cell")).toHaveText([/078-05-1120$/, /219-09-9999$/]);
  expect(page.url()).not.toContain("078");
  await page.clock.fastForward("05:01");
  await expect(row.getByRole("cell")).toHaveText([/Hidden$/, /Hidden: changed/]);
  for (const value of Object.values(secret)) expect(await page.content()).not.toContain(value);

  await page.goto(`/events?own=shown&actor=${person.email}&action=revealed`);
  await expect(lines(page)).toHaveText([/revealed ssn of customers 10482, in entry \d+$/]);
  await lines(page).first().click();
  await expect(page.getByRole("region", { name: "Also recorded" })).toContainText("Checking the payout dispute.");

  // who may not is not offered it
  await signIn(page, await story.newPerson("engineer"));
  await open(page, "changed credit limit");
  await expect(row).toContainText("Hidden: changed");
  await expect(page.getByRole("button", { name: /^Reveal/ })).toHaveCount(0);
});
