import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { next } from "./build.ts";
import { findViolations } from "./imports.ts";

const root = join(import.meta.dirname, "..");
const require = createRequire(import.meta.url);
const program = (name: string, path: string) => join(require.resolve(`${name}/package.json`), "..", path);

/** Next writes the types of the routes, which the pages use; on a clean clone there are none yet. */
const steps = {
  routes: () => runNode(next, "typegen"),
  types: () => runNode(program("typescript", "bin/tsc"), "--noEmit"),
  "lint and format": () => runNode(program("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."),
  imports: checkImports,
};

function runNode(...args: string[]): boolean {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
  if (status !== 0) process.stdout.write(stdout + stderr);
  return status === 0;
}

function checkImports(): boolean {
  const found = findViolations(root);
  for (const { file, line, rule } of found) console.log(`${file}:${line}: ${rule}`);
  return found.length === 0;
}

let failed = 0;
for (const [name, step] of Object.entries(steps)) {
  const began = performance.now();
  const passed = step();
  if (!passed) failed += 1;
  console.log(`check: ${name} ${passed ? "passed" : "FAILED"} (${((performance.now() - began) / 1_000).toFixed(1)} s)`);
}
process.exitCode = failed === 0 ? 0 : 1;
