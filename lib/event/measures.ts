/** Numbers and times of a record's fields, by which entries are compared. Pure. */
import type { Event, Field, Value } from "./event.ts";
import { toldFields } from "./searchable.ts";

/** Numbers and times of a record's fields: before and after, null where a side has none. Times are seconds since 1970. */
export type Measures = Record<string, [before: number | string | null, after: number | string | null]>;

/** Fields of an entry that are measured at most. */
const mostMeasured = 64;

/** Nothing where no field is a number or a time. Exact: a number is its own text. */
export function measuresOf(event: Event): Measures | null {
  const measured: Measures = Object.create(null); // a field may be called __proto__
  let count = 0;
  for (const field of toldFields(event)) {
    const sides = [measureOf(field, "before"), measureOf(field, "after")] as const;
    if (sides[0] === null && sides[1] === null) continue;
    if (++count > mostMeasured) break;
    measured[field.name] = [sides[0], sides[1]];
  }
  return count === 0 ? null : measured;
}

/** Decimal text; null where the side holds neither number nor time. */
export function measureOf(field: Field, side: "before" | "after"): string | null {
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
