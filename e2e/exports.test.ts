/** A person exports what a search found, goes elsewhere, comes back, and takes away a file that is what its certificate says. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { secret } from "./story.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, signIn, sizes, test } from "./vouch.ts";

/** Asks for an export of the search that is open; returns its number. */
async function askFor(page: Page): Promise<string> {
  await page.getByRole("button", { name: /^Export th.* \(CSV\)$/ }).click();
  const link = page.getByRole("link", { name: /^See export \d+$/ });
  await expect(link).toBeVisible();
  return ((await link.textContent()) ?? "").replace("See export ", "");
}

async function download(page: Page, name: RegExp): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  const came = await coming;
  return { name: came.suggestedFilename(), bytes: await readFile(await came.path()) };
}

test("exported, left alone, found again, downloaded, and checked against its certificate", async ({
  page,
  story,
  quiet,
}) => {
  await signIn(page, await story.newPerson("compliance"));
  await page.goto("/events?record=customers");
  const number = await askFor(page);
  await page.goto("/");
  await page.goto("/exports");
  const line = page.getByRole("listitem", { name: `Export ${number}`, exact: true });
  await expect(line).toContainText("Made", { timeout: 20_000 });
  await expect(line).toContainText(/\d+ lines from \d+ entries/);
  await expectAccessible(page);

  await line.getByRole("link", { name: `Export ${number}`, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    new RegExp(`^Export ${number} holds \\d+ lines from`),
  );
  const file = await download(page, /^Download the CSV/);
  expect(file.name).toBe(`vouch-export-${number}.csv`);
  const digest = createHash("sha256").update(file.bytes).digest("hex");
  await expect(page.getByText(digest, { exact: true })).toBeVisible();
  const rows: Record<string, string>[] = parse(file.bytes, { bom: true, columns: true });
  const limits = rows.filter((row) => row.Field === "credit_limit" && row.Before === "5000.00");
  expect(limits.map((row) => row.After)).toEqual(["50000.00"]);
  const concealed = rows.filter((row) => row.Field === "ssn" && row["Before is"] === "concealed");
  expect(concealed.length).toBeGreaterThan(0);
  for (const hidden of [secret.before, secret.after]) expect(file.bytes.includes(hidden)).toBe(false);

  const certificate = await download(page, /^Download the certificate/);
  expect(certificate.name).toBe(`vouch-export-${number}.certificate.json`);
  const read = JSON.parse(certificate.bytes.toString("utf8"));
  expect(read.file.sha256).toBe(digest);
  expect(read.counted.entries).toBe(String(new Set(rows.map((row) => row.Entry)).size));
  await expectAccessible(page);

  // somebody else's is not for an auditor, and what nobody may have is not handed out by its address either
  const auditor = await story.newPerson("auditor");
  quiet.expect(/403/);
  await page.context().clearCookies();
  await signIn(page, auditor);
  expect((await page.request.get(`/api/exports/${number}/file`)).status()).toBe(403);
  await page.goto(`/exports/${number}`);
  await expect(page.getByText("somebody else's")).toBeVisible();
});

test("on a phone: asked for, and its certificate read", async ({ page, story }) => {
  await page.setViewportSize(sizes.narrow);
  await signIn(page, await story.newPerson("auditor"));
  await page.goto("/exports");
  await expect(page.getByText("Nothing has been exported")).toBeVisible();
  await page.goto("/events?record=line_items");
  const number = await askFor(page);
  await page.getByRole("link", { name: `See export ${number}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/holds 1 line from/, { timeout: 20_000 });
  await expect(page.getByRole("heading", { name: "What this does not show" })).toBeVisible();
  await expectNoSidewaysScroll(page);
});
