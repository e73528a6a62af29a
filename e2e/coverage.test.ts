import { startEmbedded } from "../lib/database/embedded/index.ts";
import { connect } from "../lib/database/index.ts";
import { home } from "./server.ts";
import { runVouch, type Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, sizes, test } from "./vouch.ts";

/** What an owner of the clinic's database does there, past Vouch. */
async function asOwner(statements: string): Promise<void> {
  const database = await startEmbedded({ home, version: "18", durable: false });
  const sql = connect(database.url("harbor"), { application: "psql", max: 1 });
  await sql.unsafe(statements);
  await sql.end({ timeout: 2 });
  await database.stop();
}

/** Waits until as many observations with this cause are in the ledger. */
async function observed({ owner }: Story, cause: string, table: string): Promise<void> {
  for (let waited = 0; waited < 3_000; waited++) {
    const [found] = await owner<{ seen: boolean }[]>`
      select exists (
        select from ledger.projection p join ledger.entries e using (ledger, index, recorded_at)
        where p.type = 'coverage.observed' and position(${cause} in convert_from(e.leaf, 'UTF8')) > 0 and position(${table} in convert_from(e.leaf, 'UTF8')) > 0
      ) as seen`;
    if (found?.seen) return;
    await owner`select pg_sleep(0.01)`;
  }
  throw new Error(`expected ${table} to be observed as ${cause} within 30 seconds`);
}

test("a trigger that somebody switched off is a gap on the page, with its cause, its day and its entry", async ({
  page,
  story,
}) => {
  test.slow(); // the patrol looks every five seconds
  await asOwner("create table gift_cards (id int primary key)");
  await observed(story, "captured", "public.gift_cards");
  await asOwner("alter table gift_cards disable trigger vouch_update");
  await observed(story, "disabled_trigger", "public.gift_cards");
  const sources = runVouch("sources");
  expect(sources.status).toBe(1);
  expect(sources.said).toMatch(
    /^harbor \(postgres\): \d+ of \d+ tables captured\n.*Not captured, or not known to be: .*gift_cards/s,
  );

  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Capture needs attention for 1 source.");
  await page.getByRole("link", { name: "See what is captured" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^\d+ of \d+ tables are captured\. \d+ gaps? in the last 30 days\.$/,
  );
  const line = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "gift_cards" }) });
  await expect(line).toContainText(/Not captured since \d+ \w+ \d{4}, \d\d:\d\d UTC: its triggers were disabled\./);
  await expectAccessible(page);

  await asOwner("alter table gift_cards enable always trigger vouch_update");
  await observed(story, "switched_on", "public.gift_cards");
  await page.reload();
  await expect(line).toContainText(/Not captured .* to .* UTC: its triggers were disabled\./);
  await page.getByRole("link", { name: "Only tables with gaps" }).click();
  await expect(page.getByRole("heading", { name: "customers" })).toHaveCount(0);

  const strip = page.getByRole("slider", { name: "Day of public.gift_cards" });
  await strip.focus();
  await expect(strip).toHaveAttribute("aria-valuetext", /: partly not captured\. Enter opens the day\.$/);
  await page.keyboard.press("ArrowLeft");
  await expect(strip).toHaveAttribute("aria-valuetext", /: not watched, or did not exist\./);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  const day = page.getByRole("region", { name: /^gift_cards on / });
  await expect(day.getByRole("listitem")).toContainText([
    /Captured/,
    /Not captured: its triggers were disabled\./,
    /Captured: its triggers are on again\./,
  ]);
  await expectAccessible(page);
  await day.getByRole("listitem").nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "Vouch observed that public.gift_cards of harbor is not captured: its triggers were disabled",
  );
});

test("an emptied table is marked, and the strips can be read as a table", async ({ page, story }) => {
  await signIn(page, await story.newPerson("auditor"));
  await page.goto("/coverage");
  const line = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "import_queue" }) });
  await expect(line).toContainText("Emptied by TRUNCATE once.");
  await page.getByRole("link", { name: "Show as table" }).click();
  const rows = page.getByRole("table", { name: "Coverage of harbor" }).getByRole("row");
  await expect(rows.filter({ hasText: "import_queue" }).filter({ hasText: "Emptied by TRUNCATE" })).toHaveCount(1);
  await expectAccessible(page);
});

test("days are chosen by date; one that does not exist is said, and nothing is lost", async ({ page, story }) => {
  await signIn(page, await story.newPerson("engineer"));
  await page.goto("/coverage?from=2026-02-30&days=31");
  await expect(page.getByRole("alert").filter({ hasText: "got 2026-02-30" })).toBeVisible();
  await page.goto("/coverage?days=31");
  await expect(page.getByText("There is no period of “31” days to choose.")).toBeVisible();
  await page.getByRole("link", { name: "180 days" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/in the last 180 days\.$/);
});

test("who may not see coverage is told so, and has no way there on Home", async ({ page, story }) => {
  await signIn(page, await story.newPerson("approver"));
  await page.goto("/");
  await expect(page.getByRole("link", { name: "Coverage" })).toHaveCount(0);
  await page.goto("/coverage");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  test.describe(`on a phone, ${theme}`, () => {
    test.use({ viewport: sizes.narrow, colorScheme: theme, hasTouch: true, isMobile: true });
    test(`the strips fit and can be tapped, ${theme}`, async ({ page, story }) => {
      await signIn(page, await story.newPerson("compliance"));
      for (const address of ["/coverage", "/coverage?days=180", "/coverage?view=table"]) {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toContainText("captured");
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      await page.goto("/coverage");
      await page.getByRole("slider", { name: "Day of public.customers" }).tap();
      await expect(page.getByRole("region", { name: /^customers on / })).toBeVisible();
      await expectNoSidewaysScroll(page);
    });
  });
}
