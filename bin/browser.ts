import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";
import { Fault } from "../lib/event/index.ts";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** What the search needs of the machine; tests give their own. */
export interface Machine {
  env: NodeJS.ProcessEnv;
  isRoot: boolean;
  bundled(): string;
  /** Whether it is there and starts: a browser without its libraries is none. */
  works(path: string): boolean;
  run(command: string, args: string[], env?: NodeJS.ProcessEnv): boolean;
  say(line: string): void;
}

/**
 * The path of a Chromium: PW_CHROMIUM, Playwright's own, the system's; else Playwright's download; else, as root where
 * there is apt-get, Debian's package. Throws `unavailable`: without a browser the tests fail, they are not skipped.
 */
export function ensureBrowser(machine: Machine = thisMachine): string {
  const { env, say, run } = machine;
  if (env.PW_CHROMIUM) {
    if (machine.works(env.PW_CHROMIUM)) return env.PW_CHROMIUM;
    throw new Fault(
      "unavailable",
      `PW_CHROMIUM is ${env.PW_CHROMIUM}, and that does not start. Set it right, or unset it.`,
    );
  }
  const found = findBrowser(machine);
  if (found) return found;

  say("No Chromium on this machine: asking Playwright for its download…");
  const playwright = join(dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")), "cli.js");
  run(process.execPath, [playwright, "install", "chromium"]);
  const downloaded = findBrowser(machine);
  if (downloaded) return downloaded;

  if (machine.isRoot && run("apt-get", ["--version"])) {
    say("That brought no browser that starts: asking apt-get for Debian's…");
    const quiet = { ...env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-q"], quiet);
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], quiet);
    const packaged = findBrowser(machine);
    if (packaged) return packaged;
  }
  throw new Fault(
    "unavailable",
    "The browser tests need Chromium. None was found, Playwright could not download a working one, and " +
      `${machine.isRoot ? "apt-get did not bring one" : "only root could ask apt-get"}. ` +
      "Install Chromium or Chrome, or set PW_CHROMIUM to its path.",
  );
}

function findBrowser(machine: Machine): string | undefined {
  return [machine.bundled(), ...installed].find((path) => machine.works(path));
}

const thisMachine: Machine = {
  env: process.env,
  isRoot: process.getuid?.() === 0,
  bundled: () => chromium.executablePath(),
  works: (path) =>
    existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0,
  run: (command, args, env = process.env) => spawnSync(command, args, { env, stdio: ["ignore", 2, 2] }).status === 0,
  say: (line) => console.log(`browser: ${line}`),
};
