/**
 * What differs between two documents: by path, lists by element. Pure. Numbers keep every digit. An element that moved did not
 * change: that the order changed is said once per list. Work is bounded: beyond it there is no answer rather than a late one.
 */
import type { Member, Value } from "./event.ts";

export type Json = null | boolean | string | { number: string } | Json[] | Map<string, Json>;

export type Difference =
  | { kind: "same" }
  | { kind: "replaced"; after: Json }
  | { kind: "members"; members: Map<string, Difference | { kind: "removed" } | { kind: "added"; after: Json }> }
  /** Every element of the list after, in its order: from where it came and how it changed; what came from nowhere was added. */
  | { kind: "items"; items: Item[]; removed: Removed[]; reordered: boolean };

/** An element that is there no more: its place in the list before, and its id as `Item` has it. */
export interface Removed {
  from: number;
  id?: string;
}

export interface Item {
  from?: number;
  /** Nothing for what was added. */
  inner?: Difference;
  after?: Json;
  /** Name and value of the member that tells this element from the others. */
  id?: string;
}

/** Characters of a document that is compared. */
export const largestDocument = 1_500_000;
/** Parts of documents that are looked at in one comparison. */
const mostWork = 400_000;
const deepest = 100;

class TooMuch extends Error {}

/** JSON text, or the members of a document, as a tree; nothing where it is neither, or too deep or large to read. */
export function readDocument(value: Value, type: string): Json | undefined {
  if (Array.isArray(value)) return ofMembers(value, type, 0);
  if (typeof value !== "string" || !/^jsonb?$/i.test(type) || value.length > largestDocument) return undefined;
  try {
    return new Reader(value).whole();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TooMuch) return undefined;
    throw error;
  }
}

const numbers = /^(int|double|decimal|numeric|bigint|smallint|real|float)/i;
function ofMembers(members: Member[], type: string, depth: number): Json | undefined {
  if (depth > deepest) return undefined;
  const each = members.map(({ type: inner, value }): Json => {
    if (Array.isArray(value)) return ofMembers(value, inner, depth + 1) ?? "…";
    return typeof value === "string" && numbers.test(inner) ? { number: value } : value;
  });
  const named = type !== "array" && members.every(({ name }) => name !== undefined);
  return named ? new Map(members.map(({ name }, i) => [name as string, each[i] as Json])) : each;
}

/** RFC 8259, keeping the digits of numbers; of two members of one name the last counts. */
class Reader {
  #at = 0;
  constructor(private readonly text: string) {}

  whole(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.text.length) throw new SyntaxError();
    return value;
  }

  #value(depth: number): Json {
    if (depth > deepest) throw new TooMuch();
    this.#space();
    const first = this.text[this.#at];
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#list(depth);
    if (first === '"') return this.#string();
    const word = this.#match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (word === "null") return null;
    return word === "true" || word === "false" ? word === "true" : { number: word };
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    for (let more = this.#opens("}"); more; more = this.#goesOn("}")) {
      this.#space();
      const name = this.#string();
      this.#space();
      this.#match(/:/y);
      members.set(name, this.#value(depth + 1));
    }
    return members;
  }

  #list(depth: number): Json {
    const items: Json[] = [];
    for (let more = this.#opens("]"); more; more = this.#goesOn("]")) items.push(this.#value(depth + 1));
    return items;
  }

  #opens(end: string): boolean {
    this.#at += 1;
    this.#space();
    if (this.text[this.#at] !== end) return true;
    this.#at += 1;
    return false;
  }

  #goesOn(end: string): boolean {
    this.#space();
    return this.#match(/[,\]}]/y) === "," || (this.text[this.#at - 1] !== end && this.#fail());
  }

  #string(): string {
    return JSON.parse(this.#match(/"(?:[^"\\]|\\.)*"/y)) as string;
  }

  #space() {
    while (/[ \t\n\r]/.test(this.text[this.#at] ?? "")) this.#at += 1;
  }

  #match(form: RegExp): string {
    form.lastIndex = this.#at;
    const [found] = form.exec(this.text) ?? [];
    if (found === undefined) return this.#fail();
    this.#at += found.length;
    return found;
  }

  #fail(): never {
    throw new SyntaxError();
  }
}

