/**
 * The shape of a leaf, closed: docs/format.md §1 and §2 as checks. What is written is checked as strictly as what is
 * read, since a leaf can never be changed. A failed check says where, what was expected, and what came, never a value.
 */
import {
  actorKinds,
  attributions,
  categories,
  channels,
  Fault,
  type Mode,
  modes,
  type Operation,
  operations,
  sourceKinds,
} from "../event/index.ts";
import { type Binding, isBound, isLong, type LeafField, type Side, typeOf } from "./binding.ts";

/** Where a check is. Undefined in a first pass that only asks whether all is well: to spell every path out would cost more than to check. */
type Path = string | undefined;
type Check = (value: unknown, path: Path) => void;

const within = (path: Path, name: string | number): Path => (path === undefined ? undefined : `${path}/${name}`);

/** Checks without paths, and with them where something is wrong. */
function quickly(check: Check): Check {
  return (value, path) => {
    try {
      check(value, undefined);
    } catch (error) {
      check(value, path);
      throw error;
    }
  };
}

function fail(path: Path, expected: string, came: unknown): never {
  const kind =
    came === null ? "null" : came === undefined ? "nothing" : Array.isArray(came) ? "a list" : `another ${typeof came}`;
  throw new Fault(
    "invalid",
    `Expected ${expected} at ${path || "the top"} of the leaf; ${kind} came. See docs/format.md.`,
  );
}

const text: Check = (value, path) => {
  if (typeof value !== "string") fail(path, "text", value);
};
const like = (pattern: RegExp, expected: string): Check => {
  return (value, path) => {
    if (typeof value !== "string" || !pattern.test(value)) fail(path, expected, value);
  };
};
const oneOf = (words: readonly string[]): Check => {
  return (value, path) => {
    if (!words.includes(value as string)) fail(path, `one of ${words.join(", ")}`, value);
  };
};
const listOf = (check: Check): Check => {
  return (value, path) => {
    if (!Array.isArray(value)) fail(path, "a list", value);
    for (let i = 0; i < value.length; i++) check(value[i], within(path, i));
  };
};
/** An object with exactly these members; names that end in `?` may be absent. */
const object = (members: Record<string, Check>): Check => {
  const checks = new Map<string, Check>();
  const required: string[] = [];
  for (const [name, check] of Object.entries(members)) {
    if (!name.endsWith("?")) required.push(name);
    checks.set(name.replace("?", ""), check);
  }
  return (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) fail(path, "an object", value);
    const object = value as Record<string, unknown>;
    for (const name of Object.keys(object)) {
      if (object[name] === undefined) continue;
      const check = checks.get(name);
      if (!check)
        throw new Fault(
          "invalid",
          `No member “${name}” is known at ${path || "the top"} of the leaf. See docs/format.md.`,
        );
      check(object[name], within(path, name));
    }
    for (const name of required) if (object[name] === undefined) fail(within(path, name), "a value", undefined);
  };
};

const someText = like(/./s, "text that is not empty");
const decimal = like(/^(0|[1-9]\d*)$/, "a decimal number");
const time = like(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/,
  "a UTC time with six decimals",
);
const uuid = like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "a UUID in lower case");
const uuid7 = like(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "a UUID of version 7");
// the last character of b64url carries the bits left over, which are zero
const sixteenBytes = like(/^[\w-]{21}[AQgw]$/, "base64url of 16 bytes");
const hash = like(/^[\w-]{42}[AEIMQUYcgkosw048]$/, "base64url of 32 bytes");

const binding = object({ sha256: hash });
const bindingWithLength = object({ sha256: hash, length: decimal });
const keyedHash = object({ hmac: hash });

/** docs/format.md §1 */
const deepest = 100;

/** A value of docs/format.md §2.2. Throws Fault `invalid`. */
export function checkValue(value: unknown, type: string, path: Path, depth = 1): void {
  if (depth > deepest) fail(path, `at most ${deepest} levels of nested values`, value);
  if (typeof value === "string" || typeof value === "boolean" || value === null) return;
  if (!Array.isArray(value)) fail(path, "text, a boolean, null or a list of members", value);
  if (type !== "array" && type !== "document") fail(path, `a single value for the type ${type}`, value);
  const member = type === "array" ? arrayMember : documentMember;
  for (let i = 0; i < value.length; i++) {
    member(value[i], within(path, i));
    checkValue(value[i].value, value[i].type, within(path, `${i}/value`), depth + 1);
  }
}
const present: Check = () => {};
const arrayMember = object({ type: text, value: present });
const documentMember = object({ name: text, type: text, value: present });

const fieldMembers = object({
  name: text,
  type: text,
  "typeBefore?": text,
  mode: oneOf(modes),
  "changed?": (value, path) => {
    if (typeof value !== "boolean") fail(path, "true or false", value);
  },
  "before?": present,
  "after?": present,
  "value?": present,
});

const sideNames = ["before", "after", "value"] as const;

