import type { Page } from "@playwright/test";
import { startEmbedded } from "../lib/database/embedded/index.ts";
import { connect, type Sql } from "../lib/database/index.ts";
import { home } from "./server.ts";
import type { Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

/** A login of the clinic's database of which nobody has heard, and what it does there. */
async function newLogin(name: string): Promise<{ work(id: number): Promise<void>; end(): Promise<void> }> {
  const database = await startEmbedded({ home, version: "18", durable: false });
  const owner: Sql = connect(database.url("harbor"), { application: "setup", max: 1 });
  await owner.unsafe(`create role ${name} login password 'job'; grant all on import_queue to ${name}`);
  await owner.end({ timeout: 2 });
  const address = new URL(database.url("harbor"));
  address.username = name;
  address.password = "job";
  const sql = connect(address.href, { application: `${name}.sh`, max: 1 });
  return {
    work: async (id) => void (await sql`insert into import_queue values (${id}, 'round')`),
    end: async () => {
      await sql.end({ timeout: 2 });
      await database.stop();
    },
  };
}

/** Waits until what it did is an entry, and answers who that says acted. */
async function actorOf({ owner }: Story, row: number): Promise<string> {
  for (let waited = 0; waited < 2_000; waited++) {
    const [found] = await owner<{ actor: string }[]>`
      select actor from ledger.projection where record_type = 'import_queue' and record_id = ${String(row)}`;
    if (found) return found.actor;
    await owner`select pg_sleep(0.01)`;
  }
  throw new Error(`expected an entry of row ${row} within 20 seconds`);
}

const gaps = (page: Page) => page.getByRole("region", { name: "Who acted without a name" });
const named = (page: Page) => page.getByRole("region", { name: "Named identities" });

test("a login without a name is listed, is named, and is shown by that name from then on", async ({ page, story }) => {
  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  const job = await newLogin("night_rounds");
  await job.work(81_001);
  await actorOf(story, 81_001);

  await page.goto("/");
  await page.getByRole("link", { name: "Identities" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^\d+ logins? made [\d,]+ changes? in the last 30 days without a name\.$/,
  );
  const gap = gaps(page).getByRole("listitem").filter({ hasText: "night_rounds" });
  await expect(gap).toContainText("Login night_rounds made 1 change in harbor and did not say who.");
  await expect(gap).toContainText("Application night_rounds.sh, as it says of itself.");
  await gap.getByRole("link", { name: "Show these changes" }).click();
  await expect(lines(page)).toHaveText([/^Unknown login night_rounds created import queue 81001$/]);
  await page.goBack();

  await gap.getByRole("button", { name: "Name night_rounds of harbor" }).click();
  const dialog = page.getByRole("dialog", { name: "Who is night_rounds?" });
  await expect(dialog.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue("Night rounds");
  await expect(dialog.getByLabel("Database logins")).toHaveValue("night_rounds");
  await dialog.getByLabel("Id in entries").fill("system");
  await dialog.getByRole("button", { name: "Give this name" }).click();
  await expect(dialog.getByRole("alert")).toContainText("The id system would name nobody.");
  await dialog.getByLabel("Id in entries").fill("night-rounds");
  await dialog.getByLabel("Note").fill("Runs on ward-3 at 22:00 UTC.");
  await dialog.getByRole("button", { name: "Give this name" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(gap).toContainText("Is Night rounds by now: these changes were recorded before that was said.");
  const line = named(page).getByRole("listitem").filter({ hasText: "Night rounds" }).first();
  await expect(line).toContainText("Login night_rounds: verified, the database authenticates it.");

  await expect(async () => {
    const id = 81_002 + Math.floor(Math.random() * 1e6);
    await job.work(id); // the sequencer asks for names every two seconds
    expect(await actorOf(story, id)).toBe("night-rounds");
  }).toPass({ timeout: 20_000 });
  await line.getByRole("link", { name: "Show what it did" }).click();
  await expect(lines(page).first()).toHaveText(/^Night rounds created import queue \d+$/);
  await lines(page).first().click();
  await expect(page.getByRole("region", { name: "Who" })).toContainText("Verified");
  await page.goto("/events?actor=night_rounds");
  await expect(lines(page).last()).toHaveText(/^Unknown login night_rounds created import queue 81001$/);

  await page.goto("/identities");
  await page.getByRole("button", { name: "Change Night rounds" }).click();
  const change = page.getByRole("dialog", { name: "Change Night rounds" });
  await expect(change.getByLabel("Note")).toHaveValue("Runs on ward-3 at 22:00 UTC.");
  await change.getByLabel("Name", { exact: true }).fill("Night rounds of ward 3");
  await change.getByRole("button", { name: "Save" }).click();
  await expect(change).toHaveCount(0);
  await page.getByRole("button", { name: "Remove Night rounds of ward 3" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the name" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(named(page).getByText("Night rounds of ward 3")).toHaveCount(0);
  await expect(gap.getByRole("button", { name: "Name night_rounds of harbor" })).toBeVisible();
  await page.goto(`/events?own=shown&category=configuration&actor=${engineer.email}`);
  await expect(lines(page)).toHaveText([
    /removed|deleted identity night-rounds/,
    /changed name from Night rounds to Night rounds of ward 3/,
    /created identity night-rounds/,
  ]);
  await job.end();
});

test("who may look may not name, and who may not look is told so", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/identities?days=90");
  await expect(page.getByRole("link", { name: "90 days" })).toHaveAttribute("aria-current", "true");
  await expect(gaps(page).getByText("report_ro")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Name |^Add an identity/ })).toHaveCount(0);
  await signIn(page, await story.newPerson("auditor"));
  await page.goto("/identities");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("report_ro");
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ viewport, colorScheme });
      test(`axe finds nothing on the page and in its dialogs, ${colorScheme}, ${size}`, async ({ page, story }) => {
        await signIn(page, await story.newPerson("administrator"));
        await page.goto("/identities");
        await expect(gaps(page).getByText("report_ro")).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.getByRole("button", { name: "Name report_ro of harbor" }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
        await expect(page.getByRole("button", { name: "Name report_ro of harbor" })).toBeFocused();
      });
    });
  }
}
