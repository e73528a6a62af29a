/**
 * The home of one Vouch: the folder (VOUCH_HOME) that holds what must not lie in the database.
 *
 *   keys/master    32 random bytes; every other secret but the signer's is derived from it (HKDF-SHA-256, RFC 5869)
 *   keys/signer    seed of the Ed25519 key that signs checkpoints
 *   checkpoints/   signed heads, one folder per ledger (docs/format.md §5)
 *
 * Files are readable by their owner alone.
 */
import { hkdfSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Fault } from "../event/index.ts";

export interface Home {
  folder: string;
  /** A secret of 32 bytes for one purpose; learning it reveals neither the master key nor another secret. */
  secret(purpose: SecretPurpose): Buffer;
  /** Seed of the signer's key, made on first use. */
  signerSeed(): Buffer;
  checkpoints(ledger: string): string;
}

export type SecretPurpose =
  | "logins"
  | "disclosures"
  | "keyed hashes"
  | "source addresses"
  | "session cookies"
  | "second factors"
  | "received events"
  | "search terms"
  | "webhooks"
  | "search tokens";

export function openHome(folder = process.env.VOUCH_HOME ?? ".vouch"): Home {
  const place = path.resolve(/* turbopackIgnore: true */ folder); // or the build would trace the whole project
  const keys = path.join(place, "keys");
  try {
    fs.mkdirSync(keys, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new Fault(
      "unavailable",
      `Expected a folder that can be written at VOUCH_HOME, got ${place}, which cannot be. Set VOUCH_HOME to another folder.`,
      { cause },
    );
  }
  const master = secretFile(path.join(keys, "master"));
  const secrets = new Map<SecretPurpose, Buffer>();
  const derive = (purpose: SecretPurpose) => Buffer.from(hkdfSync("sha256", master, "", `vouch/1 ${purpose}`, 32));
  return {
    folder: place,
    secret(purpose) {
      const secret = secrets.get(purpose) ?? derive(purpose);
      secrets.set(purpose, secret);
      return secret;
    },
    signerSeed: () => secretFile(path.join(keys, "signer")),
    checkpoints: (ledger) => path.join(place, "checkpoints", ledger),
  };
}

/** 32 bytes kept in a file as hex; made aside and linked into place, so that two processes starting at once agree. */
function secretFile(file: string): Buffer {
  if (!fs.existsSync(file)) {
    const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    fs.writeFileSync(aside, randomBytes(32).toString("hex"), { mode: 0o600, flush: true });
    try {
      fs.linkSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      fs.unlinkSync(aside);
    }
  }
  const text = fs.readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new Fault(
      "invalid",
      `Expected 64 hexadecimal digits in ${file}, got something else. Restore the file from its copy; without it sealed values cannot be opened.`,
    );
  }
  return Buffer.from(text, "hex");
}
