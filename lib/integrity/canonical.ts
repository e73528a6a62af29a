/**
 * The canonical form of RFC 8785 (JCS), restricted as in docs/format.md §1: no JSON numbers. Members are sorted by
 * UTF-16 code units (RFC 8785 §3.2.3); strings are written as ECMAScript's JSON.stringify writes them (§3.2.2.2).
 */
import { Fault } from "../event/index.ts";
import { textOf, utf8 } from "./encoding.ts";

export type Json = string | boolean | null | Json[] | { [name: string]: Json };

/** Lists and objects within each other. MongoDB nests 100 deep, which takes two levels each. */
const deepest = 512;

/**
 * The canonical text of `value`. Members that are `undefined` are left out. Throws Fault `invalid` for a number, a lone
 * surrogate, `undefined` elsewhere, or anything else that this restricted JSON does not have.
 */
export function canonical(value: unknown): string {
  return write(value, 0);
}

/** The UTF-8 bytes of `canonical(value)`. */
export function canonicalBytes(value: unknown): Uint8Array {
  return utf8(write(value, 0));
}

function write(value: unknown, depth: number): string {
  if (typeof value === "string") return quote(value);
  if (value === null) return "null";
  if (value === true) return "true";
  if (value === false) return "false";
  if (depth > deepest)
    throw new Fault("invalid", `Expected JSON nested at most ${deepest} deep; this is nested deeper.`);
  if (Array.isArray(value)) {
    let text = "";
    // by index, so that a hole is met as the undefined it is
    for (let i = 0; i < value.length; i++) text += (i > 0 ? "," : "") + write(value[i], depth + 1);
    return `[${text}]`;
  }
  if (typeof value === "object" && isPlain(value)) return writeObject(value as Record<string, unknown>, depth);
  if (typeof value === "number" || typeof value === "bigint") {
    throw new Fault(
      "invalid",
      "Expected JSON without numbers; a number came. Write it as a string of its decimal text.",
    );
  }
  throw new Fault("invalid", `Expected a string, boolean, null, list or object; ${typeof value} came.`);
}

function writeObject(value: Record<string, unknown>, depth: number): string {
  let text = "";
  for (const name of sortedNames(value)) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${(text ? "," : "") + quote(name)}:${write(member, depth + 1)}`;
  }
  return `{${text}}`;
}

/** By UTF-16 code units, as `<` and a sort without a comparison function compare. Few names, or sorted ones, are quicker by hand. */
function sortedNames(value: object): string[] {
  const names = Object.keys(value);
  if (names.length > 16) return names.sort();
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as string;
    let at = i;
    for (; at > 0 && (names[at - 1] as string) > name; at--) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null; // also an object of another realm
}

/** Printable ASCII without quotes and backslashes: stands for itself (RFC 8785 §3.2.2.2). */
const plain = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  if (text.length < 64 && plain.test(text)) return `"${text}"`;
  const quoted = JSON.stringify(text);
  // JSON.stringify escapes lone surrogates, so a text that came out unescaped has none
  if (quoted.length !== text.length + 2 && /\p{Surrogate}/u.test(text)) {
    throw new Fault("invalid", "Expected well-formed Unicode; a string holds half of a surrogate pair.");
  }
  return quoted;
}

/**
 * The value whose canonical form is exactly `bytes`. Throws Fault `invalid` for everything else: invalid UTF-8 or JSON,
 * whitespace, numbers, duplicate members, another order or another spelling.
 */
export function parseCanonical(bytes: Uint8Array): Json {
  const text = textOf(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Fault("invalid", `Expected canonical JSON; these ${bytes.length} bytes are not JSON.`, { cause });
  }
  // a text is canonical exactly if writing it again gives it back; duplicate members would not come back
  if (write(value, 0) !== text) {
    throw new Fault("invalid", "Expected canonical JSON (RFC 8785); this JSON is spelled or ordered in another way.");
  }
  return value as Json;
}
