/** Bytes and text: UTF-8, hex, b64 (RFC 4648 §4, padded) and b64url (§5, unpadded). Decoding accepts one spelling only. */
import { Fault } from "../event/index.ts";

const encoder = new TextEncoder();
// ignoreBOM keeps a byte order mark as the character it is: otherwise two texts would have the same reading
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 of `text`. The caller has made sure that it holds no lone surrogate (`canonical` does). */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Text of UTF-8 `bytes`. Throws Fault `invalid` where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new Fault("invalid", `Expected UTF-8 text; these ${bytes.length} bytes are not.`, { cause });
  }
}

/** The bytes of `parts`, one after the other. */
export function joinBytes(...parts: Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function sameBytes(first: Uint8Array, second: Uint8Array): boolean {
  if (first.length !== second.length) return false;
  for (let i = 0; i < first.length; i++) if (first[i] !== second[i]) return false;
  return true;
}

/** Lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

const shared = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const standard = alphabet(`${shared}+/`);
const urlSafe = alphabet(`${shared}-_`);

/** Twelve bits at a time: every leaf spells many hashes. */
interface Alphabet {
  letters: string;
  pairs: string[];
}

function alphabet(letters: string): Alphabet {
  return { letters, pairs: Array.from({ length: 4096 }, (_, n) => `${letters[n >> 6]}${letters[n & 63]}`) };
}

/** RFC 4648 §4, with padding. */
export function b64(bytes: Uint8Array): string {
  const text = encode(bytes, standard);
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/** RFC 4648 §5, without padding. */
export function b64url(bytes: Uint8Array): string {
  return encode(bytes, urlSafe);
}

/** Bytes of padded b64. Throws Fault `invalid` for anything `b64` would not have written. */
export function fromB64(text: string): Uint8Array {
  return decode(text, standard, b64, "base64 with padding");
}

/** Bytes of unpadded b64url. Throws Fault `invalid` for anything `b64url` would not have written. */
export function fromB64url(text: string): Uint8Array {
  return decode(text, urlSafe, b64url, "base64url without padding");
}

function encode(bytes: Uint8Array, alphabet: Alphabet): string {
  const { pairs, letters } = alphabet;
  const whole = bytes.length - (bytes.length % 3);
  let text = "";
  for (let at = 0; at < whole; at += 3) {
    const three = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
    text += (pairs[three >> 12] as string) + pairs[three & 0xfff];
  }
  if (bytes.length - whole === 1) return text + pairs[(bytes[whole] as number) << 4];
  if (bytes.length - whole === 2) {
    const two = ((bytes[whole] as number) << 8) | (bytes[whole + 1] as number);
    text += (pairs[two >> 4] as string) + letters[(two << 2) & 63];
  }
  return text;
}

function decode(text: string, { letters }: Alphabet, spell: (bytes: Uint8Array) => string, name: string): Uint8Array {
  const body = text.replace(/={1,2}$/, "");
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const character of body) {
    const six = letters.indexOf(character);
    if (six < 0) throw new Fault("invalid", `Expected ${name}; another character occurs in it.`);
    held = ((held & 0xff) << 6) | six;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  if (spell(bytes) !== text) throw new Fault("invalid", `Expected ${name}; this text is spelled in another way.`);
  return bytes;
}
