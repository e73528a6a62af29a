/** What a browser that has never been here loads, and how long it takes until the page can be used. */
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "@playwright/test";
import { ensureBrowser } from "../../bin/browser.ts";
import type { Visitor } from "./walk.ts";

export interface Loaded {
  address: string;
  /** Bytes of its scripts, gzipped. */
  script: number;
  /** Milliseconds from the navigation until React has taken the page over, the median of three. */
  usable: number;
}

export async function loadPages(url: string, [first]: Visitor[], addresses: string[]): Promise<Loaded[]> {
  const sandbox = process.getuid?.() !== 0; // Chromium refuses its sandbox as root
  const browser = await chromium.launch({ executablePath: ensureBrowser(), chromiumSandbox: sandbox });
  try {
    const loaded: Loaded[] = [];
    for (const address of addresses) {
      const times = [];
      for (let n = 0; n < 3; n++) times.push(await load(browser, url, address, first?.cookie ?? ""));
      times.sort((one, other) => one.usable - other.usable);
      loaded.push(times[1] as Loaded);
    }
    return loaded;
  } finally {
    await browser.close();
  }
}

async function load(browser: Browser, url: string, address: string, cookie: string): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (address !== "/signin")
    await context.addCookies(
      cookie.split("; ").map((pair) => {
        const at = pair.indexOf("=");
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
      }),
    );
  const page = await context.newPage();
  const scripts: Promise<number>[] = []; // what comes when the page is closed already counts nothing
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js"))
      scripts.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      );
  });
  await page.goto(url + address, { waitUntil: "commit" });
  // what can be clicked has React's handlers from the moment on in which React took it over
  const taken = await page.waitForFunction(
    () =>
      [...document.querySelectorAll("main a, main button, main input")].some((one) =>
        Object.keys(one).some((key) => key.startsWith("__reactProps")),
      ) && performance.now(),
    undefined,
    { polling: "raf" },
  );
  const usable = Number(await taken.jsonValue());
  await page.waitForLoadState("networkidle");
  const script = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return { address, script, usable };
}
