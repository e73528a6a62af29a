import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { Fault } from "../../event/index.ts";
import { type Account, accountFor, canReach, isRoot } from "./account.ts";
import { programs } from "./binaries.ts";
import { elsewhere } from "./elsewhere.ts";
import { isAlive } from "./postmaster.ts";

export type ServerVersion = "18" | "17" | "16" | "15" | "14";

/**
 * One server's folder: `data` is PostgreSQL's, beside it stand the superuser's password, the log and the guardian's
 * lease. All of it comes into being at once, by a rename.
 */
export interface Cluster {
  version: ServerVersion;
  folder: string;
  data: string;
  password: string;
  log: string;
  lease: string;
  account: Account;
  bin(name: string): string;
}

const run = promisify(execFile);

/** Where the server of this home is, or would be. Makes the home, but no server. */
export function placeCluster(home: string, version: ServerVersion): Cluster {
  const folder = clusterFolder(home, version);
  const account = accountFor(join(folder, "data"));
  if (!canReach(dirname(folder), account)) {
    throw new Fault(
      "unavailable",
      `The database in ${folder} was made where the user it runs as (${account.uid}) could enter, and now it cannot. ` +
        `Give that user access to ${dirname(folder)} again.`,
    );
  }
  const native = programs(version, account);
  return {
    version,
    folder,
    data: join(folder, "data"),
    password: join(folder, "password"),
    log: join(folder, "server.log"),
    lease: join(folder, "lease.json"),
    account,
    bin: (name) => join(native, "bin", name),
  };
}

/** In the home, unless the server's account cannot enter it. Where data already lies is where it stays. */
function clusterFolder(home: string, version: ServerVersion): string {
  mkdirSync(home, { recursive: true });
  const real = realpathSync(home);
  const inside = join(real, `postgres-${version}`);
  if (!isRoot || existsSync(inside)) return inside;
  const outside = elsewhere("data", real, version, identity(real));
  return existsSync(outside) || !canReach(real, accountFor()) ? outside : inside;
}

/** A home that was deleted and made again at the same path is another home, and must not find the old one's data. */
function identity(home: string): string {
  const file = join(home, "id");
  if (!existsSync(file)) {
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, randomBytes(16).toString("hex"), { mode: 0o600 });
    if (!existsSync(file)) renameSync(aside, file);
  }
  return readFileSync(file, "utf8");
}

/** Makes the data folder unless it is there: aside and renamed into place, so that a killed first start leaves none. */
export async function ensureCluster(cluster: Cluster, durable: boolean): Promise<void> {
  if (existsSync(cluster.folder)) return assertReadable(cluster);
  sweepAbandoned(cluster.folder);
  const aside = `${cluster.folder}.init-${process.pid}-${randomBytes(4).toString("hex")}`;
  const data = join(aside, "data");
  const password = join(aside, "password");
  mkdirSync(aside, { mode: 0o700 });
  writeFileSync(password, randomBytes(24).toString("base64url"), { mode: 0o600 });
  for (const path of [aside, password]) give(path, cluster.account);
  const locale = ["--locale=C", "-E", "UTF8"];
  if (Number(cluster.version) >= 17) locale.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  const access = ["-U", "postgres", "-A", "scram-sha-256", `--pwfile=${password}`];
  const manner = ["--data-checksums", "--no-instructions", ...(durable ? [] : ["--no-sync"])];
  try {
    const options = { ...cluster.account, cwd: aside, env: serverEnvironment() };
    await run(cluster.bin("initdb"), ["-D", data, ...access, ...locale, ...manner], options);
    renameSync(aside, cluster.folder);
  } catch (cause) {
    rmSync(aside, { recursive: true, force: true });
    if (existsSync(cluster.folder)) return; // another start was quicker: its cluster is the one
    const said = (cause as { stderr?: string }).stderr?.trim() ?? String(cause);
    throw new Fault("unavailable", `PostgreSQL could not make a database in ${cluster.folder}: ${said}`, { cause });
  }
}

/** PostgreSQL takes many settings out of the environment (PGDATA, PGPORT, LC_ALL…): ours must not meet somebody's. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH = "/usr/bin:/bin" } = process.env;
  return { NODE_ENV, PATH, LC_ALL: "C", TZ: "UTC" };
}

/** Deletes a server's folder with all its data, wherever it lies. The server must not run. */
export function removeCluster(home: string, version: ServerVersion): void {
  if (existsSync(home)) rmSync(clusterFolder(home, version), { recursive: true, force: true });
}

function assertReadable(cluster: Cluster): void {
  try {
    readFileSync(cluster.password);
  } catch (cause) {
    throw new Fault(
      "unavailable",
      `The database in ${cluster.folder} belongs to another user. Start Vouch as that user, ` +
        "or set VOUCH_HOME to a folder of your own.",
      { cause },
    );
  }
}

function give(path: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
}

function sweepAbandoned(folder: string): void {
  const prefix = `${basename(folder)}.init-`;
  for (const name of readdirSync(dirname(folder))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    rmSync(join(dirname(folder), name), { recursive: true, force: true });
  }
}
