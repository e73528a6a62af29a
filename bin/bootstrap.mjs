/**
 * The one way in: `node bin/bootstrap.mjs start|dev|test|check|bench|vouch …`. Plain JavaScript without dependencies,
 * because on a fresh clone there is nothing else yet: it checks Node, installs what the lock file names, and then
 * becomes the command, in the same process, so that signals and exit codes are the command's own.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: "start.ts",
  dev: "dev.ts",
  test: "test.ts",
  check: "check.ts",
  bench: "../bench/run.ts",
  vouch: "vouch.ts",
};

const [command = "", ...args] = process.argv.slice(2);
const script = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!script) fail(`Expected one of ${Object.keys(commands).join(", ")}; got "${command}".`, 2);
requireNode(20, 19);
process.chdir(root);
if (installIsDue()) install();
if (process.env.npm_lifecycle_event) await import("./parent.mjs");
await become(join(root, "bin", script), args);

function requireNode(major, minor) {
  const [ours, ourMinor] = process.versions.node.split(".").map(Number);
  if (ours > major || (ours === major && ourMinor >= minor)) return;
  fail(
    `Vouch needs Node ${major}.${minor} or newer; this is ${process.version}. Install a newer Node and try again.`,
    1,
  );
}

/** npm writes down what it installed, last of all: an install is due exactly when that lacks something of the lock file. */
function installIsDue() {
  const wanted = packagesOf(join(root, "package-lock.json"));
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return true;
  return Object.entries(wanted).some(
    ([path, { version, optional }]) => path && !optional && installed[path]?.version !== version,
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined; // never installed, or cut short
    throw error;
  }
}

/** With the development packages, whatever NODE_ENV says: the build needs them. Standard output stays the command's. */
function install() {
  const npm = process.env.npm_execpath; // the npm that runs us, if one does
  const [file, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  console.error("Installing the packages of package-lock.json…");
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const { status } = spawnSync(file, [...first, "ci", "--include=dev", "--no-audit", "--no-fund"], options);
  if (status !== 0) fail("`npm ci --include=dev` failed: its own words are above. Nothing was started.", status ?? 1);
}

async function become(file, rest) {
  const { register } = await import("tsx/esm/api");
  register();
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], file, ...rest];
  await import(pathToFileURL(file).href);
}

function fail(message, code) {
  console.error(message);
  process.exit(code);
}
