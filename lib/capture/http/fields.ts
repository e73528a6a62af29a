/** Free JSON as fields of an event (docs/format.md §2.1), and how each is treated. */
import type { Change, Field, Member, Mode, Value } from "../../event/index.ts";
import { modeOfName } from "../fields.ts";
import { canonicalText, isObject, JsonNumber, type JsonObject, type JsonValue } from "./json.ts";
import { limits } from "./limits.ts";
import { Refusal } from "./problem.ts";

/** From the most open to the strictest. */
const strictness = ["keep", "erasable", "conceal", "hash", "omit"] as const satisfies Mode[];
type Wishes = Partial<Record<string, Mode>>;

export function dataFields(data: JsonObject, wishes: Wishes): Field[] {
  const names = Object.keys(data);
  within(names.length, limits.fields.data, "/data");
  return names.map((name) => {
    const value = data[name] as JsonValue;
    const field: Field = { name, type: typeOf(value), mode: modeOf(name, [value], wishes) };
    return field.mode === "omit" ? field : { ...field, value: fieldValue(value) };
  });
}

interface SentChange {
  operation: Change["operation"];
  before?: JsonObject;
  after?: JsonObject;
}

/** Throws `invalid` where the sides are not those that the operation has. */
export function changeOf({ operation, before, after }: SentChange, wishes: Wishes): Change {
  const expected = sides[operation];
  for (const [side, given] of [
    ["before", before],
    ["after", after],
  ] as const) {
    if ((given !== undefined) === expected.includes(side)) continue;
    const detail = `Expected ${expected.join(" and ") || "neither before nor after"} in a change by ${operation}.`;
    throw new Refusal("invalid", detail, [{ pointer: `/change/${side}`, detail }]);
  }
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  within(names.length, limits.fields.change, "/change");
  return {
    operation,
    fields: names.map((name) => changedField(name, operation, before?.[name], after?.[name], wishes)),
  };
}

const sides: Record<Change["operation"], ("before" | "after")[]> = {
  insert: ["after"],
  delete: ["before"],
  update: ["before", "after"],
  truncate: [],
};

/** A field that only one side of an update has came into being, or went. */
function changedField(
  name: string,
  operation: Change["operation"],
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  wishes: Wishes,
): Field {
  const values = [before, after].filter((value) => value !== undefined);
  const latest = after ?? before ?? null;
  const field: Field = { name, type: typeOf(latest), mode: modeOf(name, values, wishes) };
  if (operation === "update" && before !== undefined && after !== undefined) {
    field.changed = canonicalText(before) !== canonicalText(after);
    if (typeOf(before) !== field.type) field.typeBefore = typeOf(before);
  } else if (operation === "update") field.changed = true;
  if (field.mode === "omit") return field; // a secret does not even wait in the inbox
  if (field.changed === false) return { ...field, value: fieldValue(latest) };
  if (before !== undefined) field.before = fieldValue(before);
  if (after !== undefined) field.after = fieldValue(after);
  return field;
}

export function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return "text";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof JsonNumber) return "numeric";
  return Array.isArray(value) ? "array" : "document";
}

export function fieldValue(value: JsonValue): Value {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return value.map((item) => member(item));
  if (isObject(value)) return Object.entries(value).map(([name, inner]) => ({ name, ...member(inner) }));
  return value;
}

function member(value: JsonValue): Member {
  return { type: typeOf(value), value: fieldValue(value) };
}

/** The strictest of what its name says, the names within it say and its values are; a wish may only be stricter. */
function modeOf(name: string, values: JsonValue[], wishes: Wishes): Mode {
  const modes: Mode[] = [modeOfName(name) ?? "keep", ...values.map(modeOfValue)];
  const byDefault = modes.reduce(stricter);
  const wish = Object.hasOwn(wishes, name) ? wishes[name] : undefined;
  if (wish === undefined) return byDefault;
  if (stricter(wish, byDefault) === wish) return wish;
  const detail = `Expected ${byDefault} or something stricter for this field, got ${wish}. From the most open: ${strictness.join(", ")}.`;
  throw new Refusal("invalid", detail, [{ pointer: `/fields/${escaped(name)}`, detail }]);
}

/** Text may be about a person, so that it can be erased; numbers and yes or no are kept. */
function modeOfValue(value: JsonValue): Mode {
  if (typeof value === "string") return "erasable";
  if (Array.isArray(value)) return value.map(modeOfValue).reduce(stricter, "keep");
  if (!isObject(value)) return "keep";
  return Object.entries(value)
    .flatMap(([name, inner]) => [modeOfName(name) ?? "keep", modeOfValue(inner)] as Mode[])
    .reduce(stricter, "keep");
}

function stricter(one: Mode, other: Mode): Mode {
  return strictness.indexOf(one) > strictness.indexOf(other) ? one : other;
}

/** A name as a part of a JSON Pointer (RFC 6901 §3). */
export function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function within(count: number, most: number, pointer: string): void {
  if (count <= most) return;
  const detail = `Expected at most ${most} fields, got ${count}. Send fewer, or put some of them into one.`;
  throw new Refusal("invalid", detail, [{ pointer, detail }]);
}
