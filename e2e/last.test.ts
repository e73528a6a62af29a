/** What spoils Vouch for everybody, one after the other, when all other tests are over. */
import { runVouch } from "./story.ts";
import { expect, expectAccessible, lines, signIn, test } from "./vouch.ts";

test("when the database goes away a page says so and offers a way on, and it comes back", async ({ page, story }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/events?record=customers");
  await expect(lines(page)).toHaveCount(6);
  const [login] = await story.owner<{ name: string }[]>`
    select rolname as name from pg_roles where rolname like 'vouch\\_web\\_%'`;
  if (!login) throw new Error("expected the login of the pages");
  await story.owner`alter role ${story.owner(login.name)} nologin`;
  await story.owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${login.name}`;
  try {
    await lines(page).first().click();
    const main = page.getByRole("region", { name: /^Entry / });
    await expect(main.getByRole("heading", { name: "The ledger cannot be read right now" })).toBeVisible();
    await expect(main).toContainText("The database");
    await expect(page.locator("body")).not.toContainText(/\bat .*\.(ts|js):\d+|vouch_web|PostgresError/);
    await expectAccessible(page);
    await page.goto("/signin");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await page.goto("/events?record=customers");
    await expect(page.getByRole("heading", { name: "The ledger cannot be read right now" })).toBeVisible();
    await expectAccessible(page);
  } finally {
    await story.owner`alter role ${story.owner(login.name)} login`;
  }
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(lines(page)).toHaveCount(6);
});

test("after a verification Home says how far the ledger is verified", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  expect(runVouch("verify")).toMatchObject({ status: 0 });
  await page.goto("/");
  await expect(page.getByText(/Integrity: verified up to entry [\d,]+/)).toBeVisible();
  await page.goto("/events?record=customers&id=10482");
  await expect(
    page.getByRole("img", { name: "Anchored: matches a checkpoint copied outside the database" }),
  ).toHaveCount(4);
  await expectAccessible(page);
});

test("an entry that somebody changed behind Vouch's back is said to be, where it stands", async ({ page, story }) => {
  const index = await story.entryOf("customers", "10483");
  await story.owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`
      update ledger.entries set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'Layla', 'Nobody'), 'UTF8') || 'x'
      where index = ${index}`;
  });
  expect(runVouch("verify")).toMatchObject({ status: 1 });
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/");
  await expect(
    page.getByRole("heading", { name: "Problem found: the ledger does not match what was signed." }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/events/${index}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^Entry [\d,]+ cannot be read: what is stored is not what was recorded$/,
  );
  await expect(page.getByRole("region", { name: "Proof" })).toContainText("does not match.");
  await expect(page.getByRole("region", { name: "Who" })).toHaveCount(0); // nobody is named by what cannot be trusted
  await expectAccessible(page);
});
