/**
 * Disclosures and the bindings that stand for them in a leaf. docs/format.md §3, in the manner of SD-JWT (RFC 9901).
 *
 *     {"sha256": b64url(commitment)}          and "length", bytes of the value's text, where the mode is keep
 *     commitment = SHA-256( "vouch/1 disclosure" ‖ 0x00 ‖ JCS([salt, path, type, value]) )
 */
import type { Field, Value } from "../event/index.ts";
import { canonical } from "./canonical.ts";
import { utf8 } from "./encoding.ts";
import { sha256OfText } from "./hash.ts";

export interface Binding {
  /** b64url of the commitment. */
  sha256: string;
  /** Decimal number of bytes of the value's UTF-8 text; only for mode `keep`. */
  length?: string;
}

/** What a side of a field is in the leaf: the value, its binding, or (mode `hash`) its keyed hash. */
export type Side = Value | Binding | { hmac: string };

/** A field as it stands in the leaf, docs/format.md §2.1. */
export interface LeafField extends Omit<Field, "before" | "after" | "value"> {
  before?: Side;
  after?: Side;
  value?: Side;
}

/** The type of one side: that of `before` may be another in an update. docs/format.md §2.1 */
export function typeOf(field: { type: string; typeBefore?: string }, side: "before" | "after" | "value"): string {
  return side === "before" ? (field.typeBefore ?? field.type) : field.type;
}

/** A value that stands beside its leaf. Whoever destroys it has erased the value. */
export interface Disclosure {
  /** b64url of 16 random bytes. */
  salt: string;
  /** JSON Pointer (RFC 6901) of the binding in the leaf. */
  path: string;
  /** The field's type; `text` for texts, `fields` for a whole list of fields. */
  type: string;
  /** For type `fields` the list of leaf fields, whose own bindings have disclosures of their own. */
  value: Value | LeafField[];
  /** Who may see it; not part of the commitment, since the leaf says it. */
  mode: "keep" | "erasable" | "conceal";
}

/** Salts are 16 bytes. */
export const saltLength = 16;

/** The bytes that are hashed for a commitment, docs/format.md §3. */
export function commitmentInput(disclosure: Omit<Disclosure, "mode">): Uint8Array {
  return utf8(commitmentText(disclosure));
}

function commitmentText({ salt, path, type, value }: Omit<Disclosure, "mode">): string {
  return `vouch/1 disclosure\0${canonical([salt, path, type, value])}`;
}

/** The binding of a disclosure. Throws Fault `invalid` where its value cannot be written canonically. */
export function bindingOf(disclosure: Disclosure): Binding {
  const binding: Binding = { sha256: sha256OfText(commitmentText(disclosure)) };
  // the list of fields has no mode of its own, and no length
  if (disclosure.mode === "keep" && disclosure.type !== "fields")
    binding.length = textLength(disclosure.value).toString();
  return binding;
}

/** Whether `disclosure` is the one that `binding` stands for: any other salt, path, type or value does not hold. */
export function bindingHolds(disclosure: Disclosure, binding: Binding): boolean {
  if (sha256OfText(commitmentText(disclosure)) !== binding.sha256) return false;
  return binding.length === undefined || binding.length === textLength(disclosure.value).toString();
}

/** A value as text: strings as they are, booleans, null and lists as their JCS text. */
export function valueText(value: Value | LeafField[]): string {
  return typeof value === "string" ? value : canonical(value);
}

function textLength(value: Value | LeafField[]): number {
  return utf8(valueText(value)).length;
}

/** Whether a kept value is too long to stand in the leaf. docs/format.md §2.1: longer than 4,096 bytes. */
export function isLong(value: Value): boolean {
  if (typeof value === "string" && value.length * 3 <= longestKept) return false;
  if (value === null || typeof value === "boolean") return false;
  return textLength(value) > longestKept;
}

const longestKept = 4096;

/** Whether a side is a binding (or keyed hash): values never are objects. */
export function isBound(side: Side): side is Binding | { hmac: string } {
  return typeof side === "object" && side !== null && !Array.isArray(side);
}
