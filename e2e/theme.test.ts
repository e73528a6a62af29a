import { expect, lines, signIn, test } from "./vouch.ts";

test("the dark theme is kept, and is there before the first paint", async ({ page, story, quiet }) => {
  quiet.expect(/404/);
  const { name, ...person } = await story.newPerson("compliance");
  await signIn(page, person);
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await page.getByRole("button", { name }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  // the theme as the body begins, long before anything is painted or a script of Next has run
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.documentElement.setAttribute("data-first", document.documentElement.dataset.theme ?? "none");
    }).observe(document, { childList: true, subtree: true });
  });
  for (const address of ["/", "/events", "/signin", "/nowhere"]) {
    await page.goto(address);
    expect(await page.locator("html").getAttribute("data-first"), address).toBe("dark");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  }
});

test.describe("a system that is dark", () => {
  test.use({ colorScheme: "dark" });
  test("is followed until somebody chooses, also when it changes", async ({ page, story }) => {
    const { name, ...person } = await story.newPerson("compliance");
    await signIn(page, person);
    await page.goto("/");
    const html = page.locator("html");
    await expect(html).toHaveAttribute("data-theme", "dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect(html).toHaveAttribute("data-theme", "light");
    await page.getByRole("button", { name }).click();
    await page.getByRole("menuitemradio", { name: "Light" }).click();
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(html).toHaveAttribute("data-theme", "light");
    await page.getByRole("menuitemradio", { name: "As the system has it" }).click();
    await expect(html).toHaveAttribute("data-theme", "dark");
  });
});

test.describe("a reader who wants nothing to move", () => {
  test.use({ reducedMotion: "reduce" });
  test("sees nothing move", async ({ page, story }) => {
    const person = await story.newPerson("compliance");
    await signIn(page, person);
    await page.goto("/events?record=customers");
    await page.getByRole("button", { name: person.name }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((element) => {
        const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
        const lasts = (times: string) => times.split(", ").some((time) => Number.parseFloat(time) > 0);
        return lasts(transitionDuration) || (animationName !== "none" && lasts(animationDuration))
          ? [`${element.tagName} ${element.className}`]
          : [];
      }),
    );
    expect(moving).toEqual([]);
  });
});

test("colours forced by the system leave every state a shape or a word", async ({ page, story }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=customers");
  await expect(lines(page).filter({ hasText: "AI agent" })).toContainText("Claimed");
  await expect(page.getByRole("img", { name: "AI agent, claimed" })).toBeVisible();
  await expect(page.getByRole("cell").getByRole("img", { name: /^(Signed|Recorded|Anchored):/ })).toHaveCount(6);
});
