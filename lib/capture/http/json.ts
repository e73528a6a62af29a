/**
 * A reader of JSON (RFC 8259) that loses nothing: numbers keep the text that was sent, since a float holds neither every amount
 * nor every id. A name that occurs twice in an object, half a surrogate pair and what nests too deeply are refused: other
 * readers of the same text would understand something else.
 */
import { Fault } from "../../event/index.ts";

/** A number as it was written: `1.10`, `9007199254740993`, `1e400`. */
export class JsonNumber {
  constructor(readonly text: string) {}
}
export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [name: string]: JsonValue;
}

const longestNumber = 400;

/** The value of a text that nests at most `deepest` levels. Throws `invalid` with the place of what cannot be read, never with the text. */
export function readJson(text: string, deepest = 20): JsonValue {
  return new Reader(text, deepest).whole();
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** The same text for the same JSON, however it was spaced and ordered: members by UTF-16 code units, numbers as they were written. */
export function canonicalText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name] as JsonValue)}`).join(",")}}`;
}

const space = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids exactly these
const plain = /[^"\\\u0000-\u001f]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words: [string, true | false | null][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Reader {
  #at = 0;
  constructor(
    readonly text: string,
    readonly deepest: number,
  ) {}

  whole(): JsonValue {
    const value = this.#value(0);
    this.#pass(space);
    if (this.#at < this.text.length) this.#fail("the end");
    return value;
  }

  #value(depth: number): JsonValue {
    this.#pass(space);
    const first = this.text[this.#at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") {
      if (depth === this.deepest) this.#fail(`at most ${this.deepest} levels of lists and objects`);
      this.#at += 1;
      return first === "{" ? this.#object(depth + 1) : this.#list(depth + 1);
    }
    for (const [word, value] of words) if (this.#takes(word)) return value;
    const written = this.#pass(number);
    if (written === "") this.#fail("a value");
    if (written.length > longestNumber) this.#fail(`a number of at most ${longestNumber} characters`);
    return new JsonNumber(written);
  }

  #object(depth: number): JsonObject {
    const object: JsonObject = Object.create(null);
    this.#pass(space);
    if (this.#takes("}")) return object;
    do {
      this.#pass(space);
      if (this.text[this.#at] !== '"') this.#fail("a name in quotation marks");
      const name = this.#string();
      if (name in object) this.#fail("every name once in an object before here");
      this.#pass(space);
      if (!this.#takes(":")) this.#fail("a colon");
      object[name] = this.#value(depth);
      this.#pass(space);
    } while (this.#takes(","));
    if (!this.#takes("}")) this.#fail("a comma or }");
    return object;
  }

  #list(depth: number): JsonValue[] {
    const list: JsonValue[] = [];
    this.#pass(space);
    if (this.#takes("]")) return list;
    do {
      list.push(this.#value(depth));
      this.#pass(space);
    } while (this.#takes(","));
    if (!this.#takes("]")) this.#fail("a comma or ]");
    return list;
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    this.#at += 1;
    for (;;) {
      this.#pass(plain);
      const stop = this.text[this.#at];
      if (stop === '"') break;
      if (stop !== "\\") this.#fail("the end of a text, or an escaped character");
      escaped = true;
      this.#at += 2;
    }
    this.#at += 1;
    const string = escaped ? this.#unescaped(start) : this.text.slice(start + 1, this.#at - 1);
    if (!string.isWellFormed()) this.#fail("whole characters before here, not half a surrogate pair");
    return string;
  }

  #unescaped(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.#at));
    } catch {
      return this.#fail("one of the escapes of JSON before here");
    }
  }

  #takes(text: string): boolean {
    if (!this.text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #pass(form: RegExp): string {
    form.lastIndex = this.#at;
    const [passed = ""] = form.exec(this.text) ?? [];
    this.#at += passed.length;
    return passed;
  }

  #fail(expected: string): never {
    const at = Math.min(this.#at, this.text.length) + 1;
    throw new Fault("invalid", `Expected ${expected} at character ${at}. Send JSON (RFC 8259) in UTF-8.`);
  }
}
