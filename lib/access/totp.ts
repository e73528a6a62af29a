/**
 * Codes of an authenticator app (RFC 6238): SHA-1, 6 digits, 30 seconds, which is what every such app understands. The secret
 * has 160 bits (RFC 4226 §4) and is stored sealed:
 *
 *   nonce (12 bytes) ‖ AES-256-GCM ciphertext ‖ tag (16 bytes), under the home's secret "second factors", with what it is for as
 *   additional data
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Home } from "../database/index.ts";
import { Fault, microseconds } from "../event/index.ts";

export const period = 30;

export function newSecret(): Buffer {
  return randomBytes(20);
}

function totpOf(secret: Buffer, label = ""): TOTP {
  const bytes = new Uint8Array(secret).buffer;
  return new TOTP({ issuer: "Vouch", label, secret: new Secret({ buffer: bytes }), digits: 6, period });
}

/** The address that an authenticator reads from the QR code. */
export function addressOfSecret(secret: Buffer, email: string): string {
  return totpOf(secret, email).toString();
}

/** Base32 in groups of four, for typing. */
export function keyOf(secret: Buffer): string {
  return new Secret({ buffer: new Uint8Array(secret).buffer }).base32.replace(/(.{4})(?=.)/g, "$1 ");
}

/**
 * The time step of a code, compared in constant time; undefined where it belongs to none of the present step and the ones beside
 * it, which are accepted for clocks that are up to half a minute wrong (RFC 6238 §5.2).
 */
export function stepOf(secret: Buffer, typed: string, now: string): bigint | undefined {
  const token = typed.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = Number(microseconds(now) / 1000n);
  const delta = totpOf(secret).validate({ token, timestamp, window: 1 });
  return delta === null ? undefined : BigInt(Math.floor(timestamp / 1000 / period) + delta);
}

/** `what` it is for, such as `person/ID`: it opens for nothing else. */
export function sealSecret(home: Home, secret: Buffer, what: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", home.secret("second factors"), nonce);
  cipher.setAAD(Buffer.from(what));
  const text = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]);
}

/** Undefined where the bytes were not sealed here for that. */
export function openSecret(home: Home, sealed: Buffer, what: string): Buffer | undefined {
  if (sealed.length < 12 + 16) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", home.secret("second factors"), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(what));
  decipher.setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The stored secret of a person. Throws `unavailable` where it cannot be opened: another master key, or a changed row. */
export function openStored(home: Home, sealed: Buffer, person: string): Buffer {
  const secret = openSecret(home, sealed, storedFor(person));
  if (secret) return secret;
  throw new Fault(
    "unavailable",
    "The second factor of this account cannot be read. Use a recovery code, or ask an administrator to reset it.",
  );
}

/** What a person's stored secret is sealed for. */
export const storedFor = (person: string) => `person/${person}`;
