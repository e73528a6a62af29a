/**
 * Checkpoints: C2SP signed notes (c2sp.org/signed-note) whose text is a C2SP tlog-checkpoint. docs/format.md §5.
 *
 *     vouch/0190f7d2-6f1e-7000-8000-000000000001          the origin, also the key's name
 *     7                                                    number of entries
 *     n3Jt…=                                               b64 of the root
 *
 *     — vouch/0190f7d2-6f1e-7000-8000-000000000001 m1d2…   b64 of key id ‖ Ed25519 signature
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { Fault } from "../event/index.ts";
import { b64, fromB64, hex, joinBytes, sameBytes, utf8 } from "./encoding.ts";
import { hashLength, sha256 } from "./hash.ts";

export interface Checkpoint {
  /** UUID of the ledger. */
  ledger: string;
  /** Number of entries. */
  size: bigint;
  /** 32 bytes. */
  root: Uint8Array;
}

export interface VerifierKey {
  name: string;
  /** 4 bytes. */
  id: Uint8Array;
  /** 32 bytes, RFC 8032. */
  publicKey: Uint8Array;
}

export interface SigningKey extends VerifierKey {
  /** 32 bytes, RFC 8032; secret. */
  seed: Uint8Array;
}

/** A note before any signature is believed. */
export interface Note {
  /** What is signed, with its last newline. */
  text: string;
  signatures: { name: string; id: Uint8Array; signature: Uint8Array }[];
}

const ed25519Algorithm = 0x01;
const longestNote = 1_000_000;
const mostSignatures = 100;
const ledgerUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// non-empty, no Unicode spaces, no plus: c2sp.org/signed-note
const keyName = /^[^\s\p{White_Space}+]+$/u;

/** The origin of a ledger's checkpoints, which is also the name of its keys. */
export function originOf(ledger: string): string {
  return `vouch/${ledger}`;
}

/** The signing key of a ledger from 32 random bytes of the caller's. */
export function signingKey(ledger: string, seed: Uint8Array): SigningKey {
  if (seed.length !== 32) throw new Fault("invalid", `Expected 32 random bytes for a key; ${seed.length} came.`);
  const name = originOf(ledger);
  const publicKey = ed25519.getPublicKey(seed);
  return { name, id: keyId(name, publicKey), publicKey, seed };
}

/** The first four bytes of H(name ‖ 0x0A ‖ 0x01 ‖ public key), c2sp.org/signed-note. */
function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(joinBytes(utf8(name), Uint8Array.of(0x0a, ed25519Algorithm), publicKey)).slice(0, 4);
}

/** A verifier key as text: `<name>+<id, 8 hex digits>+<b64 of 0x01 ‖ public key>`. */
export function writeVerifierKey(key: VerifierKey): string {
  return `${key.name}+${hex(key.id)}+${b64(joinBytes(Uint8Array.of(ed25519Algorithm), key.publicKey))}`;
}

/** The inverse of `writeVerifierKey`. Throws Fault `invalid`. */
export function parseVerifierKey(text: string): VerifierKey {
  // b64 has "+" too: only the first two separate
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text) ?? [];
  if (!name || !id || !encoded || !keyName.test(name)) {
    throw new Fault("invalid", "Expected a verifier key <name>+<8 hex digits>+<base64>; this is something else.");
  }
  const bytes = fromB64(encoded);
  const publicKey = bytes.slice(1);
  if (bytes[0] !== ed25519Algorithm || publicKey.length !== 32) {
    throw new Fault("invalid", "Expected a verifier key for Ed25519 (0x01 and 32 bytes); this is for something else.");
  }
  const expected = keyId(name, publicKey);
  if (hex(expected) !== id) {
    throw new Fault(
      "invalid",
      `Expected the key id ${hex(expected)} for this key; ${id} came. Copy the whole key again.`,
    );
  }
  return { name, id: expected, publicKey };
}

/** The three lines that are signed. */
export function checkpointText(checkpoint: Checkpoint): string {
  const text = `${originOf(checkpoint.ledger)}\n${checkpoint.size}\n${b64(checkpoint.root)}\n`;
  parseCheckpoint(text);
  return text;
}

