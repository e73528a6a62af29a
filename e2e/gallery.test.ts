/**
 * Every component in every state, as pictures. Where a section looks different on purpose: `npx playwright test gallery
 * --update-snapshots`, and look at what changed.
 */
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./vouch.ts";

/** The Chromium that took the pictures. */
const photographer = "156";

/**
 * With that one a hairline on white and the palest tint are above the threshold. Another one draws letters otherwise: there a colour, a
 * shape or a place that changed is found, and a hairline is not.
 */
function toleranceOf(version: string) {
  const strict = version.split(".")[0] === photographer;
  return {
    ...(strict ? { threshold: 0.04, maxDiffPixels: 40 } : { threshold: 0.2, maxDiffPixelRatio: 0.02 }),
    caret: "initial",
  } as const;
}

/** Which sections are photographed: all of them where theme or shape may differ, few where only the width does. */
const renderings = [
  { theme: "light", width: 1100, sections: /./ },
  { theme: "dark", width: 1100, sections: /^(?!help|states)/ },
  { theme: "light", width: 390, sections: /^(fields|rows|diff|coverage|home)$/ },
  { theme: "dark", width: 390, sections: /^$/ },
] as const;

for (const { theme, width, sections } of renderings) {
  test.describe(`${theme}, ${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: "reduce" });

    test(`the gallery looks as it did, ${theme}, ${width} pixels`, async ({ page, browser }) => {
      const tolerance = toleranceOf(browser.version());
      await page.clock.setFixedTime(new Date("2026-11-20T14:32:00Z"));
      await page.goto("/gallery");
      await page.evaluate(() => document.fonts.ready);
      await expectNoSidewaysScroll(page);
      const shots = await page.locator("[data-shot]").all();
      expect(shots.length).toBeGreaterThan(9);
      for (const shot of shots) {
        const name = (await shot.getAttribute("data-shot")) ?? "";
        if (!sections.test(name)) continue;
        await expect.soft(shot).toHaveScreenshot(`${name}-${theme}-${width}.png`, tolerance);
      }
      await expectAccessible(page);
    });
  });
}
