import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/** What `postmaster.pid` says: PostgreSQL's own lock on a data folder, one fact per line. */
export interface Postmaster {
  pid: number;
  port: number;
  status: "starting" | "stopping" | "ready" | "standby" | "";
}

/** The server that runs on this data folder, if any. A file left by a server that is gone counts as none. */
export function findPostmaster(data: string): Postmaster | undefined {
  const lines = lockLines(data);
  const pid = Number(lines[0]);
  if (!pid || !isPostmaster(pid, data)) return undefined;
  return { pid, port: Number(lines[3]), status: (lines[7] ?? "").trim() as Postmaster["status"] };
}

/**
 * Removes the lock of a server that is gone when its process number now belongs to somebody else, or to a process that
 * is dead and not yet reaped: PostgreSQL would take either for the old server and refuse to start.
 */
export function clearStaleLock(data: string): void {
  const pid = Number(lockLines(data)[0]);
  if (pid && isAlive(pid) && !isPostmaster(pid, data)) rmSync(join(data, "postmaster.pid"), { force: true });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function lockLines(data: string): string[] {
  try {
    return readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

function isPostmaster(pid: number, data: string): boolean {
  return isAlive(pid) && commandOf(pid).includes(` -D ${data} `);
}

function commandOf(pid: number): string {
  try {
    if (existsSync("/proc/self")) return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return ""; // it ended while we looked
  }
}
