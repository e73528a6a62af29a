/**
 * Loaded into every process that we start (`--import`, through NODE_OPTIONS, so into theirs, too): it ends when its parent
 * is gone, or the process that VOUCH_STARTER names. A kill -9 cannot be passed on; this notices it.
 */
import { isMainThread } from "node:worker_threads";

const parent = process.ppid;
const starter = Number(process.env.VOUCH_STARTER ?? 0);
let since = 0;

function check() {
  if (process.ppid === parent && (!starter || starter === process.pid || isAlive(starter))) return;
  if (since === 0) process.kill(process.pid, "SIGTERM");
  since += 1;
  if (since > 24) process.kill(process.pid, "SIGKILL"); // it had 6 seconds to end in order
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

if (isMainThread) setInterval(check, 250).unref();
