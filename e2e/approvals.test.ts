/** Two people in two browsers: one asks, the other decides on what they saw, and each page knows what the other did. */
import type { Browser, Page } from "@playwright/test";
import type { Person } from "./story.ts";
import { secret } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

interface Quiet {
  watch(context: Awaited<ReturnType<Browser["newContext"]>>): unknown;
}

/** Somebody else, in a browser of their own. */
async function another(
  browser: Browser,
  quiet: Quiet,
  person: Person,
  viewport: { width: number; height: number } = sizes.wide,
): Promise<Page> {
  const context = await browser.newContext({ viewport });
  quiet.watch(context);
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

/** Asks on the page that is open, and goes to the request. */
async function ask(page: Page, button: string, reason: string): Promise<string> {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Ask for a second person" }).click();
  await dialog.getByRole("link", { name: /^Open request/ }).click();
  await page.waitForURL(/\/approvals\/\d+$/);
  return new URL(page.url()).pathname;
}

test("concealed values of many entries: asked for, approved by somebody else, seen once, and each step is an entry", async ({
  page,
  browser,
  story,
  quiet,
}) => {
  const [oona, petra] = [await story.newPerson("compliance"), await story.newPerson("approver")];
  await signIn(page, oona);
  await page.goto("/events?record=customers&id=10482");
  await page.getByRole("button", { name: "Reveal concealed values of these entries" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The search that found them: table customers, record 10482.");
  await expect(dialog.getByRole("table", { name: "Which fields" })).toContainText("ssn");
  await expect(dialog).not.toContainText(secret.before);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const address = await ask(page, "Reveal concealed values of these entries", "The payout dispute of case 31.");
  const number = address.slice("/approvals/".length);
  await expect(page.getByText("You cannot approve your own request.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Refuse" })).toHaveCount(0);
  await expect(page.getByText(/^23 h 5\d min left$/)).toBeVisible();

  const other = await another(browser, quiet, petra);
  await other.goto("/");
  await expect(other.getByRole("link", { name: /^Approvals, \d+ waiting for you$/ })).toBeVisible();
  await other.getByRole("button", { name: /^Notices, \d+ new/ }).click();
  const notices = other.getByRole("dialog", { name: "Notices" });
  await expectAccessible(other);
  await notices.getByRole("link", { name: new RegExp(`${oona.name} asks for your decision: to reveal`) }).click();
  await other.waitForURL(`**${address}`);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText(
    new RegExp(`^${oona.name} wants to reveal \\d+ concealed values of \\d+ entries$`),
  );
  await expect(other.locator("body")).not.toContainText(secret.before);
  await other.getByLabel("Your reason").fill("too short");
  await other.getByRole("button", { name: /^Let / }).click();
  await expect(other.getByText("Waits for a decision. Nothing has been done.").first()).toBeVisible(); // the browser holds it back
  await other.getByLabel("Your reason").fill("The case is real, and it is hers.");
  await other.getByRole("button", { name: new RegExp(`^Let ${oona.name} see \\d+ concealed values$`) }).click();
  await expect(other.getByText(`Approved. ${oona.name} may open it once.`).first()).toBeVisible();
  await expect(other.getByRole("button", { name: "Open the values" })).toHaveCount(0);

  await page.getByRole("button", { name: "Open the values" }).click(); // her page has noticed by itself
  const revealed = page.getByRole("table", { name: /fields revealed$/ });
  await expect(revealed).toContainText(secret.before);
  await expect(revealed).toContainText(secret.after);
  await expect(page.getByText("It cannot be opened again.").first()).toBeVisible();
  const traces = page.getByRole("region", { name: "What became of it" });
  await expect(traces.getByRole("link")).toHaveText([
    / asked to reveal .* \(request \d+\)$/,
    / approved request \d+, to reveal /,
    / revealed \d+ concealed values of \d+ entries \(request \d+\)$/,
  ]);
  await page.getByRole("button", { name: "Hide now" }).click();
  await expect(revealed).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("It cannot be opened again.").first()).toBeVisible();
  await expect(page.locator("body")).not.toContainText(secret.before);
  await expectAccessible(page);

  // each step once, whatever the pages asked by themselves
  await page.goto(`/events?own=shown&record=request&id=${number}`);
  await expect(lines(page)).toHaveText([/ revealed \d+ concealed values/, / approved request /, / asked to reveal /]);
  await other.context().close();
});

test("an administrator is made by two, and a refusal, a withdrawal and a changed request are said in words", async ({
  page,
  browser,
  story,
  quiet,
}) => {
  const [ada, ines] = [await story.newPerson("administrator"), await story.newPerson("engineer")];
  await signIn(page, ada);
  await page.goto(`/people?text=${encodeURIComponent(ines.email)}`);
  await page.getByRole("link", { name: ines.name }).click();
  await page.waitForURL(/\/people\/[0-9a-f-]+$/);
  const person = page.url();
  const button = "Ask to make administrator";
  const first = await ask(page, button, "She stands in for me in June.");
  const other = await another(browser, quiet, await story.newPerson("compliance"), sizes.narrow);
  await other.goto(first);
  await expect(other.getByRole("table", { name: /cannot do now/ })).toContainText("End the sessions of other people");
  await expectAccessible(other);
  await expectNoSidewaysScroll(other);
  await other.getByLabel("Your reason").fill("One administrator is enough for June.");
  await other.getByRole("button", { name: "Refuse" }).click();
  await expect(other.getByText("Refused. Nothing has been done.").first()).toBeVisible();
  await expect(page.getByText("Refused. Nothing has been done.").first()).toBeVisible();
  await expect(page.getByText("“One administrator is enough for June.”")).toBeVisible();

  await page.goto(person);
  const second = await ask(page, button, "She stands in for me in July.");
  await other.goto(second);
  await other.getByLabel("Your reason").fill("Agreed with the board.");
  await page.getByRole("button", { name: "Withdraw this request" }).click();
  await expect(page.getByText("Withdrawn. Nothing has been done.").first()).toBeVisible();
  await expect(other.getByText("Withdrawn. Nothing has been done.").first()).toBeVisible(); // without a click
  await expect(other.getByRole("button", { name: "Refuse" })).toHaveCount(0);

  await page.goto(person);
  const third = await ask(page, button, "She stands in for me in August.");
  await other.goto(third);
  await story.owner`update app.people set role = 'approver' where email = ${ines.email}`;
  await other.getByLabel("Your reason").fill("Agreed with the board.");
  await other.getByRole("button", { name: `Make ${ines.name} an administrator` }).click();
  await expect(other.getByText("Not carried out. Nothing has been done.").first()).toBeVisible();
  await expect(other.getByText("What it would do has changed since it was asked for.").first()).toBeVisible();

  await page.goto(person);
  const fourth = await ask(page, button, "She stands in for me in September.");
  await other.goto(fourth);
  await other.getByLabel("Your reason").fill("Agreed with the board.");
  await other.getByRole("button", { name: `Make ${ines.name} an administrator` }).click();
  await expect(other.getByText("Carried out, as it was approved.").first()).toBeVisible();
  await other
    .getByRole("region", { name: "What became of it" })
    .getByRole("link", { name: `gave ${ines.name} the role administrator` })
    .click();
  await expect(other.getByRole("heading", { level: 1 })).toContainText(`gave ${ines.name} the role administrator`);
  await other.goto("/approvals?list=decided&kind=role.administrator");
  await expect(
    other.getByRole("list", { name: "Decided" }).getByRole("listitem").filter({ hasText: ines.name }).first(),
  ).toContainText("Carried out");
  await expectAccessible(other);
  await expectNoSidewaysScroll(other);

  const ofInes = await another(browser, quiet, ines);
  await ofInes.goto("/");
  await ofInes.getByRole("button", { name: /^Notices, \d+ new/ }).click();
  await expect(ofInes.getByText(`${ada.name} changed your role: you are an administrator now.`)).toBeVisible();
  await ofInes.keyboard.press("Escape");
  await expect(ofInes.getByRole("button", { name: /^Notices/ })).toBeFocused();
  await ofInes.goto("/people");
  await expect(ofInes.getByRole("button", { name: /^Invite/ }).first()).toBeVisible();
  await Promise.all([other.context().close(), ofInes.context().close()]);
});

test("whoever may not decide sees neither the place nor a request, and a page left open says nothing more", async ({
  page,
  story,
  quiet,
}) => {
  quiet.expect(/404/);
  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  await page.goto("/");
  await expect(page.getByRole("link", { name: /^Approvals/ })).toHaveCount(0);
  await page.goto("/approvals");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  expect((await page.request.get("/api/approvals/1")).status()).toBe(204);
  const approver = await story.newPerson("approver");
  await signIn(page, approver);
  for (const nothing of ["/approvals/0", "/approvals/999999", "/approvals/1%27%20or%201=1"]) {
    await page.goto(nothing);
    await expect(page.getByRole("heading", { name: "There is no such request" })).toBeVisible();
  }
  await page.context().clearCookies();
  for (const asked of ["/api/notices", "/api/approvals/1"]) expect((await page.request.get(asked)).status()).toBe(204);
});
