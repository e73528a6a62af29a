/**
 * Every component in every state, as pictures. Where a section looks different on purpose: `npx playwright test gallery
 * --update-snapshots`, and look at what changed.
 */
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./vouch.ts";

/** A hairline on white and the palest tint are above the threshold; the edges of letters, which another build of Chromium draws otherwise, are not counted. */
const tolerance = { threshold: 0.04, maxDiffPixels: 40, caret: "initial" } as const;

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

    test(`the gallery looks as it did, ${theme}, ${width} pixels`, async ({ page }) => {
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
