/** What a reader may know of a leaf: its bindings replaced by what the disclosures at hand and the modes allow. */
import { Fault, type Operation, type Seen, type SeenEvent, type SeenField, type Value } from "../event/index.ts";
import { type Binding, bindingHolds, type Disclosure, isBound, type LeafField, typeOf } from "./binding.ts";
import type { Leaf } from "./leaf.ts";
import { checkFields } from "./shape.ts";

export interface Sight {
  /** Paths of concealed values to show, or `true` for all of them; for Reveal only. */
  reveal?: ReadonlySet<string> | true;
}

/**
 * The event of a leaf as somebody may see it. `disclosures` are by path; one that is not there counts as erased. A list of
 * fields whose disclosure is gone is seen as one field `fields` that is erased. Throws Fault `conflict` where a disclosure is
 * not the one that the leaf binds: somebody has changed it.
 */
export function seeEvent(leaf: Leaf, disclosures: ReadonlyMap<string, Disclosure>, sight: Sight = {}): SeenEvent {
  const look: Look = { disclosures, ...sight };
  const { change, statement, correlation, agent, data, ...seen } = leaf.event;
  const event: SeenEvent = seen;
  if (change) event.change = { operation: change.operation, fields: seeFields(change, look) };
  if (statement) {
    const { exact, error, ...open } = statement;
    event.statement = open;
    if (open.exactMode === "omit") event.statement.exact = { state: "omitted" };
    if (exact) event.statement.exact = seeExact(exact, open.exactMode === "conceal", look);
    if (error) event.statement.error = seeText(error, "/event/statement/error", look);
  }
  if (correlation) {
    const { reason, ...open } = correlation;
    event.correlation = open;
    if (reason) event.correlation.reason = seeText(reason, "/event/correlation/reason", look);
  }
  if (agent) {
    const { reasoning, ...open } = agent;
    event.agent = open;
    if (reasoning) event.agent.reasoning = seeText(reasoning, "/event/agent/reasoning", look);
  }
  if (data) event.data = data.map((field, i) => seeField(field, `/event/data/${i}`, "data", look));
  return event;
}

interface Look extends Sight {
  disclosures: ReadonlyMap<string, Disclosure>;
}

function seeFields(change: NonNullable<Leaf["event"]["change"]>, look: Look): SeenField[] {
  const path = "/event/change/fields";
  let { fields } = change;
  if (!Array.isArray(fields)) {
    const disclosure = find(fields, path, "fields", look);
    if (!disclosure) return [{ name: "fields", type: "fields", mode: "keep", value: { state: "erased" } }];
    const list: unknown = disclosure.value;
    checkFields(list, path, change.operation);
    fields = list;
  }
  return fields.map((field, i) => seeField(field, `${path}/${i}`, change.operation, look));
}

function seeField(field: LeafField, path: string, operation: Operation | "data", look: Look): SeenField {
  const { before, after, value, ...rest } = field;
  const seen: SeenField = rest;
  if (field.mode === "omit") {
    const omitted: Seen = { state: "omitted" };
    if (operation === "delete" || field.changed) seen.before = omitted;
    if (operation === "insert" || field.changed) seen.after = omitted;
    if (operation === "data" || field.changed === false) seen.value = omitted;
    return seen;
  }
  if (before !== undefined) seen.before = seeSide(field, "before", path, look);
  if (after !== undefined) seen.after = seeSide(field, "after", path, look);
  if (value !== undefined) seen.value = seeSide(field, "value", path, look);
  return seen;
}

function seeSide(field: LeafField, name: "before" | "after" | "value", fieldPath: string, look: Look): Seen {
  const side = field[name] ?? null;
  if (!isBound(side)) return { state: "shown", value: side };
  if ("hmac" in side) return { state: "hashed", hash: side.hmac };
  const path = `${fieldPath}/${name}`;
  if (field.mode === "conceal" && look.reveal !== true && !look.reveal?.has(path)) return { state: "hidden" };
  return show(find(side, path, typeOf(field, name), look));
}

function seeText(binding: Binding, path: string, look: Look): Seen {
  return show(find(binding, path, "text", look));
}

function seeExact(binding: Binding, concealed: boolean, look: Look): Seen {
  const path = "/event/statement/exact";
  const hidden = concealed && look.reveal !== true && !look.reveal?.has(path);
  return hidden ? { state: "hidden" } : seeText(binding, path, look);
}

function show(disclosure: Disclosure | undefined): Seen {
  return disclosure ? { state: "shown", value: disclosure.value as Value } : { state: "erased" };
}

function find(binding: Binding, path: string, type: string, look: Look): Disclosure | undefined {
  const disclosure = look.disclosures.get(path);
  if (!disclosure) return undefined;
  if (disclosure.path !== path || disclosure.type !== type || !bindingHolds(disclosure, binding)) {
    throw new Fault(
      "conflict",
      `The value kept for ${path} is not the one that the leaf binds: it was changed. Do not rely on it; verify the ledger.`,
    );
  }
  return disclosure;
}
