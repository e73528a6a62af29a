/** The difference of two documents as lines that people read, "address.city: Paris → Lyon". Pure. */
import type { Difference, Json } from "./document.ts";
import { countOf, grouped } from "./reading.ts";

export interface PathChange {
  /** `address.city`, `lines[item 3].price`, `lines[sku MRI-1].price`; empty for the whole. */
  path: string;
  /** `order`: the elements of this list stand in another order. */
  kind: "changed" | "added" | "removed" | "order";
  before?: Json;
  after?: Json;
}

/** Every path at which something differs, in the order of the document. */
export function pathChanges(before: Json, difference: Difference, path = ""): PathChange[] {
  switch (difference.kind) {
    case "same":
      return [];
    case "replaced":
      return [{ path, kind: "changed", before, after: difference.after }];
    case "members":
      return [...difference.members].flatMap(([name, inner]): PathChange[] => {
        const then = (before as Map<string, Json>).get(name) ?? null;
        const place = beneath(path, name);
        if (inner.kind === "removed") return [{ path: place, kind: "removed", before: then }];
        if (inner.kind === "added") return [{ path: place, kind: "added", after: inner.after }];
        return pathChanges(then, inner, place);
      });
    case "items":
      return ofItems(before as Json[], difference, path);
  }
}

function ofItems(
  before: Json[],
  { items, removed, reordered }: Difference & { kind: "items" },
  path: string,
): PathChange[] {
  const place = (at: number, id?: string) => `${path}[${id ?? `item ${grouped(String(at + 1))}`}]`;
  return [
    ...(reordered ? [{ path, kind: "order" as const }] : []),
    ...removed.map(
      ({ from, id }): PathChange => ({ path: place(from, id), kind: "removed", before: before[from] as Json }),
    ),
    ...items.flatMap(({ from, inner, after, id }, at): PathChange[] =>
      from === undefined
        ? [{ path: place(at, id), kind: "added", after: after as Json }]
        : pathChanges(before[from] as Json, inner ?? { kind: "same" }, place(at, id)),
    ),
  ];
}

function beneath(path: string, name: string): string {
  const plain = /^[\p{L}\p{N}_$-]+$/u.test(name);
  return path === "" ? (plain ? name : `“${name}”`) : `${path}.${plain ? name : `“${name}”`}`;
}

/** A part of a document in a few words: its text, or how much it holds. */
export function readPart(json: Json, longest = 300): { text: string; empty?: boolean } {
  if (json === null) return { text: "null", empty: true };
  if (json === "") return { text: "Empty text", empty: true };
  if (typeof json === "boolean") return { text: json ? "true" : "false" };
  if (typeof json === "string") return { text: json.length > longest ? `${cut(json, longest)}…` : json };
  if (!(json instanceof Map) && !Array.isArray(json)) return { text: json.number };
  const size = json instanceof Map ? json.size : json.length;
  if (size === 0) return { text: json instanceof Map ? "Empty object" : "Empty list", empty: true };
  const whole = size <= 12 ? shortly(json) : undefined;
  if (whole !== undefined && whole.length <= longest) return { text: whole };
  return { text: json instanceof Map ? countOf(String(size), "member") : countOf(String(size), "item") };
}

function shortly(json: Json, depth = 0): string {
  if (depth > 3) return "…";
  if (Array.isArray(json)) return json.map((item) => shortly(item, depth + 1)).join(", ");
  if (json instanceof Map) return [...json].map(([name, value]) => `${name}: ${shortly(value, depth + 1)}`).join(", ");
  if (json !== null && typeof json === "object") return json.number;
  return json === null ? "null" : String(json);
}

/** At most so many characters, never half of one. */
export function cut(text: string, length: number): string {
  const end = /[\uD800-\uDBFF]/.test(text[length - 1] ?? "") ? length - 1 : length;
  return text.slice(0, end);
}