function sidesAllowed(operation: Operation | "data", changed: boolean | undefined): readonly string[] {
  if (operation === "insert") return ["after"];
  if (operation === "delete") return ["before"];
  if (operation === "update") return changed ? ["before", "after"] : ["value"];
  return operation === "data" ? ["value"] : [];
}

function checkField(value: unknown, path: Path, operation: Operation | "data"): void {
  fieldMembers(value, path);
  const field = value as LeafField;
  if ((field.changed === undefined) === (operation === "update")) {
    fail(within(path, "changed"), operation === "update" ? "true or false" : "nothing but in an update", field.changed);
  }
  if (field.typeBefore !== undefined && (!field.changed || field.typeBefore === field.type)) {
    fail(within(path, "typeBefore"), "nothing unless an update changed the type", field.typeBefore);
  }
  const allowed = field.mode === "omit" ? [] : sidesAllowed(operation, field.changed);
  let sides = 0;
  for (const name of sideNames) {
    const side = field[name];
    if (side === undefined) continue;
    if (!allowed.includes(name)) fail(within(path, name), `nothing (${operation}, mode ${field.mode})`, side);
    checkSide(side, within(path, name), field.mode, typeOf(field, name));
    sides++;
  }
  // a field of a document may come into being or vanish: then a change has one side only
  if (allowed.length > 0 && sides === 0) fail(path, `the side ${allowed.join(" or ")}`, undefined);
}

function checkSide(side: Side, path: Path, mode: Mode, type: string): void {
  if (mode === "hash") {
    if (side !== null) keyedHash(side, path);
  } else if (mode !== "keep") {
    binding(side, path);
  } else if (isBound(side)) {
    bindingWithLength(side, path);
  } else {
    checkValue(side, type, path);
    if (isLong(side)) fail(path, "a binding, since the value is longer than 4,096 bytes", side);
  }
}

/** A list of fields of docs/format.md §2.1. Throws Fault `invalid`. */
export function checkFields(value: unknown, path: Path, operation: Operation | "data"): asserts value is LeafField[] {
  if (!Array.isArray(value)) fail(path, "a list of fields", value);
  if (operation === "truncate" && value.length > 0) fail(path, "an empty list for a truncate", value);
  for (let i = 0; i < value.length; i++) checkField(value[i], within(path, i), operation);
}

const changeMembers = object({ operation: oneOf(operations), fields: present });
const change: Check = (value, path) => {
  changeMembers(value, path);
  const { operation, fields } = value as { operation: Operation; fields: LeafField[] | Binding };
  if (Array.isArray(fields)) checkFields(fields, within(path, "fields"), operation);
  else binding(fields, within(path, "fields"));
};

const partMembers = object({ partOf: someText });
const statementMembers = object({
  id: someText,
  "text?": text,
  "exact?": binding,
  "exactMode?": oneOf(["conceal", "omit"]),
  "tables?": listOf(text),
  "rows?": decimal,
  "error?": binding,
  "duration?": decimal,
});
const statement: Check = (value, path) => {
  const isPart = (value as { partOf?: unknown } | null)?.partOf !== undefined;
  (isPart ? partMembers : statementMembers)(value, path);
  const { exact, exactMode } = value as { exact?: unknown; exactMode?: string };
  if (exactMode && (exact === undefined) !== (exactMode === "omit")) {
    fail(within(path, "exact"), exactMode === "omit" ? "nothing" : "a binding", exact);
  }
};

const principal = { id: text, "name?": text, attribution: oneOf(attributions) };

const event = object({
  id: uuid7,
  type: like(/.\../s, "a namespaced type, noun.verb"),
  category: oneOf(categories),
  occurredAt: time,
  source: object({ id: text, kind: oneOf(sourceKinds), name: text, "position?": text }),
  actor: object({
    ...principal,
    kind: oneOf(actorKinds),
    "onBehalfOf?": object({ ...principal, "kind?": oneOf(actorKinds) }),
  }),
  "origin?": object({
    "channel?": oneOf(channels),
    "login?": text,
    "role?": text,
    "application?": text,
    "address?": text,
    "userAgent?": text,
    "server?": text,
  }),
  "target?": object({ "system?": text, "schema?": text, type: text, "id?": text }),
  "change?": change,
  "statement?": statement,
  "decision?": object({
    outcome: oneOf(["allowed", "denied", "approved"]),
    "rule?": text,
    "policy?": text,
    "request?": text,
    "approvers?": listOf(object({ id: text, "name?": text, at: time, "reason?": text })),
  }),
  "agent?": object({ "model?": text, "run?": text, "prompt?": text, "reasoning?": binding }),
  "correlation?": object({
    "transaction?": text,
    "session?": text,
    "request?": text,
    "ticket?": text,
    "reason?": binding,
  }),
  retention: someText,
  "data?": (value, path) => checkFields(value, path, "data"),
});

const wholeLeaf: Check = object({
  format: like(/^vouch\/1$/, "vouch/1"),
  ledger: uuid,
  nonce: sixteenBytes,
  recordedAt: time,
  event,
});

/** A whole leaf. Throws Fault `invalid`. */
export const checkLeaf: Check = quickly(wholeLeaf);
