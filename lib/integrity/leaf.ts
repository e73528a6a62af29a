/**
 * Leaves: the exact bytes of entries. docs/format.md §1 to §3.
 *
 *     {"event":{…},"format":"vouch/1","ledger":"0190…","nonce":"AAEC…","recordedAt":"2026-11-20T07:03:25.123456Z"}
 */
import {
  type AgentContext,
  type Correlation,
  type Event,
  Fault,
  type Field,
  type Operation,
  type Statement,
  type Value,
} from "../event/index.ts";
import {
  type Binding,
  bindingOf,
  type Disclosure,
  isBound,
  isLong,
  type LeafField,
  type Side,
  saltLength,
  typeOf,
  valueText,
} from "./binding.ts";
import { canonical, canonicalBytes, parseCanonical } from "./canonical.ts";
import { b64url, textOf, utf8 } from "./encoding.ts";
import { hmacSha256 } from "./hash.ts";
import { checkLeaf, checkValue } from "./shape.ts";

/** An event as it stands in the leaf: what may have to be erased is a binding. */
export interface LeafEvent extends Omit<Event, "change" | "statement" | "correlation" | "agent" | "data"> {
  change?: { operation: Operation; fields: LeafField[] | Binding };
  statement?: Omit<Statement, "exact" | "error"> & { exact?: Binding; error?: Binding };
  correlation?: Omit<Correlation, "reason"> & { reason?: Binding };
  agent?: Omit<AgentContext, "reasoning"> & { reasoning?: Binding };
  data?: LeafField[];
}

export interface Leaf {
  format: "vouch/1";
  /** UUID of the ledger. */
  ledger: string;
  /** b64url of 16 random bytes. */
  nonce: string;
  /** UTC, six decimals. */
  recordedAt: string;
  event: LeafEvent;
}

/** What the sequencer adds to an event. */
export interface Seal {
  ledger: string;
  recordedAt: string;
  /** `n` random bytes: from the system's source, but for tests. */
  random: (n: number) => Uint8Array;
  /** The ledger's key for mode `hash`. */
  hashKey: Uint8Array;
}

/** Bytes a leaf may have at most. */
export const longestLeaf = 65_536;

/**
 * Makes the leaf of an event and the disclosures that stand beside it. A leaf that would be too long has its kept values
 * bound, the largest first, and then its list of fields. Throws Fault `invalid` where the event does not have the shape of
 * docs/format.md §2 or is too long even so.
 */
export function makeLeaf(event: Event, seal: Seal): { leaf: Leaf; bytes: Uint8Array; disclosures: Disclosure[] } {
  const nonce = b64url(seal.random(16));
  const desk: Desk = { seal, disclosures: [] };
  const leaf: Leaf = {
    format: "vouch/1",
    ledger: seal.ledger,
    nonce,
    recordedAt: seal.recordedAt,
    event: sealEvent(event, desk),
  };
  checkLeaf(leaf, "");
  const bytes = withinLimit(leaf, desk); // may bind more of the leaf
  return { leaf, bytes, disclosures: desk.disclosures };
}

/** The typed leaf of exact bytes. Throws Fault `invalid` for bytes that are not canonical or not a leaf of `vouch/1`. */
export function readLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > longestLeaf) {
    throw new Fault("invalid", `Expected a leaf of at most ${longestLeaf} bytes; ${bytes.length} came.`);
  }
  const leaf: unknown = parseCanonical(bytes);
  checkLeaf(leaf, "");
  return leaf as Leaf;
}

/**
 * As `readLeaf`, of bytes that have the hash which was stored for them: that they are spelled canonically is not looked at again.
 * For reading many.
 */
export function readHashedLeaf(bytes: Uint8Array): Leaf {
  let leaf: unknown;
  try {
    leaf = JSON.parse(textOf(bytes));
  } catch (cause) {
    throw new Fault("invalid", `Expected a leaf; these ${bytes.length} bytes are not JSON.`, { cause });
  }
  checkLeaf(leaf, "");
  return leaf as Leaf;
}

/** Where one leaf is being made: the seal, and the disclosures made so far. */
interface Desk {
  seal: Seal;
  disclosures: Disclosure[];
}

function bind(desk: Desk, { path, type, value, mode }: Omit<Disclosure, "salt">): Binding {
  const sealed: Disclosure = { salt: b64url(desk.seal.random(saltLength)), path, type, value, mode };
  desk.disclosures.push(sealed);
  return bindingOf(sealed);
}

function sealEvent(event: Event, desk: Desk): LeafEvent {
  const { change, statement, correlation, agent, data, origin } = event;
  const said = origin && saysSomething(origin) ? origin : undefined;
  const unsealed = {
    change: undefined,
    statement: undefined,
    correlation: undefined,
    agent: undefined,
    data: undefined,
  };
  const sealed: LeafEvent = { ...event, ...unsealed, origin: said };
  if (change) {
    const fields = change.fields.map((field, i) => sealField(field, `/event/change/fields/${i}`, desk));
    sealed.change = { ...change, fields };
  }
  if (statement && saysSomething(statement)) {
    const { exact, error, ...open } = statement;
    sealed.statement = open;
    if (exact !== undefined && open.exactMode !== "omit") {
      sealed.statement.exact = bindText(exact, "/event/statement/exact", desk, open.exactMode ?? "erasable");
    }
    if (error !== undefined) sealed.statement.error = bindText(error, "/event/statement/error", desk);
  }
  if (correlation && saysSomething(correlation)) {
    const { reason, ...open } = correlation;
    sealed.correlation = open;
    if (reason !== undefined) sealed.correlation.reason = bindText(reason, "/event/correlation/reason", desk);
  }
  if (agent && saysSomething(agent)) {
    const { reasoning, ...open } = agent;
    sealed.agent = open;
    if (reasoning !== undefined) sealed.agent.reasoning = bindText(reasoning, "/event/agent/reasoning", desk);
  }
  if (data) sealed.data = data.map((field, i) => sealField(field, `/event/data/${i}`, desk));
  return sealed;
}

