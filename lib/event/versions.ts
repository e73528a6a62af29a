/**
 * The versions of a record, told by its changes. Every change holds the row as it was before and as it is after, so a state
 * needs no replay from the start, and what happened in between without being recorded shows where two images do not meet. Pure.
 */
import type { Seen, SeenEvent, SeenField, Value } from "./seen.ts";

/** One field of a record as it stood at a moment. */
export interface Held {
  name: string;
  type: string;
  mode: SeenField["mode"];
  seen: Seen;
}

/** A record as it stood. Undefined where a record does not exist. */
export type Image = Held[];

/** The record as a change left it; undefined where it was deleted. */
export function imageAfter({ change }: Pick<SeenEvent, "change">): Image | undefined {
  if (!change || change.operation === "delete" || change.operation === "truncate") return undefined;
  return change.fields.flatMap((field) => held(field, field.after ?? field.value, field.type));
}

/** The record as a change found it; undefined where it did not exist. */
export function imageBefore({ change }: Pick<SeenEvent, "change">): Image | undefined {
  if (!change || change.operation === "insert" || change.operation === "truncate") return undefined;
  return change.fields.flatMap((field) => held(field, field.before ?? field.value, field.typeBefore ?? field.type));
}

function held({ name, mode }: SeenField, seen: Seen | undefined, type: string): Held[] {
  return seen ? [{ name, type, mode, seen }] : [];
}

/** What two neighbouring versions do not agree on, though no change between them is recorded. */
export interface Unexplained {
  /** The record was there when it should not have been, or the other way round. */
  existence?: "returned" | "vanished";
  /** Names of the fields, in the order of the later version. */
  fields: string[];
}

/**
 * Compares how one version left the record with how the next one found it. A field that only one of them has came or went with
 * the table's shape, and of what was erased, omitted or hidden nothing is known here: whoever may compare hidden values
 * hands in images in which they are shown, and shows none of them.
 */
export function unexplainedBetween(left: Image | undefined, found: Image | undefined): Unexplained | undefined {
  if (left && found) {
    const fields = apart(left, found);
    return fields.length > 0 ? { fields } : undefined;
  }
  if (!left && found) return { existence: "returned", fields: [] };
  return left && !found ? { existence: "vanished", fields: [] } : undefined;
}

/** Names of the fields of `found` whose value is known to be another one in `left`. */
export function apart(left: Image, found: Image): string[] {
  const before = new Map(left.map((field) => [field.name, field]));
  return found.flatMap((field) => {
    const other = before.get(field.name);
    return other && sameSide(other.seen, field.seen) === false ? [field.name] : [];
  });
}

/** Whether two sides hold the same; undefined where that cannot be known. */
export function sameSide(a: Seen, b: Seen): boolean | undefined {
  if (a.state === "shown" && b.state === "shown") {
    // a large value stands as its digest in one place and may stand whole in another
    if (Array.isArray(a.value) !== Array.isArray(b.value) && a.value !== null && b.value !== null) return undefined;
    return same(a.value, b.value);
  }
  if (a.state === "hashed" && b.state === "hashed") return a.hash === b.hash;
  const isNull = (side: Seen) => side.state === "shown" && side.value === null;
  if ((a.state === "hashed" && isNull(b)) || (b.state === "hashed" && isNull(a))) return false;
  return undefined;
}

function same(a: Value, b: Value): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  if (a.length !== b.length) return false;
  return a.every((member, at) => {
    const other = b[at];
    return (
      other !== undefined && member.name === other.name && member.type === other.type && same(member.value, other.value)
    );
  });
}

/**
 * Two states side by side, as a change that a comparison shows: an insert or a delete where one of them is none. `differ` names
 * fields that are known to differ although what is shown of them does not tell.
 */
export function betweenImages(
  before: Image | undefined,
  after: Image | undefined,
  differ: ReadonlySet<string> = new Set(),
): NonNullable<SeenEvent["change"]> | undefined {
  if (!before && !after) return undefined;
  if (!before) return { operation: "insert", fields: (after ?? []).map((field) => side(field, "after")) };
  if (!after) return { operation: "delete", fields: before.map((field) => side(field, "before")) };
  const earlier = new Map(before.map((field) => [field.name, field]));
  const names = new Set(after.map(({ name }) => name));
  const fields = after.map((field): SeenField => {
    const was = earlier.get(field.name);
    if (!was) return { ...side(field, "after"), changed: true };
    const { name, type, mode, seen } = field;
    const stayed = sameSide(was.seen, seen) ?? (was.seen.state === seen.state && !differ.has(name));
    if (stayed) return { name, type, mode, changed: false, value: seen };
    return {
      name,
      type,
      mode,
      changed: true,
      before: was.seen,
      after: seen,
      ...(was.type !== type && { typeBefore: was.type }),
    };
  });
  const gone = before
    .filter(({ name }) => !names.has(name))
    .map((field) => ({ ...side(field, "before"), changed: true }));
  return { operation: "update", fields: [...fields, ...gone] };
}

function side({ name, type, mode, seen }: Held, at: "before" | "after"): SeenField {
  return { name, type, mode, [at]: seen };
}

/** The id that a record had until a change gave it another; undefined where its key stayed, or where that cannot be told. */
export function idBefore({ target, change }: Pick<SeenEvent, "target" | "change">): string | undefined {
  if (target?.id === undefined || change?.operation !== "update") return undefined;
  const parts = partsOfKey(target.id);
  const was = parts.map((part) => {
    const stayed = change.fields.some((field) => !field.changed && isText(field.value, part));
    if (stayed) return part;
    const moved = change.fields.find((field) => field.changed && isText(field.after, part));
    return moved?.before?.state === "shown" && typeof moved.before.value === "string" ? moved.before.value : undefined;
  });
  if (!was.every((part) => part !== undefined) || was.every((part, at) => part === parts[at])) return undefined;
  return parts.length === 1 ? was[0] : JSON.stringify(was);
}

/** The texts of a key: one, or those of the list that a composite key is kept as. */
export function partsOfKey(id: string): string[] {
  if (!id.startsWith("[")) return [id];
  try {
    const parts: unknown = JSON.parse(id);
    return Array.isArray(parts) && parts.length > 1 && parts.every((part) => typeof part === "string") ? parts : [id];
  } catch {
    return [id];
  }
}

function isText(seen: Seen | undefined, text: string): boolean {
  return seen?.state === "shown" && seen.value === text;
}
