import { createHash } from "node:crypto";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * A folder for what cannot lie in the clone because the server's account cannot enter it: a clone under /root. Only
 * root ever needs one, so it lies where only root may write. The name is a hash, so that two clones never share one.
 */
export function elsewhere(...key: string[]): string {
  const root = "/var/lib/vouch";
  mkdirSync(root, { recursive: true });
  chmodSync(root, 0o755);
  return join(root, createHash("sha256").update(key.join("\0")).digest("hex").slice(0, 32));
}
