import type { Page } from "@playwright/test";
import { expect, test } from "./demo.ts";
import { expectAccessible, expectNoSidewaysScroll, lines, sizes } from "./vouch.ts";

test.describe.configure({ mode: "serial" });

test("whoever opens the demo chooses whom to be, and finds who moved Acme from Gold to Basic", async ({
  page,
  demo,
}) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/signin/);
  const offers = page.getByRole("region", { name: "This is a demo. Whom do you want to be?" });
  await expect(offers.getByRole("button")).toHaveCount(5);
  await expectAccessible(page);
  await page.setViewportSize(sizes.narrow);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(sizes.wide);

  await demo.be(page, "compliance");
  await expect(page.getByText("Nothing in it happened.")).toBeVisible();
  await expect(page.getByText(/Integrity: verified up to entry/)).toBeVisible();

  await page.goto("/events?record=customers&id=C-10482");
  await expect(lines(page).first()).toContainText(
    "changed plan from Gold to Basic and 6 more fields on Acme Orthopaedics",
  );
  await expect(page.getByRole("table", { name: "Events" })).toContainText(
    "On behalf of dana.lee@harborclinicpay.example",
  );
});

/** Everything that a person does on a page must also hold for whoever cannot see it, and on a phone. */
async function isForEverybody(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize(sizes.narrow);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(sizes.wide);
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const places = (page: Page) => page.getByRole("navigation", { name: "Main" });

test("the day of a compliance officer: from a question to the value that was hidden, the record's life, and who looked", async ({
  page,
  demo,
}) => {
  await demo.be(page, "compliance");
  await page.getByRole("link", { name: "What did AI agents change?" }).click();
  await expect(page).toHaveURL(/\/events\?q=kind:agent\+after:/);
  await page.goto("/events?kind=agent&record=customers&id=C-10482");
  await lines(page).first().click();
  const panel = page.getByRole("region", { name: /^Entry [\d,]+$/ });
  await expect(panel.getByRole("heading", { level: 1 })).toContainText("changed plan from Gold to Basic");
  await expect(lines(page), "the list stays").toHaveCount(1);
  await expect(panel).toContainText("“I lowered the plan for Acme, nothing else.”");
  await expect(panel).toContainText("7 changed fields");
  await panel.getByRole("button", { name: "Reveal Bank account…" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByLabel("Reason").fill("The payout dispute of case 31.");
  await dialog.getByRole("button", { name: "Reveal 2 values" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(panel.getByRole("row", { name: /Bank account/ })).not.toContainText("Hidden");

  await panel.getByRole("link", { name: /This record/ }).click();
  await page.waitForURL(/\/records\/history/);
  await expect(heading(page)).toContainText("Acme Orthopaedics");
  await expect(page.getByRole("region", { name: "Versions" })).toContainText("Not captured");
  await expect(page.getByRole("row", { name: /^Tags/ })).toContainText("Unexplained");
  await isForEverybody(page);

  await page.getByRole("link", { name: "Who looked" }).last().click();
  await expect(page.getByRole("main")).toContainText("The payout dispute of case 31.");
  await isForEverybody(page);
});

test("the day of an auditor: a period, and nothing outside it", async ({ page, demo }) => {
  await demo.be(page, "auditor");
  await expect(heading(page)).toHaveText(/^You may look at /);
  await isForEverybody(page);
  await expect(places(page).getByRole("link")).toHaveText([
    "Home",
    "Events",
    "Records",
    "Saved searches",
    "Coverage",
    "Exports",
    "Who looked",
  ]);
  await page.goto("/coverage?gaps=yes");
  await expect(page.getByRole("main")).toContainText("triggers were disabled");
  await page.goto("/events?after=2020-01-01&before=2020-01-31");
  await expect(page.getByText(/^Your account may see nothing before \d+ \w+ \d{4}, 00:00 UTC\./)).toBeVisible();
  await page.goto("/records?find=customers+C-10482");
  await page.getByRole("link", { name: /Acme Orthopaedics/ }).click();
  await expect(page.getByRole("button", { name: /Restore/ })).toHaveCount(0);
  await expect(page.getByRole("row", { name: /^Bank account/ })).toContainText("Hidden");
});

test("the day of an engineer: capture's health, a record brought back as a script, and no concealed value", async ({
  page,
  demo,
}) => {
  await demo.be(page, "engineer");
  await page.goto("/sources");
  await page.getByRole("link", { name: "harbor_billing" }).click();
  await expect(page.getByRole("main")).toContainText("10 tables");
  await isForEverybody(page);
  await page.goto("/records?find=customers+C-10482");
  await page.getByRole("link", { name: /Acme Orthopaedics/ }).click();
  await page.getByRole("link", { name: "Version 6", exact: true }).first().click();
  await page.getByRole("button", { name: "Restore script…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("The plan goes back to Gold.");
  await dialog.getByRole("button", { name: "Make the script" }).click();
  await expect(dialog).toContainText("vouch.reason");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.goto("/events?kind=agent&record=customers&id=C-10482");
  await lines(page).first().click();
  await expect(page.getByRole("button", { name: /^Reveal/ })).toHaveCount(0);
});

test("the day of an administrator: somebody is invited, and the rules of signing in are read", async ({
  page,
  demo,
}) => {
  await demo.be(page, "administrator");
  await places(page).getByRole("link", { name: "People" }).click();
  await expect(heading(page)).toHaveText("5 people use Vouch.");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill("noor.haddad@harborclinicpay.example");
  await dialog.getByLabel("Name", { exact: true }).fill("Noor Haddad");
  await dialog.getByRole("radio", { name: "Approver" }).check();
  await dialog.getByRole("button", { name: "Make the invitation" }).click();
  await expect(dialog).toContainText("You see this link once.");
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("main")).toContainText("Noor Haddad");
  await isForEverybody(page);
  await page.getByRole("link", { name: "Rules of signing in" }).click();
  await expect(heading(page)).toHaveText("Rules of signing in");
  await isForEverybody(page);
});

test("the day of an approver: what waits is read, decided with a reason, and done", async ({ page, demo }) => {
  await demo.be(page, "approver");
  await expect(heading(page)).toHaveText(/^(One|Two) approvals? needs? you today\.$/);
  await page.getByRole("link", { name: /^Open the/ }).click();
  await page.goto("/approvals");
  await page.getByRole("link", { name: /make Jonas Weber an administrator/ }).click();
  await expect(heading(page)).toHaveText(/wants to make Jonas Weber an administrator$/);
  await isForEverybody(page);
  await page.getByLabel("Your reason").fill("Oliver told me on the phone.");
  await page.getByRole("button", { name: "Make Jonas Weber an administrator" }).click();
  await expect(page.getByRole("button", { name: "Refuse" })).toHaveCount(0);
  await page.goto("/events");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await demo.be(page, "engineer"); // whose role is another one from now on
  await expect(places(page).getByRole("link", { name: "People" })).toBeVisible();
});

for (const [width, size] of Object.entries(sizes)) {
  test(`the tour leads through its five stops on a ${width} screen, and is gone when somebody has had it`, async ({
    page,
    demo,
  }) => {
    await page.setViewportSize(size);
    await demo.be(page, "compliance");
    await page.getByRole("button", { name: "Take the tour, five stops" }).click();
    const tour = page.getByRole("region", { name: "Tour of the demo" });
    for (let stop = 1; stop < 5; stop++) {
      await expect(tour).toContainText(`Stop ${stop} of 5`);
      await expectNoSidewaysScroll(page);
      await tour.getByRole("button", { name: /^Next|^Open/ }).click();
    }
    await expect(tour).toContainText("Stop 5 of 5");
    await expect(page).toHaveURL(/\/coverage/);
    await page.goto("/records");
    await expect(page, "a page that was asked for is shown, tour or not").toHaveURL(/\/records$/);
    await tour.getByRole("button", { name: "Leave the tour" }).click();
    await page.reload();
    await expect(page.getByLabel("Demo", { exact: true })).toBeVisible();
    await expect(tour).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Take the tour, five stops" })).toHaveCount(0);
  });
}
