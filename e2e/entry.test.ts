import { agent, secret } from "./story.ts";
import { expect, lines, signIn, test } from "./vouch.ts";

/** Opens the entry of customer 10482 whose line says this. */
async function open(page: import("@playwright/test").Page, says: string, of = "recordId=10482") {
  await page.goto(`/events?recordType=customers&${of}`);
  await lines(page).filter({ hasText: says }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(says);
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
  await expect(cells("Ssn")).toHaveText([/Hidden$/, /Hidden: changed$/]);
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
  await open(page, "created", "recordId=10483");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("ليلى حداد 👩‍⚕️");
  const created = page.getByRole("region", { name: "What was created" });
  await expect(created.getByRole("columnheader")).toHaveText(["Field", "Value"]);
  await expect(created.getByRole("row", { name: "Name" }).filter({ hasText: "مريم حداد" })).toBeVisible();
  await open(page, "deleted", "recordId=10483");
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
  ]);
  await expect(page.getByRole("region", { name: "What the agent said" })).toContainText(agent.model ?? "");
  await expect(page.getByRole("region", { name: "Explained by" })).toContainText(agent.reason ?? "");

  await open(page, "changed active");
  await expect(who).toContainText("Nobody is registered for this login, so who used it is not known.");

  await page.goto("/events?recordType=import_queue");
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
  await expect(page.getByRole("heading", { level: 1 })).toContainText("created 1,200 rows in line items");
  await page.getByRole("link", { name: "Show the 1,200 rows" }).click();
  await expect(page.getByRole("status")).toContainText("50 lines on this page");
});

test("what Vouch says of itself is a sentence without ids", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?own=true&action=protected");
  await expect(lines(page)).toHaveText([/^\S+ Claimed protected harbor, 5 tables$/]);
  await lines(page).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/protected harbor, 5 tables$/);
  await expect(page.locator("header")).not.toContainText([/[0-9a-f]{8}-/, /[0-9a-f]{8}-/]);
  await page.goto("/events?own=true&category=permission&action=created");
  await expect(lines(page)).toHaveText([/^Amara Okafor Claimed created an account with the role administrator$/]);
});
