/**
 * Terms: what an entry can be found by, as numbers. Each text of each search field (lib/event/searchable.ts) is one, and each of its
 * words. A term is a keyed hash, so that whoever has the database without the home's key reads no value out of the index:
 *
 *     term = first 8 bytes, as a signed integer, of HMAC-SHA-256(key, field ‖ 0x00 ‖ folded text)
 *
 * Two texts that share a term by chance, one pair in 2⁶⁴, cost a comparison and never an answer: where a column says it too, the
 * column decides.
 */
import { createHmac } from "node:crypto";
import type { Home } from "../database/index.ts";
import {
  type Event,
  type Field,
  type FieldName,
  fieldNames,
  folded,
  searchField,
  toldFields,
  type Value,
} from "../event/index.ts";

/** Terms of an entry at most; a longer entry is found by its first ones. Every field's come before the words'. */
export const mostTerms = 512;

/** Fields whose texts are terms. Numbers and times are compared, and the entry's number is its place. */
const termFields = fieldNames.filter((name) => !["rows", "entry", "after", "before", "on"].includes(name));

export interface TermMaker {
  /** The term of one text of a field. */
  of(field: FieldName, text: string): bigint;
  /** All terms of an event, ascending. */
  all(event: Event): bigint[];
}

const mostRemembered = 50_000;

export function termMaker(home: Home): TermMaker {
  const key = home.secret("search terms");
  const remembered = new Map<string, bigint>();
  const of = (field: FieldName, text: string): bigint => {
    const named = `${field}\0${folded(text)}`;
    const known = remembered.get(named);
    if (known !== undefined) return known;
    const term = createHmac("sha256", key).update(named).digest().readBigInt64BE(0);
    if (remembered.size >= mostRemembered) remembered.clear(); // cheaper than keeping count of which was used when
    remembered.set(named, term);
    return term;
  };
  const all = (event: Event): bigint[] => {
    const terms = new Set<bigint>();
    for (const field of termFields) {
      for (const text of searchField(field).values(event)) {
        if (terms.size === mostTerms) break;
        terms.add(of(field, text));
      }
    }
    return [...terms].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  };
  return { of, all };
}

/** Numbers and times of a record's fields: before and after, null where a side has none. Times are seconds since 1970. */
export type Measures = Record<string, [before: number | string | null, after: number | string | null]>;

/** Fields of an entry that are measured at most. */
const mostMeasured = 64;

/** Nothing where no field is a number or a time. Exact: a number is its own text. */
export function measuresOf(event: Event): Measures | null {
  const measured: Measures = {};
  let count = 0;
  for (const field of toldFields(event)) {
    const sides = [measureOf(field, "before"), measureOf(field, "after")] as const;
    if (sides[0] === null && sides[1] === null) continue;
    if (++count > mostMeasured) break;
    measured[field.name] = [sides[0], sides[1]];
  }
  return count === 0 ? null : measured;
}

function measureOf(field: Field, side: "before" | "after"): string | null {
  return measureOfText(field[side], (side === "before" ? field.typeBefore : undefined) ?? field.type);
}

const numberForm = /^-?\d{1,40}(\.\d{1,40})?$/;
const numberTypes = /^(smallint|integer|bigint|numeric|decimal|real|double precision|money|int|long|double|number)\b/;
const timeTypes = /^(date|timestamp)/;

function measureOfText(value: Value | undefined, type: string): string | null {
  if (typeof value !== "string") return null;
  if (numberTypes.test(type)) return numberForm.test(value) ? value : null;
  if (!timeTypes.test(type)) return null;
  const time = Date.parse(/\d\d:\d\d/.test(value) && !/(Z|[+-]\d\d(:?\d\d)?)$/.test(value) ? `${value}Z` : value);
  return Number.isNaN(time) ? null : String(time / 1_000);
}
