import type { Browser, Page } from "@playwright/test";
import { password, type Story } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, fillSignIn, lines, signIn, sizes, test } from "./vouch.ts";

/** Invites somebody in the dialog as it stands open; returns the link. */
async function invite(page: Page, email: string, name: string, role: string): Promise<string> {
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("radio", { name: role }).check();
  await dialog.getByRole("button", { name: "Make the invitation" }).click();
  return shownLink(page);
}

async function shownLink(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("You see this link once.");
  await expect(dialog).toContainText("No mail is set up in this Vouch");
  return (await dialog.getByText(/\/join#[\w-]{43}$/).textContent()) ?? "";
}

async function choose(guest: Page, typed: string): Promise<void> {
  await guest.getByLabel("Password", { exact: true }).fill(typed);
  await guest.getByLabel("Password again").fill(typed);
  await guest.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(guest).toHaveURL((url) => url.pathname === "/");
}

async function stranger(browser: Browser, watch: (context: Awaited<ReturnType<Browser["newContext"]>>) => unknown) {
  const context = await browser.newContext();
  watch(context);
  return context.newPage();
}

async function idOf({ owner }: Story, email: string): Promise<string> {
  const [found] = await owner<{ id: string }[]>`select id from app.people where email = ${email}`;
  return found?.id ?? "";
}

/** Of the page of a person, by the name on the button. */
async function act(page: Page, button: string, does = button): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: does, exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("somebody is invited, comes with the link once, loses a role while they work, and is gone when deactivated", async ({
  page,
  story,
  browser,
  quiet,
}) => {
  const administrator = await story.newPerson("administrator");
  await signIn(page, administrator);
  await page.goto("/people");
  const tag = administrator.email.slice(14, 22);
  const email = `lotte.${tag}@harbor.example`;
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const link = await invite(page, email, `Lotte ${tag}`, "Compliance officer");
  await page.getByRole("button", { name: "Done" }).click();
  const line = page.getByRole("listitem").filter({ hasText: email });
  await expect(line).toContainText(/Invited until .* UTC/);

  const guest = await stranger(browser, quiet.watch);
  const asked: string[] = [];
  guest.on("request", (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: `Welcome, Lotte ${tag}` })).toBeVisible();
  await expect(guest.getByText(`${administrator.name} invites you to Vouch.`)).toBeVisible();
  await guest.getByLabel("Password", { exact: true }).fill("too short");
  await guest.getByLabel("Password again").fill("too short");
  await guest.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(guest.getByRole("alert").filter({ hasText: "password" })).toContainText(
    "The password has 9 characters; it needs at least 12.",
  );
  await choose(guest, password);
  await guest.goto("/people");
  await expect(guest.getByRole("heading", { name: /use Vouch/ })).toBeVisible();
  expect(asked.filter((request) => request.includes(link.slice(-43)))).toEqual([]); // in no address and no referrer

  await page.goto(`/people?text=${encodeURIComponent(email)}`);
  await expect(page.getByRole("heading", { name: "1 person found" })).toBeVisible();
  await page.getByRole("link", { name: `Lotte ${tag}` }).click();
  await expect(page.getByRole("region", { name: "1 session open" })).toBeVisible();
  await page.getByRole("button", { name: "Change the role" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "Engineer" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Change the role" }).click();
  await expect(page.getByRole("region", { name: "What an engineer may do" })).toBeVisible();
  await guest.reload();
  await expect(guest.getByText("Your role (engineer) may not see who uses Vouch.")).toBeVisible();

  await act(page, "Deactivate the account");
  await expect(page.getByRole("heading", { name: "This account is deactivated" })).toBeVisible();
  await guest.goto("/events");
  await expect(guest).toHaveURL(/\/signin\?next=%2Fevents/);
  await guest.goto("about:blank");
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "This invitation was withdrawn" })).toBeVisible();

  const address = `/events?${new URLSearchParams({ own: "shown", record: "person", id: await idOf(story, email) })}`;
  await expect(async () => {
    await page.goto(address);
    await expect(lines(page)).toHaveText(
      [
        /^Lotte .* Claimed tried to come in with a link that was withdrawn and was refused/,
        `${administrator.name} deactivated the account of Lotte ${tag}, which ended 1 session`,
        `${administrator.name} changed the role of Lotte ${tag} from compliance officer to engineer`,
        `Lotte ${tag} signed in`,
        `Lotte ${tag} Claimed chose a password and joined as compliance officer, invited by ${administrator.name}`,
        `${administrator.name} invited Lotte ${tag} as compliance officer`,
      ],
      { timeout: 500 },
    );
  }).toPass();
});