/** docs/format.md §1: members that have nothing to say are absent. */
function saysSomething(member: object): boolean {
  return Object.values(member).some((value) => value !== undefined);
}

function bindText(value: string, path: string, desk: Desk, mode: "erasable" | "conceal" = "erasable"): Binding {
  if (typeof value !== "string")
    throw new Fault("invalid", `Expected text at ${path} of the event; ${typeof value} came.`);
  return bind(desk, { path, type: "text", value, mode });
}

/** docs/format.md §2.1. Which sides may exist is checked with the whole leaf. */
function sealField(field: Field, path: string, desk: Desk): LeafField {
  const { name, type, typeBefore, mode, changed, before, after, value } = field;
  // of one form for all: copying by spread is several times as slow
  const sealed: LeafField = {
    name,
    type,
    typeBefore,
    mode,
    changed,
    before: undefined,
    after: undefined,
    value: undefined,
  };
  for (const other in field) if (!(other in sealed)) Object.assign(sealed, { [other]: field[other as keyof Field] }); // to be refused
  if (field.mode === "omit") return sealed; // whatever came along, nothing of it is recorded
  if (before !== undefined) sealed.before = sealSide(before, `${path}/before`, typeOf(field, "before"), field, desk);
  if (after !== undefined) sealed.after = sealSide(after, `${path}/after`, field.type, field, desk);
  if (value !== undefined) sealed.value = sealSide(value, `${path}/value`, field.type, field, desk);
  return sealed;
}

function sealSide(value: Value, path: string, type: string, { name, mode }: Field, desk: Desk): Side {
  checkValue(value, type, path);
  switch (mode) {
    case "hash":
      if (value === null) return null;
      // HMAC-SHA-256(key of the ledger, name ‖ 0x00 ‖ value), docs/format.md §2.1
      return {
        hmac: b64url(hmacSha256(desk.seal.hashKey, utf8(`${wellFormed(name)}\0${wellFormed(valueText(value))}`))),
      };
    case "erasable":
    case "conceal":
      return bind(desk, { path, type, value, mode });
    default: // keep; the check of the whole leaf refuses a mode that does not exist
      return isLong(value) ? bind(desk, { path, type, value, mode: "keep" }) : value;
  }
}

function wellFormed(text: string): string {
  canonical(text); // refuses lone surrogates, which UTF-8 would blur
  return text;
}

/** The bytes of the leaf, after binding as much as the limit asks for. */
function withinLimit(leaf: Leaf, desk: Desk): Uint8Array {
  let bytes = canonicalBytes(leaf);
  if (bytes.length <= longestLeaf) return bytes;
  let length = bytes.length;
  for (const kept of keptSides(leaf.event)) {
    if (length <= longestLeaf) break;
    const { field, side, path } = kept;
    const value = field[side] as Value;
    const binding = bind(desk, { path, type: typeOf(field, side), value, mode: "keep" });
    field[side] = binding;
    length += canonical(binding).length - kept.length;
  }
  bytes = canonicalBytes(leaf);
  const { change } = leaf.event;
  if (bytes.length > longestLeaf && change) {
    change.fields = bind(desk, {
      path: "/event/change/fields",
      type: "fields",
      value: change.fields as LeafField[],
      mode: "keep",
    });
    bytes = canonicalBytes(leaf);
  }
  if (bytes.length <= longestLeaf) return bytes;
  throw new Fault(
    "invalid",
    `Expected an event whose leaf has at most ${longestLeaf} bytes; it has ${bytes.length} with every value bound that can be. ` +
      "Shorten the statement's text, its tables or the list in data, or split the event.",
  );
}

/** The kept values that a binding would make shorter, the largest first. `length` is in bytes of JCS. */
function keptSides(event: LeafEvent) {
  const kept: { field: LeafField; side: "before" | "after" | "value"; path: string; length: number }[] = [];
  const lists = [
    { fields: event.change?.fields as LeafField[] | undefined, path: "/event/change/fields" },
    { fields: event.data, path: "/event/data" },
  ];
  for (const { fields, path } of lists) {
    fields?.forEach((field, i) => {
      if (field.mode !== "keep") return;
      for (const side of ["before", "after", "value"] as const) {
        const value = field[side];
        if (value === undefined || isBound(value)) continue;
        const length = canonicalBytes(value).length;
        if (length > longestBinding) kept.push({ field, side, path: `${path}/${i}/${side}`, length });
      }
    });
  }
  return kept.sort((first, second) => second.length - first.length);
}

/** `{"length":"4096","sha256":"<43 characters>"}`: a value in the leaf has no longer length than that of 4 digits. */
const longestBinding = 73;