/** Nothing where the documents are too large to be compared within the bounds. */
export function differenceOfDocuments(before: Json, after: Json): Difference | undefined {
  try {
    return differ(before, after, { left: mostWork });
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

interface Work {
  left: number;
}

function differ(before: Json, after: Json, work: Work): Difference {
  work.left -= 1;
  if (work.left < 0) throw new TooMuch();
  if (before instanceof Map && after instanceof Map) return differentMembers(before, after, work);
  if (Array.isArray(before) && Array.isArray(after)) return differentItems(before, after, work);
  return textOf(before, work) === textOf(after, work) ? { kind: "same" } : { kind: "replaced", after };
}

function differentMembers(before: Map<string, Json>, after: Map<string, Json>, work: Work): Difference {
  const members: (Difference & { kind: "members" })["members"] = new Map();
  for (const [name, then] of before) {
    const now = after.get(name);
    const inner = now === undefined ? ({ kind: "removed" } as const) : differ(then, now, work);
    if (inner.kind !== "same") members.set(name, inner);
  }
  for (const [name, now] of after) if (!before.has(name)) members.set(name, { kind: "added", after: now });
  return members.size === 0 ? { kind: "same" } : { kind: "members", members };
}

function differentItems(before: Json[], after: Json[], work: Work): Difference {
  const byId = idOf(before, after);
  const keyOf = byId ? (item: Json) => idText(item, byId) : (item: Json) => textOf(item, work);
  const waiting = new Map<string, number[]>();
  before.forEach((item, from) => {
    const key = keyOf(item);
    const queue = waiting.get(key);
    if (queue) queue.push(from);
    else waiting.set(key, [from]);
  });
  for (const queue of waiting.values()) queue.reverse();
  const items = after.map((item): Item => {
    const from = waiting.get(keyOf(item))?.pop();
    const id = byId && `${byId} ${idText(item, byId)}`;
    const inner =
      from === undefined ? undefined : byId ? differ(before[from] as Json, item, work) : ({ kind: "same" } as const);
    return { ...(from === undefined ? { after: item } : { from, inner }), ...(id && { id }) };
  });
  const order = items.flatMap(({ from }) => from ?? []);
  const reordered = order.some((from, at) => at > 0 && from < (order[at - 1] as number));
  const left = [...waiting.values()].flat().sort((a, b) => a - b);
  const removed = byId
    ? left.map((from): Removed => ({ from, id: `${byId} ${idText(before[from] as Json, byId)}` }))
    : paired(before, items, left, work).map((from): Removed => ({ from }));
  const same = !reordered && removed.length === 0 && items.every(({ inner }) => inner?.kind === "same");
  return same ? { kind: "same" } : { kind: "items", items, removed, reordered };
}

/** Without ids the elements that have no equal are taken for one another in their order, where both are made of parts. */
function paired(before: Json[], items: Item[], left: number[], work: Work): number[] {
  const removed: number[] = [];
  const fresh = items.filter(({ from, after }) => from === undefined && isMade(after));
  for (const from of left) {
    const then = before[from] as Json;
    const item = isMade(then) ? fresh.find(({ after }) => Array.isArray(after) === Array.isArray(then)) : undefined;
    if (!item) {
      removed.push(from);
      continue;
    }
    fresh.splice(fresh.indexOf(item), 1);
    item.from = from;
    item.inner = differ(then, item.after as Json, work);
    delete item.after;
  }
  return removed;
}

const isMade = (json: Json | undefined) => json instanceof Map || Array.isArray(json);

/** The member that names each element of both lists, each of them otherwise. */
function idOf(before: Json[], after: Json[]): string | undefined {
  const first = after[0] ?? before[0];
  if (!(first instanceof Map)) return undefined;
  return ["id", "_id", "uuid", "key", "code", "sku", "number", "name"].find((name) =>
    [before, after].every((list) => {
      const ids = new Set(list.map((item) => (item instanceof Map ? idText(item, name) : "")));
      return ids.size === list.length && !ids.has("");
    }),
  );
}

function idText(item: Json, name: string): string {
  const id = item instanceof Map ? item.get(name) : undefined;
  if (typeof id === "string") return id.length > 80 ? "" : id;
  return id && "number" in (id as object) ? (id as { number: string }).number : "";
}

/** The same text for equal values alone; the order of members counts for nothing. */
function textOf(json: Json, work: Work): string {
  work.left -= 1;
  if (work.left < 0) throw new TooMuch();
  if (json instanceof Map) {
    const members = [...json].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${textOf(value, work)}`).join(",")}}`;
  }
  if (Array.isArray(json)) return `[${json.map((item) => textOf(item, work)).join(",")}]`;
  return json !== null && typeof json === "object" ? json.number : JSON.stringify(json);
}