test("an auditor is held to a period; a lock-out ends, and a reset brings a new password and ends the sessions", async ({
  page,
  story,
  browser,
  quiet,
}) => {
  const auditor = await story.newPerson("auditor", {
    from: "2026-01-01T00:00:00.000000Z",
    to: "2026-07-01T00:00:00.000000Z",
  });
  const id = await idOf(story, auditor.email);
  const theirs = await stranger(browser, quiet.watch);
  await signIn(theirs, auditor);
  await story.owner`
    insert into app.attempts (door, key, failures, until)
    values ('account', encode(sha256(convert_to('account', 'UTF8') || '\\x00'::bytea || convert_to(${auditor.email}, 'UTF8')), 'hex'), 5, now() + interval '10 minutes')`;
  await signIn(page, await story.newPerson("administrator"));
  await page.goto(`/people/${id}`);
  await expect(page.getByText("Sees 1 January 2026 to 30 June 2026 (days in UTC) in every source.")).toBeVisible();
  await page.getByRole("button", { name: "Change what they may see" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("To, this day included").fill("2025-12-31");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("a last day that does not come before the first");
  await dialog.getByLabel("To, this day included").fill("2026-07-31");
  await dialog.getByRole("radio", { name: "Only these" }).check();
  await dialog.getByRole("checkbox", { name: "harbor" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Sees 1 January 2026 to 31 July 2026 (days in UTC) in harbor.")).toBeVisible();

  await expect(page.getByText(/Locked out until/)).toBeVisible();
  await act(page, "End the lock-out");
  await expect(page.getByText(/Locked out until/)).toHaveCount(0);

  await page.getByRole("button", { name: "Make a link for a new password" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make the link" }).click();
  const link = await shownLink(page);
  await page.keyboard.press("Escape");
  await expect(page.getByText(/For a new password, until .* UTC, not used yet/)).toBeVisible();
  await theirs.goto("/");
  await expect(theirs.getByRole("navigation", { name: "Main" })).toBeVisible();
  const guest = await stranger(browser, quiet.watch);
  await guest.goto(link);
  await expect(guest.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await choose(guest, `${password}, again`);
  await theirs.reload();
  await expect(theirs).toHaveURL(/\/signin/);
  await fillSignIn(theirs, auditor.email, `${password}, again`);
  await expect(theirs).toHaveURL((url) => url.pathname === "/");
});

test("links that open nothing say why and where to go", async ({ page }) => {
  await page.goto("/join");
  await expect(page.getByRole("heading", { name: "The address is not whole" })).toBeVisible();
  await page.goto(`/join#${"x".repeat(43)}`); // the same page, with another end
  await expect(page.getByRole("heading", { name: "This link is not known" })).toBeVisible();
  await page.getByRole("link", { name: "Go to sign-in" }).click();
  await expect(page).toHaveURL(/\/signin$/);
});

test("who may see people changes nothing, and others see neither the page nor the way to it", async ({
  page,
  story,
  quiet,
}) => {
  quiet.expect(/404/);
  const compliance = await story.newPerson("compliance");
  await signIn(page, compliance);
  await page.goto(`/people?text=${encodeURIComponent(compliance.email)}`);
  await expect(page.getByRole("button", { name: "Invite somebody" })).toHaveCount(0);
  await page.getByRole("link", { name: compliance.name }).click();
  await expect(page.getByRole("heading", { level: 1, name: compliance.name })).toBeVisible();
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await page.goto("/people/rules");
  await expect(page.getByRole("checkbox", { name: /Administrator/ })).toBeDisabled();
  await page.goto("/people/not-an-id");
  await expect(page.getByRole("heading", { name: "There is no such person" })).toBeVisible();
  await signIn(page, await story.newPerson("approver"));
  await page.goto("/people");
  await expect(page.getByRole("heading", { name: "You may not open this" })).toBeVisible();
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
});

for (const theme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme });
      test(`axe finds nothing on the people, their pages, dialogs and links, ${theme}, ${size}`, async ({
        page,
        story,
      }) => {
        const administrator = await story.newPerson("administrator");
        await signIn(page, administrator);
        const looked = async () => {
          await expectAccessible(page);
          await expectNoSidewaysScroll(page);
        };
        await page.goto("/people?state=active");
        await looked();
        await page.getByRole("button", { name: "Invite somebody" }).click();
        await page.getByRole("radio", { name: "External auditor" }).check();
        await page.getByRole("radio", { name: "Only these" }).check();
        await looked();
        const email = `axe.${theme}.${size}@harbor.example`;
        const link = await invite(page, email, "Axe مريم 👩‍⚕️", "Approver");
        await looked();
        await page.getByRole("button", { name: "Done" }).click();
        await page.goto(`/people/${await idOf(story, email)}`);
        await expect(page.getByText("They have not come").or(page.getByText("Not chosen yet"))).toBeVisible();
        await looked();
        await page.getByRole("button", { name: "Withdraw the invitation" }).click();
        await looked();
        await page.keyboard.press("Escape");
        await page.goto(`/people/${await idOf(story, administrator.email)}`);
        await expect(page.getByRole("heading", { name: "This is your own account" })).toBeVisible();
        await looked();
        await page.goto("/people/rules");
        await page.getByRole("checkbox", { name: /Engineer/ }).check();
        await expect(page.getByRole("button", { name: "Save the rules" })).toBeEnabled();
        await looked();
        await page.goto("/people?text=nobody-is-called-so");
        await looked();
        await page.goto(link);
        await expect(page.getByRole("heading", { name: /Welcome/ })).toBeVisible();
        await looked();
        await page.goto("/join#x");
        await expect(page.getByRole("heading", { name: "This link is not known" })).toBeVisible();
        await looked();
      });
    });
  }
}
