import { expect, test } from "@playwright/test";

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
