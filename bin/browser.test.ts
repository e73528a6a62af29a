import { describe, expect, test } from "vitest";
import { ensureBrowser, type Machine } from "./browser.ts";

/** A machine on which `present` start, and each command, named by its beginning, brings another one or nothing. */
function machine(present: string[], brings: Record<string, string> = {}, over: Partial<Machine> = {}) {
  const there = new Set(present);
  const ran: string[] = [];
  const run = (command: string, args: string[]) => {
    const line = `${command === process.execPath ? "playwright" : command} ${args.filter((arg) => !arg.endsWith("cli.js")).join(" ")}`;
    ran.push(line);
    for (const [start, path] of Object.entries(brings)) if (line.startsWith(start)) there.add(path);
    return true;
  };
  const made: Machine = {
    env: {} as NodeJS.ProcessEnv,
    isRoot: true,
    bundled: () => "/bundled",
    works: (path) => there.has(path),
    run,
    say: () => {},
    ...over,
  };
  return { made, ran };
}

describe("a browser is", () => {
  test("the one that PW_CHROMIUM names, and no other", () => {
    const env = { PW_CHROMIUM: "/mine" } as unknown as NodeJS.ProcessEnv;
    expect(ensureBrowser(machine(["/mine", "/bundled"], {}, { env }).made)).toBe("/mine");
    expect(() => ensureBrowser(machine(["/bundled"], {}, { env }).made)).toThrow(/PW_CHROMIUM is \/mine/);
  });

  test("Playwright's before the system's, and neither asks for anything", () => {
    const { made, ran } = machine(["/bundled", "/usr/bin/chromium"]);
    expect(ensureBrowser(made)).toBe("/bundled");
    expect(ensureBrowser(machine(["/usr/bin/chromium"]).made)).toBe("/usr/bin/chromium");
    expect(ran).toEqual([]);
  });

  test("else Playwright's download", () => {
    const { made, ran } = machine([], { "playwright install chromium": "/bundled" });
    expect(ensureBrowser(made)).toBe("/bundled");
    expect(ran).toEqual(["playwright install chromium"]);
  });

  test("else Debian's, as root", () => {
    const { made, ran } = machine([], { "apt-get install": "/usr/bin/chromium" });
    expect(ensureBrowser(made)).toBe("/usr/bin/chromium");
    expect(ran.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "playwright install",
      "apt-get --version",
      "apt-get update",
      "apt-get install",
    ]);
  });

  test("else missing, which is a failure that says so; nobody but root asks apt-get", () => {
    expect(() => ensureBrowser(machine([]).made)).toThrow(/apt-get did not bring one/);
    const { made, ran } = machine([], {}, { isRoot: false });
    expect(() => ensureBrowser(made)).toThrow(/need Chromium.*PW_CHROMIUM/);
    expect(ran).toEqual(["playwright install chromium"]);
  });
});
