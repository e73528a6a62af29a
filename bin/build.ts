import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Fault } from "../lib/event/index.ts";
import { run } from "./child.ts";

const inputs = [
  "app",
  "components",
  "drizzle",
  "lib",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

export const next = createRequire(import.meta.url).resolve("next/dist/bin/next");

/** Builds the pages unless the last build was of the same inputs. Answers whether it built. */
export async function ensureBuild(root: string, say: (line: string) => void): Promise<boolean> {
  const stamp = join(root, ".next", "inputs"); // the build clears its folder: a build that fails has none
  const wanted = hashOf(root);
  if (existsSync(join(root, ".next", "BUILD_ID")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted)
    return false;
  say("Building the pages…");
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  delete env.DATABASE_URL; // a page that reads the database while it is built must fail, not bake the data in
  const code = await run({ args: [next, "build"], env }).ended;
  if (code !== 0)
    throw new Fault("unavailable", `The build of the pages failed with code ${code}: its own words are above.`);
  writeFileSync(stamp, wanted);
  return true;
}

function hashOf(root: string): string {
  const hash = createHash("sha256").update(process.version);
  const add = (path: string): void => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found?.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`);
    else if (found && !/\.test\.tsx?$/.test(path))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update("\0");
  };
  for (const input of inputs) add(input);
  return hash.digest("hex");
}
