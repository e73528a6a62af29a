/**
 * SHA-256 and the hashes of docs/format.md §4. `‖` joins bytes; H is SHA-256 (FIPS 180-4).
 *
 *     leaf hash  = H(0x00 ‖ leaf)                         RFC 6962 §2.1
 *     node hash  = H(0x01 ‖ left ‖ right)                 RFC 6962 §2.1
 *     chain[i]   = H(0x02 ‖ chain[i-1] ‖ leaf hash[i])
 *     chain[-1]  = H("vouch/1 ledger" ‖ 0x00 ‖ ledger UUID)
 */
import { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
import { Fault } from "../event/index.ts";
import { b64url, hex, joinBytes, utf8 } from "./encoding.ts";

/** Bytes of a SHA-256 hash. */
export const hashLength = 32;

type Sha256 = (data: Uint8Array) => Uint8Array;
/** b64url of the SHA-256 of a text's UTF-8. */
type Sha256OfText = (text: string) => string;

const portableSha256OfText: Sha256OfText = (text) => b64url(installed(utf8(text)));

let installed: Sha256 = portableSha256;
let installedOfText = portableSha256OfText;

/**
 * Replaces the portable SHA-256 by a faster one, for the whole process; called once at start, in Node with
 * `(data) => crypto.hash("sha256", data, "buffer")` and `(text) => crypto.hash("sha256", text, "base64url")`. Throws Fault
 * `invalid` if it is not SHA-256.
 */
export function installSha256(fast: Sha256, fastOfText: Sha256OfText = portableSha256OfText): void {
  // FIPS 180-4, the example "abc"
  const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const spelled = "ä€😀"; // of two, three and four bytes
  if (hex(fast(utf8("abc"))) !== known || fastOfText(spelled) !== b64url(fast(utf8(spelled)))) {
    throw new Fault(
      "invalid",
      "The function given to installSha256 is not SHA-256. Give one that hashes bytes to 32 bytes.",
    );
  }
  installed = fast;
  installedOfText = fastOfText;
}

/** SHA-256 of `data`: 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return installed(data);
}

/** b64url of the SHA-256 of UTF-8(text), which holds no lone surrogate (`canonical` makes sure). */
export function sha256OfText(text: string): string {
  return installedOfText(text);
}

/** H(0x00 ‖ leaf), RFC 6962 §2.1. `leaf` is the exact bytes of a leaf. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const data = new Uint8Array(1 + leaf.length); // 0x00 ‖ leaf
  data.set(leaf, 1);
  return installed(data);
}

/** H(0x01 ‖ left ‖ right), RFC 6962 §2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return hashPair(0x01, left, right);
}

/** chain[i] = H(0x02 ‖ chain[i-1] ‖ leaf hash[i]), docs/format.md §4. */
export function chainStep(previous: Uint8Array, leaf: Uint8Array): Uint8Array {
  return hashPair(0x02, previous, leaf);
}

/** chain[-1] = H("vouch/1 ledger" ‖ 0x00 ‖ ledger UUID), docs/format.md §4. */
export function chainStart(ledger: string): Uint8Array {
  return installed(utf8(`vouch/1 ledger\0${ledger}`));
}

function hashPair(prefix: number, first: Uint8Array, second: Uint8Array): Uint8Array {
  const data = new Uint8Array(1 + first.length + second.length);
  data[0] = prefix;
  data.set(first, 1);
  data.set(second, 1 + first.length);
  return installed(data);
}

/** HMAC-SHA-256 (RFC 2104): 32 bytes. Its own few lines, so that it uses the installed SHA-256. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? installed(key) : key);
  const inner = installed(
    joinBytes(
      block.map((byte) => byte ^ 0x36),
      message,
    ),
  ); // H(K ⊕ ipad ‖ message)
  return installed(
    joinBytes(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  ); // H(K ⊕ opad ‖ inner)
}
