/** The browser's side of a test: a page whose console is watched, signing in, and the story behind the pages. */
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { openStory, type Person, password, type Story } from "./story.ts";

interface Quiet {
  /** What the browser is expected to complain of, in this test. */
  expect(complaint: RegExp): void;
  /** For contexts that a test opens itself. */
  watch(context: BrowserContext): BrowserContext;
}

export const test = base.extend<{ quiet: Quiet }, { story: Story }>({
  story: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const story = await openStory();
      await use(story);
      await story.close();
    },
    { scope: "worker" },
  ],
  /** A page that complains, of its policy or anything else, fails the test. */
  quiet: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      const expected: RegExp[] = [];
      const watch = (watched: BrowserContext) => {
        watched.on("console", (message) => {
          if (/error|warning/.test(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
        });
        watched.on("weberror", (error) => complaints.push(String(error.error())));
        return watched;
      };
      watch(context);
      await use({ expect: (complaint) => expected.push(complaint), watch });
      expect(complaints.filter((said) => !expected.some((form) => form.test(said)))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs in as the form does, without the form; the cookie is the page's from then on. */
export async function signIn(page: Page, { email }: Pick<Person, "email">): Promise<void> {
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password, json: "true" },
  });
  expect(answer.ok(), `${email} is signed in`).toBe(true);
}

/** Signs in with the form. */
export async function fillSignIn(page: Page, email: string, typed = password): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The lines of the list, as texts. */
export function lines(page: Page) {
  return page.getByRole("table", { name: "Events" }).locator("[data-row]");
}

/** What the entry that stands open says, on its page or in the panel beside a list. */
export function sentence(page: Page) {
  return page.locator("#sentence");
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(beyond, `pixels beyond the width of the screen at ${page.url().slice(0, 80)}`).toBe(0);
}

/** WCAG 2.2 AA and best practices. Legacy mode: without frames there is nothing to gather from a page of its own. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(said, page.url()).toEqual([]);
}

export const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;