/** The three lines of a checkpoint, strictly: docs/format.md §5. Throws Fault `invalid`. No signature is checked. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", root = "", end, ...more] = text.split("\n");
  const ledger = origin.slice("vouch/".length);
  if (!origin.startsWith("vouch/") || !ledgerUuid.test(ledger) || end !== "" || more.length > 0) {
    throw new Fault("invalid", "Expected a checkpoint of three lines beginning with vouch/ and a ledger's UUID.");
  }
  if (!/^(0|[1-9]\d{0,19})$/.test(size)) {
    throw new Fault(
      "invalid",
      "Expected the number of entries in decimal without leading zeros in a checkpoint's second line.",
    );
  }
  const hash = fromB64(root);
  if (hash.length !== hashLength) {
    throw new Fault(
      "invalid",
      `Expected a root of ${hashLength} bytes in a checkpoint's third line; ${hash.length} came.`,
    );
  }
  return { ledger, size: BigInt(size), root: hash };
}

/** The signed note of a checkpoint. Throws Fault `invalid` where the key is another ledger's. */
export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): string {
  if (key.name !== originOf(checkpoint.ledger)) {
    throw new Fault("invalid", `Expected a key named ${originOf(checkpoint.ledger)}; the key ${key.name} came.`);
  }
  const text = checkpointText(checkpoint);
  const signature = ed25519.sign(utf8(text), key.seed); // RFC 8032 §5.1.6
  return `${text}\n— ${key.name} ${b64(joinBytes(key.id, signature))}\n`;
}

/** Takes a note apart. Throws Fault `invalid` where it is malformed. No signature is checked. */
export function parseNote(note: string): Note {
  const at = note.lastIndexOf("\n\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: c2sp.org/signed-note forbids exactly these
  if (note.length > longestNote || at < 1 || !note.endsWith("\n") || /[\0-\x09\x0b-\x1f]|\p{Surrogate}/u.test(note)) {
    throw new Fault("invalid", "Expected a signed note: text, an empty line, signature lines. This is something else.");
  }
  const lines = note.slice(at + 2).split("\n");
  lines.pop(); // what follows the last newline
  if (lines.length === 0 || lines.length > mostSignatures) {
    throw new Fault("invalid", `Expected 1 to ${mostSignatures} signature lines in a note; ${lines.length} came.`);
  }
  return { text: note.slice(0, at + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): Note["signatures"][number] {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  if (!name || !encoded || !keyName.test(name)) {
    throw new Fault("invalid", "Expected a signature line of the form “— name base64” in a note; another line came.");
  }
  const bytes = fromB64(encoded);
  if (bytes.length < 5) throw new Fault("invalid", "Expected a key id and a signature in a note's signature line.");
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/**
 * The text of a note that at least one of the trusted keys has signed, and the keys that did. Lines of other keys are
 * ignored; one line of a trusted key that does not verify refuses the note (c2sp.org/signed-note). Throws Fault `invalid`.
 */
export function openNote(note: string, trusted: readonly VerifierKey[]): { text: string; signedBy: VerifierKey[] } {
  const { text, signatures } = parseNote(note);
  const signedBy = new Set<VerifierKey>();
  for (const { name, id, signature } of signatures) {
    const key = trusted.find((candidate) => candidate.name === name && sameBytes(candidate.id, id));
    if (!key) continue;
    if (signature.length !== 64 || !verifyEd25519(signature, utf8(text), key.publicKey)) {
      throw new Fault("invalid", `The signature of ${name} does not fit the note. Treat the note as forged.`);
    }
    signedBy.add(key);
  }
  if (signedBy.size === 0) {
    throw new Fault("invalid", "Expected a note signed by a trusted key; none of its signatures is from one.");
  }
  return { text, signedBy: [...signedBy] };
}

function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    // RFC 8032 §5.1.7; without zip215, encodings that RFC 8032 refuses are refused
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false; // a public key that is no point of the curve
  }
}

/** The checkpoint of a note signed by a trusted key of the ledger it names. Throws Fault `invalid`. */
export function openCheckpoint(note: string, trusted: readonly VerifierKey[]): Checkpoint {
  const { text, signedBy } = openNote(note, trusted);
  const checkpoint = parseCheckpoint(text);
  if (!signedBy.some((key) => key.name === originOf(checkpoint.ledger))) {
    throw new Fault(
      "invalid",
      `Expected a signature by a key of ${originOf(checkpoint.ledger)}; only others signed it.`,
    );
  }
  return checkpoint;
}
