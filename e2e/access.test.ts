import type { Page } from "@playwright/test";
import { dana, type Story } from "./story.ts";
import { expect, lines, sentence, signIn, test } from "./vouch.ts";

/** What a person did in Vouch, oldest first, once everything posted until now is recorded. */
async function actsOf({ owner }: Story, email: string): Promise<string[]> {
  for (let waited = 0; waited < 1_000; waited++) {
    const [waiting] = await owner`
      select from inbox.events where event::jsonb #>> '{actor,id}' = ${email}
        and not exists (select from ledger.projection where event = (inbox.events.event::jsonb ->> 'id')::uuid) limit 1`;
    if (!waiting) break;
    await owner`select pg_sleep(0.01)`;
  }
  const rows = await owner<{ type: string; id: string | null }[]>`
    select type, record_id as id from ledger.projection where actor = ${email} order by index`;
  return rows.map(({ type, id }) => (type === "entry.opened" ? `${type} ${id}` : type));
}

test("each act of a person is recorded once: a reload counts again, hovering and fetching ahead do not", async ({
  page,
  story,
  quiet,
}) => {
  quiet.expect(/404/);
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  const address = "/events?record=customers&id=10482";
  const index = await story.entryOf("customers", "10483");

  await page.goto("/");
  await page.goto(address);
  await page.reload();
  for (const line of await lines(page).all()) await line.hover();
  await page.getByRole("link", { name: "Home" }).hover();
  const fetched = page.waitForResponse((response) => response.url().endsWith(`/events/${index}`));
  await page.evaluate((href) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href }));
  }, `/events/${index}`);
  expect((await fetched).status(), "what the browser itself fetches ahead").toBe(404);
  const ahead: Record<string, string>[] = [
    { "next-router-prefetch": "1", rsc: "1" },
    { "next-router-segment-prefetch": "/_tree", "next-router-prefetch": "1", rsc: "1" },
    { "sec-purpose": "prefetch;prerender" },
    { purpose: "prefetch" },
    { "x-moz": "prefetch" },
  ];
  for (const headers of ahead) {
    for (const wanted of ["/", address, `/events/${index}`]) {
      const answer = await page.request.get(wanted, { headers });
      const said = await answer.text();
      expect(said, `${wanted} with ${Object.keys(headers)}`).not.toMatch(
        /Zoë|Nightly|Capture is running|no entry with/,
      );
      if (!("rsc" in headers)) expect(answer.status()).toBe(404);
    }
  }
  await page.goto(`/events/${index}`);
  await page.goto("/signin");

  expect(await actsOf(story, person.email)).toEqual([
    "user.signed_in",
    "event.searched",
    "event.searched",
    `entry.opened ${index}`,
  ]);
});

test("a click in the list is one search and one opened entry", async ({ page, story }) => {
  const person = await story.newPerson("engineer");
  await signIn(page, person);
  await page.goto("/");
  await page.getByRole("link", { name: "What was deleted?" }).click();
  await lines(page).filter({ hasText: "deleted مريم حداد" }).click();
  await expect(sentence(page)).toContainText("deleted مريم حداد");
  await page.getByRole("link", { name: "Everything by ليلى حداد" }).click();
  await expect(lines(page)).toHaveCount(2);
  const index = await story.entryOf("customers", "10483");
  expect(await actsOf(story, person.email)).toEqual([
    "user.signed_in",
    "event.searched",
    `entry.opened ${index}`,
    "event.searched",
  ]);
});

test("Vouch's own entries are hidden by default, and a token shows them", async ({ page, story }) => {
  const person = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto(`/events?actor=${person.email}`);
  await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  await actsOf(story, person.email);
  const bar = page.getByRole("region", { name: "Search" });
  await expect(bar).toContainText("Without Vouch’s own entries");
  await bar.getByRole("button", { name: "Show Vouch’s own entries too" }).click();
  await expect(lines(page)).toHaveText([`${person.name} searched events`, `${person.name} signed in`]);
  await lines(page).first().click();
  const recorded = page.getByRole("region", { name: "Also recorded" });
  await expect(recorded).toContainText(person.email);
  await expect(page.getByRole("region", { name: "Who" })).toContainText("Verified: signed in to Vouch.");
});

test("an approver is refused events on a page that says so, and the refusal is recorded", async ({ page, story }) => {
  const person = await story.newPerson("approver");
  await signIn(page, person);
  await page.goto("/");
  const places = page.getByRole("navigation", { name: "Main" });
  await expect(places.getByRole("link")).toHaveText(["Home", "Records", "Approvals"]);
  await page.goto("/events");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await expect(
    page.getByText("Your role (approver) may not search events. Ask an administrator if you need to."),
  ).toBeVisible();
  await expect(page.getByText("This attempt was recorded.")).toBeVisible();
  expect(await actsOf(story, person.email)).toEqual(["user.signed_in", "access.denied"]);

  const officer = await story.newPerson("compliance");
  await signIn(page, officer);
  await page.goto(`/events?own=shown&category=permission&actor=${person.email}`);
  await expect(lines(page)).toHaveText([`${person.name} tried to search events and was refused`]);
  await expect(page.getByRole("cell", { name: "Denied" })).toBeVisible();
});

test("an auditor sees nothing outside the period that they may see", async ({ page, story }) => {
  const badge = (id: number) => story.write(dana, (sql) => sql`insert into badges values (${id}, 'North')`);
  await badge(1);
  await story.recorded("badges", 1);
  const [border] = await story.owner<{ from: string }[]>`select clock_timestamp() as from`;
  await badge(2);
  await story.recorded("badges", 2);
  const auditor = await story.newPerson("auditor", { from: border?.from });
  await signIn(page, auditor);

  await page.goto("/events?record=badges");
  await expect(lines(page)).toHaveText([/created badges 2$/]);
  await page.goto("/events?record=badges&id=1");
  await expect(page.getByRole("heading", { name: "No entries recorded for these filters." })).toBeVisible();
  await page.goto("/events?kind=human&after=2020-01-01");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await page.goto("/events?record=customers");
  await expect(lines(page)).toHaveCount(0);

  await page.goto(`/events/${await story.entryOf("badges", "2")}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("created badges 2");
  const outside = await story.entryOf("badges", "1");
  await expectRefusal(page, `/events/${outside}`);
  expect((await actsOf(story, auditor.email)).filter((act) => act === "access.denied")).toHaveLength(2);
});

async function expectRefusal(page: Page, address: string) {
  await page.goto(address);
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("badges");
}

test("what the role or scope forbids is in no answer, also not to a request that a browser would not make", async ({
  page,
  story,
}) => {
  await signIn(page, await story.newPerson("approver"));
  const asked: Record<string, string>[] = [{}, { rsc: "1" }, { rsc: "1", "next-url": "/events" }];
  for (const headers of asked) {
    const said = await (await page.request.get("/events?record=customers", { headers })).text();
    expect(said).not.toMatch(/Zoë|10482|Dana Lee/);
  }
});
