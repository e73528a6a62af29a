/**
 * Password verifiers as PostgreSQL stores them, so that no password stands in a role command, which a server may log.
 *
 *     SCRAM-SHA-256$4096:<b64 salt>$<b64 StoredKey>:<b64 ServerKey>          RFC 5803; keys of RFC 5802 §3
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** `password`: printable ASCII, which SASLprep (RFC 4013) leaves as it is. */
export function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  return `SCRAM-SHA-256$4096:${salt.toString("base64")}$${stored}:${key("Server Key").toString("base64")}`;
}
