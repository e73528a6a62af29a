import type { Page } from "@playwright/test";
import { type Marina, openMarina, secret } from "./marina.ts";
import type { Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

/** As somebody pastes it. */
async function fillAddress(page: Page, { url }: Marina, password?: string): Promise<void> {
  const scope = (await page.getByRole("dialog").count()) > 0 ? page.getByRole("dialog") : page.getByRole("main");
  await scope.getByLabel("Paste a whole address").fill(url);
  await scope.getByLabel("Paste a whole address").blur();
  await expect(scope.getByLabel("Password")).toHaveAttribute("type", "password");
  if (password !== undefined) await scope.getByLabel("Password").fill(password);
}

const step = (page: Page, title: string) => page.getByRole("region", { name: title });

/** Loads the page again until it says so. */
async function waitFor(page: Page, act: () => Promise<boolean>): Promise<void> {
  const reloaded = async () => {
    await page.reload();
    return act();
  };
  await expect.poll(reloaded, { timeout: 30_000 }).toBe(true);
}

/** The worker hears of a pause within seconds; what is changed from then on waits. */
async function pauseUntilSomethingWaits(page: Page, { sql }: Marina, reason: string): Promise<void> {
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: "Pause it" }).click();
  const resume = page.getByRole("button", { name: "Resume" });
  await expect(resume).toBeVisible();
  let waited = 0;
  await waitFor(page, async () => {
    await sql`update berths set metres = metres + 1 where id = 1`;
    const [, waiting = "0"] = /take in (\d+)/.exec((await resume.textContent()) ?? "") ?? [];
    const more = waited > 0 && Number(waiting) > waited; // seen by two looks: what the first saw may have been read since
    waited ||= Number(waiting);
    return more;
  });
}

