/** A source's address holds a password: it is sealed under the home's master key before it is stored (AES-256-GCM: nonce ‖ ciphertext ‖ tag). */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Home } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";

export function sealAddress(home: Home, source: string, address: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", home.secret("source addresses"), nonce);
  cipher.setAAD(Buffer.from(source));
  return Buffer.concat([nonce, cipher.update(address, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

export function openAddress(home: Home, source: string, sealed: Buffer): string {
  try {
    const decipher = createDecipheriv("aes-256-gcm", home.secret("source addresses"), sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(source));
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new Fault(
      "conflict",
      "Expected to open a source's address with this home's master key, but it was sealed with another. Check VOUCH_HOME.",
      { cause },
    );
  }
}

/** Where a source's database is, without who reads it; undefined where this home cannot open the address. */
export function whereIs(home: Home, source: string, sealed: Buffer): Where | undefined {
  try {
    const { hostname, port, pathname } = new URL(openAddress(home, source, sealed));
    return { host: hostname, port: port || "5432", database: decodeURIComponent(pathname.slice(1)) };
  } catch {
    return undefined;
  }
}

export interface Where {
  host: string;
  port: string;
  database: string;
}
