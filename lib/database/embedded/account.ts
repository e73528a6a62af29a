import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { Fault } from "../../event/index.ts";

/** The user that the server runs as; empty when it is our own. Fits the options of node:child_process. */
export interface Account {
  uid?: number;
  gid?: number;
}

export const isRoot = process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root. Root lends it the owner of the data when there is data, else `postgres` or
 * `nobody`; nobody is created for it.
 */
export function accountFor(data?: string): Account {
  if (!isRoot) return {};
  const owner = data ? statSync(data, { throwIfNoEntry: false }) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of ["postgres", "nobody"]) {
    const uid = numberOf("-u", name);
    const gid = numberOf("-g", name);
    if (uid && gid) return { uid, gid };
  }
  throw new Fault(
    "unavailable",
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody to run it as. " +
      "Run Vouch as a normal user, or set DATABASE_URL.",
  );
}

function numberOf(flag: "-u" | "-g", name: string): number | undefined {
  try {
    return Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return undefined; // no such user: the next name is tried
  }
}

/** Whether the account may enter the folder or run the program at `path`. */
export function canReach(path: string, account: Account): boolean {
  return account.uid === undefined || spawnSync("test", ["-x", path], account).status === 0;
}