test("an engineer connects a database, sees real rows first, and pauses, changes and removes it without a terminal", async ({
  page,
  story,
}) => {
  test.setTimeout(180_000);
  const marina = await openMarina(story);
  const renters = `public.${marina.name}_renters`;
  const answers: Promise<string>[] = [];
  page.on("response", (response) => answers.push(response.text().catch(() => "")));
  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  await page.goto("/sources");
  await page.getByRole("link", { name: "Connect a database" }).click();

  // 1: an address that is wrong, and then right
  await fillAddress(page, marina, "not this one");
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "refused the user name or password" })).toBeVisible();
  await expect(page.getByLabel("User")).toHaveValue(marina.name);
  await page.getByLabel("Password").fill(marina.password);
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(page.getByText(/Connected\. PostgreSQL 18\.\d+, database/)).toBeVisible();
  await expect(page.getByText(/is no superuser, so PostgreSQL does not let Vouch capture the text/)).toBeVisible();

  // 2: tables
  const tables = step(page, "2. Tables");
  await expect(tables.getByText("3 of 3 tables chosen.")).toBeVisible();
  await expect(tables.getByText("about 2 rows")).toBeVisible();
  await expect(tables.getByText("It has no primary key")).toBeVisible();
  await tables.getByRole("checkbox", { name: /public\.tides/ }).uncheck();
  await tables.getByRole("radio", { name: /Only report them/ }).check();

  // 3: fields, beside real rows
  const fields = step(page, "3. Fields");
  await fields.getByLabel("Table 1 of 2").selectOption(renters);
  await fields.getByRole("button", { name: "Show real rows" }).click();
  const field = (name: string) =>
    fields.getByRole("list", { name: `${name} in the first rows`, exact: true }).getByRole("listitem");
  await expect(field("name")).toHaveText(["Mira Okeke", "Jon"]);
  await expect(field("note")).toHaveText(["Pays in cash", "Empty text"]);
  await expect(field("ssn")).toHaveText(["Hidden", "Hidden"]);
  await expect(field("api_key")).toHaveText(["Left out", "Left out"]);
  const received = (await Promise.all(answers)).join("\n");
  for (const value of Object.values(secret)) expect(received).not.toContain(value);

  const ssn = fields.getByLabel("How ssn is recorded");
  await ssn.selectOption("Keep");
  await expect(fields.getByText("The name ssn looks like what identifies a person")).toBeVisible();
  await expect(field("ssn")).toHaveText([secret.ssn, "No value"]);
  await ssn.selectOption("Hidden (usual)");
  await expect(field("ssn")).toHaveText(["Hidden", "Hidden"]);
  await fields.getByLabel("How note is recorded").selectOption("Keyed hash");
  await expect(field("note")).toHaveText(["Keyed hash", "Keyed hash"]);

  // 4: what will be done, and it is done
  const review = step(page, "4. What will be done");
  await expect(review).toContainText("4 triggers on each of 2 tables.");
  await expect(review).toContainText("8 fields: 3 kept, 2 erasable, 1 hidden, 1 as a keyed hash, 1 left out.");
  await expect(review).toContainText("Tables made later are only reported");
  await review.getByRole("button", { name: "Protect 2 tables" }).click();
  const heading = page.getByRole("heading", {
    name: `${marina.name} is protected: 2 tables are captured from now on.`,
  });
  await expect(heading).toBeFocused({ timeout: 30_000 });

  await marina.sql.unsafe(
    `insert into ${marina.name}_renters values (3, 'Ada', '${secret.ssn}', '${secret.key}', 'New')`,
  );
  await marina.sql`insert into tides values (now(), 1)`;
  await story.recorded(`${marina.name}_renters`, 1);
  await page.getByRole("link", { name: "among the events" }).click();
  await page.goto(`/events?record=${marina.name}_renters`);
  await lines(page).first().click();
  const created = page.getByRole("region", { name: "What was created" });
  await expect(created.getByRole("row", { name: "Ssn" })).toContainText("Hidden");
  await expect(created.getByRole("row", { name: "Note" })).toContainText("keyed hash");

  // paused: changes wait; resumed: they arrive
  await page.goto("/sources");
  await page.getByRole("link", { name: marina.name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(marina.name);
  await pauseUntilSomethingWaits(page, marina, "The ledger moves tonight");
  await expect(page.getByText(/Paused by Ines Roth .* “The ledger moves tonight”/)).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await story.recorded("berths", 1);

  // another way of recording from now on; what was chosen before stands there
  await page.getByRole("link", { name: "Change what is recorded" }).click();
  await fillAddress(page, marina);
  await page.getByRole("button", { name: "Test the connection" }).click();
  await expect(tables.getByText("2 of 3 tables chosen.")).toBeVisible();
  await expect(tables.getByRole("checkbox", { name: /_renters/ })).toBeDisabled();
  await expect(tables.getByRole("radio", { name: /Only report them/ })).toBeChecked();
  await fields.getByLabel("Table 1 of 2").selectOption(renters);
  await expect(fields.getByLabel("How note is recorded")).toHaveValue("hash");
  await fields.getByLabel("How note is recorded").selectOption("Left out");
  await review.getByRole("button", { name: "Record like this from now on" }).click();
  await expect(page.getByRole("heading", { name: `${marina.name} is recorded as chosen from now on.` })).toBeVisible();
  await page.getByRole("link", { name: `Go to ${marina.name}` }).click();
  await expect(page.getByRole("listitem").filter({ hasText: renters })).toContainText("Note left out");

  // renamed, and its history is there to read
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByLabel("Name", { exact: true }).fill(`Marina ${marina.name}`);
  await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Marina ${marina.name}`);

  // removed, though something waits: only where somebody says so; then nothing of Vouch is left there
  await pauseUntilSomethingWaits(page, marina, "It is closed");
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("The source is paused: resume it first");
  await fillAddress(page, marina, "not this one");
  await dialog.getByRole("button", { name: "Remove it" }).click();
  await expect(dialog.getByRole("alert")).toContainText("refused the user name or password");
  await expect(dialog.getByRole("checkbox")).toHaveCount(0);
  await dialog.getByLabel("Password").fill(marina.password);
  await dialog.getByRole("button", { name: "Remove it" }).click();
  await expect(dialog.getByRole("alert")).toContainText("so nothing was removed", { timeout: 40_000 });
  await dialog.getByRole("checkbox", { name: /Give up what still waits there/ }).check();
  await dialog.getByRole("button", { name: "Remove it and give up what waits" }).click();
  await expect(page).toHaveURL(/\/sources$/, { timeout: 30_000 });
  await expect(page.getByText(marina.name)).toHaveCount(0);
  const left = await marina.sql`
    select tgname::text as name from pg_trigger where tgname like 'vouch%' union all select nspname::text from pg_namespace where nspname = 'vouch'`;
  expect([...left]).toEqual([]);

  expect((await Promise.all(answers)).join("\n")).not.toContain("tide & rope");
  await expectActs(story, engineer.email, renters);
  await marina.drop();
});

/** Every act is an entry that says who, and none holds the password. */
async function expectActs({ owner }: Story, email: string, table: string): Promise<void> {
  const types = async () => {
    const rows = await owner<{ type: string; id: string | null }[]>`
      select type, record_id as id from ledger.projection where actor = ${email} and type like 'source.%' order by index`;
    return rows.map(({ type, id }) => (type === "source.previewed" ? `${type} ${id}` : type));
  };
  await expect
    .poll(types)
    .toEqual([
      "source.tested",
      "source.tested",
      `source.previewed ${table}`,
      `source.previewed ${table}`,
      "source.protected",
      "source.paused",
      "source.resumed",
      "source.tested",
      "source.protected",
      "source.renamed",
      "source.paused",
      "source.unprotected",
    ]);
  const rows = await owner<{ leaf: string }[]>`select convert_from(leaf, 'UTF8') as leaf from ledger.entries`;
  expect(rows.map(({ leaf }) => leaf).join("\n")).not.toMatch(/tide & rope|tide%20/);
}

test("compliance staff see the sources and no way to change them; an approver sees none", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/sources");
  const harbor = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "harbor", exact: true }) });
  await expect(harbor).toContainText("PostgreSQL database");
  await waitFor(page, async () => /\d tables captured\./.test((await harbor.textContent()) ?? ""));
  await expect(page.getByRole("link", { name: "Connect a database" })).toHaveCount(0);
  await harbor.getByRole("link", { name: "harbor", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("harbor");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  for (const address of ["/sources/new", `${new URL(page.url()).pathname}/change`]) {
    await page.goto(address);
    await expect(page.getByText("Your role (compliance) may not connect and change sources.")).toBeVisible();
  }
  await signIn(page, await story.newPerson("approver"));
  await page.goto("/sources");
  await expect(page.getByText("Your role (approver) may not see the sources.")).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme });

      test(`the sources pages are accessible and scroll one way, ${theme}, ${size}`, async ({ page, story }) => {
        test.setTimeout(120_000);
        const marina = await openMarina(story);
        await signIn(page, await story.newPerson("engineer"));
        const look = async (name: string) => {
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
          const folder = process.env.VOUCH_E2E_SHOTS;
          if (folder) await page.screenshot({ path: `${folder}/${name}-${theme}-${size}.png`, fullPage: true });
        };
        await page.goto("/sources");
        await expect(page.getByRole("list", { name: "Sources" })).toBeVisible();
        await look("list");
        await page.getByRole("link", { name: "harbor", exact: true }).click();
        await expect(page.getByRole("region", { name: "What is captured" })).toBeVisible();
        await look("source");
        await page.getByRole("button", { name: "Pause" }).click();
        await look("pause");
        await page.keyboard.press("Escape");
        await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
        await page.getByRole("button", { name: "Remove" }).click();
        await look("remove");
        await page.keyboard.press("Escape");

        await page.goto("/sources/new");
        await look("new");
        await fillAddress(page, marina);
        await page.getByLabel("Port").fill("1");
        await page.keyboard.press("Enter");
        await expect(page.getByRole("alert").filter({ hasText: "none answered" })).toBeVisible();
        await look("refused");
        await page.getByLabel("Port").fill(new URL(marina.url).port);
        await page.keyboard.press("Enter");
        await expect(page.getByText("Connected.")).toBeVisible();
        await step(page, "3. Fields").getByLabel("Table 1 of 3").selectOption(`public.${marina.name}_renters`);
        await page.getByRole("button", { name: "Show real rows" }).click();
        await page.getByLabel("How api_key is recorded").selectOption("Erasable");
        await expect(page.getByText(secret.key)).toBeVisible();
        await look("fields");
        await marina.drop();
      });
    });
  }
}
