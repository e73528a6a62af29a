import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, expectNoSidewaysScroll, lines, signIn, sizes, test } from "./vouch.ts";

const line = (page: Page, name: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
const events = (query: string) => `/events?${new URLSearchParams({ q: query })}`;

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Saves what the page searches for, in its dialog. */
async function save(page: Page, name: string, also: string[] = []): Promise<void> {
  await page.getByRole("button", { name: "Save this search" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Save this search" });
  await dialog.getByLabel("Name").fill(name);
  for (const words of also) await dialog.getByText(words).click();
  await dialog.getByRole("button", { name: "Save this search" }).click();
  await expect(dialog.getByText("is saved.")).toBeVisible();
}

test("a question is saved, pinned, shared, alerts, runs again, is removed and brought back", async ({
  page,
  story,
}) => {
  const officer = await story.newPerson("compliance");
  const id = 91_000 + Math.floor(Math.random() * 1e6);
  const name = `Import ${id}`;
  await signIn(page, officer);
  await page.goto(events(`record:import_queue id:${id} after:7d`));
  await save(page, name, ["Show it on my Home", "Alert me in Vouch", "Share it with everybody"]);
  await page.getByRole("dialog").getByRole("link", { name: "Saved searches" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^You have 1 saved search/);
  await expect(line(page, name)).toContainText("On your Home");
  await expect(line(page, name)).toContainText("Rolling: as of now, from");
  await expect(line(page, name)).toContainText("Alerts you in Vouch. Nothing new so far.");

  await story.write({ actor: "dana.lee@harbor.example", name: "Dana Lee" }, async (sql) => {
    await sql`insert into import_queue values (${id}, 'round')`;
  });
  await expect(async () => {
    await page.goto("/");
    await expect(page.getByRole("button", { name: "Notices, 1 new one" })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole("region", { name: "Your saved searches" })).toContainText(`${name}1 line now`);
  await page.getByRole("button", { name: "Notices, 1 new one" }).click();
  await page.getByRole("link", { name: `1 new entry for “${name}”.` }).click();
  await expect(lines(page)).toHaveText([new RegExp(`created import queue ${id}`)]);
  expect(decodeURIComponent(page.url())).not.toContain("7d"); // it means the same tomorrow

  await page.goto("/");
  await page
    .getByRole("region", { name: "Your saved searches" })
    .getByRole("link", { name: new RegExp(name) })
    .click();
  await expect(page).toHaveURL(/\/events\?q=/);
  await expect(lines(page)).toHaveText([new RegExp(`created import queue ${id}`)]);
  await page.goto("/queries");
  await expect(line(page, name)).toContainText(/Last run \d+ seconds? ago by you/);

  const engineer = await story.newPerson("engineer");
  await signIn(page, engineer);
  await page.goto("/queries");
  await expect(line(page, name)).toContainText(`Shared by ${officer.name}`);
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await expect(page.getByRole("menuitem", { name: /Change|Remove|Stop sharing/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: `Run ${name}` }).click();
  await expect(lines(page)).toHaveCount(1);
  // who sees nothing of that time finds nothing with the same question
  await signIn(
    page,
    await story.newPerson("auditor", { from: "2020-01-01T00:00:00.000000Z", to: "2020-02-01T00:00:00.000000Z" }),
  );
  await page.goto("/queries");
  await page.getByRole("link", { name: `Run ${name}` }).click();
  await expect(page).toHaveURL(/\/events\?q=|\/queries\//);
  await expect(page.getByRole("main")).not.toContainText("created import queue");

  await signIn(page, officer);
  await page.goto("/queries");
  await choose(page, name, "Change…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Query").fill("nosuchfield:x");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("cannot be searched for as it is written");
  await dialog.getByLabel("Query").fill(`record:import_queue id:${id}`);
  await dialog.getByLabel("Description").fill("Every round");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(line(page, name)).toContainText("Every round");
  await expect(line(page, name)).toContainText("All times");
  await choose(page, name, "Remove");
  await expect(page.getByText(`“${name}” is removed.`)).toBeVisible();
  await expect(line(page, name)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(line(page, name)).toContainText("On your Home");
  await choose(page, name, "Stop sharing");
  await expect(line(page, name).getByText("Shared", { exact: true })).toHaveCount(0);

  await expect(async () => {
    await page.goto(events(`own:only category:configuration actor:${officer.email}`));
    await expect(lines(page)).toHaveText(
      [
        /no longer shares/,
        /brought back/,
        /removed/,
        /changed the description and the query of/,
        /asked to be alerted to/,
        /pinned/,
        /saved the search/,
      ],
      { timeout: 1_000 },
    );
  }).toPass({ timeout: 20_000 });
});

test("somebody else’s private search is not there, and who may not search has no page", async ({ page, story }) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto(events("kind:agent"));
  await save(page, "Mine alone");
  await page.goto("/queries");
  const address = (await page.getByRole("link", { name: "Run Mine alone" }).getAttribute("href")) ?? "";
  await signIn(page, await story.newPerson("administrator"));
  await page.goto("/queries");
  await expect(page.getByText("Mine alone")).toHaveCount(0);
  const answer = await page.request.get(address);
  expect(answer.status()).toBe(404);
  await signIn(page, await story.newPerson("approver"));
  await page.goto("/queries");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
});

test("a webhook is added, tried and told of what is found, signed", async ({ page, story }) => {
  const heard: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    heard.push({ headers: request.headers, body });
    answer.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const administrator = await story.newPerson("administrator");
  const name = `Desk ${administrator.email.slice(14, 22)}`;
  try {
    await signIn(page, administrator);
    await page.goto("/queries");
    await page.getByRole("link", { name: "Webhooks" }).click();
    await page.getByRole("button", { name: "Add a webhook" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByLabel("Address").fill(`http://127.0.0.1:${(server.address() as AddressInfo).port}/t/0`);
    await dialog.getByRole("button", { name: "Add this webhook" }).click();
    await expect(dialog.getByRole("alert")).toContainText("begins with https://");
    await dialog.getByText("Lead into a private network").click();
    await dialog.getByRole("button", { name: "Add this webhook" }).click();
    await expect(dialog.getByText("You see this secret once.")).toBeVisible();
    const secret = (await dialog.getByText(/^whsec_[\w-]{43}$/).textContent()) ?? "";
    await dialog.getByRole("button", { name: "I have stored the secret" }).click();
    const webhook = page.getByRole("region", { name });
    await expect(webhook).toContainText("May lead into a private network");
    await webhook.getByRole("button", { name: `Send a test to ${name}` }).click();
    await expect(webhook).toContainText("Taken. Answered 200 OK.");
    await expect(page.locator("body")).not.toContainText(secret);

    const id = 92_000 + Math.floor(Math.random() * 1e6);
    await page.goto(events(`record:import_queue id:${id}`));
    await save(page, `Rounds ${id}`);
    await page.goto("/queries");
    await page.getByRole("button", { name: `Alert me to Rounds ${id}` }).click();
    await page.getByRole("dialog").getByText(`by the webhook ${name}`).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(line(page, `Rounds ${id}`)).toContainText(`Alerts you in Vouch and by the webhook ${name}.`);
    await story.write({}, async (sql) => void (await sql`insert into import_queue values (${id}, 'round')`));
    await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(2);
    const [, { headers, body } = { headers: {}, body: "" }] = heard;
    const [, seconds, signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers["vouch-signature"])) ?? [];
    expect(signature).toBe(createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex"));
    expect(JSON.parse(body)).toMatchObject({ count: 1, search: { name: `Rounds ${id}` } });
    await page.goto("/queries/webhooks");
    await webhook.getByText("The last 1 alert").click();
    await expect(webhook).toContainText("Taken. Answered 200 OK.");
    await webhook.getByRole("button", { name: `Remove ${name}` }).click();
    await expect(page.getByRole("dialog")).toContainText("1 subscription ends with it");
    await page.getByRole("dialog").getByRole("button", { name: "Remove the webhook" }).click();
    await expect(webhook).toHaveCount(0);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ viewport, colorScheme });
      test(`axe finds nothing on saved searches, webhooks and in their dialogs, ${colorScheme}, ${size}`, async ({
        page,
        story,
      }) => {
        await signIn(page, await story.newPerson("administrator"));
        await page.goto("/queries");
        await expectAccessible(page);
        await page.goto(events("kind:agent after:7d"));
        await page.getByRole("button", { name: "Save this search" }).first().click();
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await save(page, "Agents", ["Show it on my Home"]);
        await page.goto("/queries");
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.getByRole("button", { name: "Alert me to Agents" }).click();
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await choose(page, "Agents", "Change…");
        await expectAccessible(page);
        await page.keyboard.press("Escape");
        await choose(page, "Agents", "Remove");
        await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
        await expectAccessible(page);
        await page.goto("/queries/webhooks");
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await page.getByRole("button", { name: "Add a webhook" }).click();
        await expectAccessible(page);
      });
    });
  }
}
