/**
 * How disclosures are kept: sealed together per entry, under the key of the data subject that the entry is about.
 *
 *   subject   HMAC-SHA-256(secret, "subject" ‖ 0x00 ‖ what the entry is about), so that the table names nobody
 *   key       HMAC-SHA-256(secret, salt of the subject ‖ subject); deleting the salt destroys every value sealed under it
 *   sealed    which salt (8 bytes of its SHA-256) ‖ nonce (12 bytes) ‖ AES-256-GCM ciphertext ‖ tag (16 bytes) of the JSON list
 *             of disclosures [[path, salt, type, value, mode], …], with "ledger/index" as additional data
 *
 * A subject whose salt was destroyed gets a new one when it is heard of again: what was sealed under the old one is erased.
 */
import { createCipheriv, createDecipheriv, createHmac, hash } from "node:crypto";
import { type Event, Fault } from "../event/index.ts";
import type { Disclosure } from "../integrity/index.ts";

type Packed = [path: string, salt: string, type: string, value: Disclosure["value"], mode: Disclosure["mode"]];

/** What an entry is about, as text: the record, or, where there is none, the event itself. */
export function subjectOf(event: Pick<Event, "id" | "source" | "target">): string {
  const { target, source } = event;
  return target?.id === undefined
    ? `event/${event.id}`
    : `record/${source.id}/${target.schema ?? ""}/${target.type}/${target.id}`;
}

/** 32 bytes that stand for a subject in the database. */
export function subjectHash(secret: Buffer, subject: string): Buffer {
  return createHmac("sha256", secret).update(`subject\0${subject}`).digest();
}

function keyOf(secret: Buffer, subject: Buffer, salt: Buffer): Buffer {
  return createHmac("sha256", secret).update(salt).update(subject).digest();
}

function nameOf(salt: Buffer): Buffer {
  return hash("sha256", salt, "buffer").subarray(0, 8);
}

export interface Place {
  ledger: string;
  index: bigint;
}

/** The text that is sealed. */
export function pack(disclosures: Disclosure[]): string {
  return JSON.stringify(disclosures.map((d): Packed => [d.path, d.salt, d.type, d.value, d.mode]));
}

/** Seals what `pack` made. `random` gives bytes that nobody else was given. */
export function seal(
  packed: string,
  place: Place,
  secret: Buffer,
  subject: Buffer,
  salt: Buffer,
  random: (n: number) => Buffer,
): Buffer {
  const nonce = random(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret, subject, salt), nonce);
  cipher.setAAD(Buffer.from(`${place.ledger}/${place.index}`));
  // GCM enciphers byte by byte: nothing is left for the end
  const text = cipher.update(packed, "utf8");
  cipher.final();
  return Buffer.concat([nameOf(salt), nonce, text, cipher.getAuthTag()]);
}

/** The disclosures of an entry by path; none where their salt was destroyed. Throws `conflict` when the bytes are not the ones that were sealed for this place. */
export function unseal(
  sealed: Buffer,
  place: Place,
  secret: Buffer,
  subject: Buffer,
  salt: Buffer,
): Map<string, Disclosure> {
  const shortest = 8 + 12 + 16;
  if (sealed.length >= shortest && !sealed.subarray(0, 8).equals(nameOf(salt))) return new Map();
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(secret, subject, salt), sealed.subarray(8, 20));
    decipher.setAAD(Buffer.from(`${place.ledger}/${place.index}`));
    decipher.setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([decipher.update(sealed.subarray(20, -16)), decipher.final()]).toString("utf8");
    const packed = JSON.parse(text) as Packed[];
    return new Map(packed.map(([path, salt, type, value, mode]) => [path, { path, salt, type, value, mode }]));
  } catch (cause) {
    throw new Fault(
      "conflict",
      `The values kept beside entry ${place.index} are not the ones that were sealed for it, or the home's master key is another one. Verify the ledger, and check VOUCH_HOME.`,
      { cause },
    );
  }
}
