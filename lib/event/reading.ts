/** Names, numbers and values as people read them. Pure; sentences, tables and comparisons share it. */
import type { Member, Value } from "./event.ts";
import type { SeenEvent } from "./seen.ts";

/** A value as people read it. `empty` is set where there is no value to read. */
export interface Reading {
  text: string;
  empty?: boolean;
}

/** `credit_limit` and `creditLimit` become "credit limit"; an abbreviation stays as it is. */
export function words(name: string): string {
  const spaced = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/[_\s]+/g, " ")
    .trim();
  if (spaced === "") return name;
  return spaced.replace(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase());
}

export function capitalised(phrase: string): string {
  return phrase.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** "customers 10482"; a record without a key is "a row of customers". */
export function recordName(target: SeenEvent["target"]): string {
  if (!target) return "";
  return target.id === undefined ? `a row of ${words(target.type)}` : `${words(target.type)} ${keyText(target.id)}`;
}

/** A composite key is kept as the JSON list of its texts (docs/format.md §2.3). */
export function keyText(id: string): string {
  if (!id.startsWith("[")) return id;
  try {
    const parts: unknown = JSON.parse(id);
    return Array.isArray(parts) ? parts.map(String).join(", ") : id;
  } catch {
    return id;
  }
}

/** Decimal text with a comma between the thousands; anything that is no decimal comes back as it is. */
export function grouped(digits: string): string {
  const match = /^([+-]?)(\d+)(\.\d+)?$/.exec(digits);
  if (!match) return digits;
  const [, sign = "", whole = "", fraction = ""] = match;
  return sign + whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + fraction;
}

export function countOf(count: string, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === "1" ? one : many}`;
}

const numericType =
  /^(smallint|integer|bigint|int[248]?|int32|int64|numeric|decimal|real|double|double precision|float[48]?|decimal128|money)\b/i;
const keyName = /(^|_)(id|uuid|key|code|number|no|zip|postcode|year|port)$/i;
/** The names of the months, January first; three letters of one are its short form. */
export const months = "January February March April May June July August September October November December".split(
  " ",
);

/** How a value reads. Thousands are grouped for quantities alone: a numeric type, and a name that is not a key's. */
export function readValue(value: Value, type: string, name = ""): Reading {
  if (value === null) return { text: "No value", empty: true };
  if (value === "") return { text: "Empty text", empty: true };
  if (typeof value === "boolean") return { text: value ? "Yes" : "No" };
  if (typeof value !== "string") return readMembers(value);
  if (numericType.test(type)) return { text: keyName.test(name) ? value : grouped(value) };
  if (/^bool/i.test(type)) return { text: /^t(rue)?$/i.test(value) ? "Yes" : /^f(alse)?$/i.test(value) ? "No" : value };
  if (/^(date|timestamp)/i.test(type)) return { text: readTime(value) };
  if (/\[\]$/.test(type) && value === "{}") return { text: "Empty list", empty: true };
  return { text: value };
}

function readMembers(members: Member[]): Reading {
  if (members.length === 0) return { text: "Empty list", empty: true };
  const each = members.map((member) => {
    const { text } = readValue(member.value, member.type, member.name);
    return member.name === undefined ? text : `${words(member.name)}: ${text}`;
  });
  return { text: each.join(", ") };
}

/** "2026-09-30" is 30 Sep 2026; a time keeps its digits, and says UTC where it had a zone. */
function readTime(value: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]00(?::?00)?)?)?$/.exec(value);
  if (!match) return value;
  const [, year = "", month = "", day = "", clock, seconds = "", zone] = match;
  const date = `${Number(day)} ${months[Number(month) - 1]?.slice(0, 3) ?? month} ${year}`;
  return clock === undefined ? date : `${date}, ${clock}${seconds}${zone === undefined ? "" : " UTC"}`;
}

/** The items of a list value: a MongoDB array, or the text of a one-dimensional PostgreSQL array. */
export function itemsOf(value: Value, type: string): string[] | undefined {
  if (Array.isArray(value)) {
    return value.map(({ name, type: inner, value: item }) => {
      const { text } = readValue(item, inner, name);
      return name === undefined ? text : `${words(name)}: ${text}`;
    });
  }
  if (typeof value !== "string" || !type.endsWith("[]")) return undefined;
  return itemsOfArrayText(value)?.map((item) => readValue(item, type.slice(0, -2)).text);
}

/** PostgreSQL's array output, `{a,"b c",NULL}`; undefined for what has more than one dimension. */
function itemsOfArrayText(array: string): (string | null)[] | undefined {
  if (array === "{}") return [];
  if (!/^\{[^{]/.test(array) || !array.endsWith("}")) return undefined;
  const items: (string | null)[] = [];
  const item = /"((?:[^"\\]|\\.)*)"|([^",{}]+)/gsy;
  let at = 1;
  while (at < array.length) {
    item.lastIndex = at;
    const match = item.exec(array);
    if (!match) return undefined;
    const [whole, quoted, bare = ""] = match;
    items.push(quoted === undefined ? (bare === "NULL" ? null : bare) : quoted.replace(/\\(.)/gs, "$1"));
    at += whole.length;
    if (array[at] !== "," && array[at] !== "}") return undefined;
    at += 1;
  }
  return items;
}
