import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { test as inside, lines, signIn } from "./vouch.ts";

test("pages come with a policy of their own, and the browser finds nothing against it", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  const first = await page.goto("/");
  await page.waitForLoadState("networkidle");
  const policy = first?.headers()["content-security-policy"] ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
  expect(policy).toMatch(/style-src 'self' 'nonce-[^']+';/);
  expect(complaints).toEqual([]);

  const second = await page.reload();
  expect(second?.headers()["content-security-policy"]).not.toBe(policy);
});

test("a script without the page's nonce does not run", async ({ page }) => {
  await page.goto("/");
  const ran = await page.evaluate(() => {
    const holder = document.createElement("div");
    holder.innerHTML = "<img src=x onerror='window.broken = true'>";
    document.body.append(holder);
    return new Promise((resolve) => setTimeout(() => resolve("broken" in window), 500));
  });
  expect(ran).toBe(false);
});

test("every answer refuses frames, sniffing and advertising its maker", async ({ request }) => {
  const headers = (await request.get("/")).headers();
  expect(headers).toMatchObject({
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
  });
  expect(headers).not.toHaveProperty("x-powered-by");
});

/** A word that stands in the library of the chart, and nowhere in our own scripts. */
const ofChart = "recharts-cartesian-grid-bg";

inside(
  "the list of events needs at most 275 kB of script, as it travels, and its chart 115 kB after that",
  async ({ page, story }) => {
    await signIn(page, await story.newPerson("engineer"));
    const sizes: Promise<{ size: number; chart: boolean }>[] = [];
    page.on("response", (response) => {
      if (!new URL(response.url()).pathname.endsWith(".js")) return;
      const measured = response.body().then((body) => ({ size: gzipSync(body).length, chart: body.includes(ofChart) }));
      sizes.push(measured);
    });
    await page.goto("/events", { waitUntil: "networkidle" });
    await expect(lines(page).first()).toBeVisible();
    const scripts = await Promise.all(sizes);
    const sum = (chart: boolean) => scripts.reduce((total, one) => total + (one.chart === chart ? one.size : 0), 0);
    expect(sum(false)).toBeGreaterThan(50_000);
    expect(sum(false)).toBeLessThan(275_000);
    expect(sum(true), "the chart is loaded apart, when the list is there").toBeLessThan(115_000);
    const html = await (await page.request.get("/events")).text();
    const first = [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"/g)].map(([, src]) => src ?? "");
    for (const src of first) expect(await (await page.request.get(src)).text()).not.toContain(ofChart);
  },
);
