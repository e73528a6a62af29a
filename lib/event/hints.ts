/**
 * How the values of a table's columns are to be read, and what its records are called. Pure. They are part of a source's settings
 * (`app.sources.settings.hints`), change nothing in the ledger, and hold for entries that were recorded before them too:
 *
 *     { "public.customers": {
 *         "name": "full_name",
 *         "fields": {
 *           "credit_limit": { "money": { "currency": "USD" } },
 *           "balance_cents": { "label": "balance", "money": { "currencyFrom": "currency", "minor": true } },
 *           "terms": { "unit": "days" },
 *           "discount": { "kind": "percentage" },
 *           "owner_id": { "label": "account owner", "refersTo": "public.people" } } } }
 */
import type { SeenEvent, SeenField } from "./seen.ts";

/** The kinds of value that a type does not tell: 12.5 as 12.5 %, 0.125 as 12.5 %, text that is a day, text that is a moment, a number of seconds. */
export const hintKinds = ["percentage", "fraction", "date", "instant", "seconds"] as const;

export interface FieldHint {
  /** What people call the field, as it stands within a sentence: "account owner". */
  label?: string;
  /** An amount: the currency's code (ISO 4217), or the column that holds it; `minor`: it counts cents. */
  money?: { currency?: string; currencyFrom?: string; minor?: boolean };
  kind?: (typeof hintKinds)[number];
  /** What is counted, in the plural: "days". */
  unit?: string;
  /** The table, `schema.table`, whose record's key this column holds. */
  refersTo?: string;
}

export interface TableHints {
  /** The column that holds what people call a record. */
  name?: string;
  fields?: Record<string, FieldHint>;
}

/** By `schema.table`, or by the type of the record where the source has no schemas. */
export type Hints = Record<string, TableHints>;

/** What is known of names where an entry is read: the hints of its table, and what its record and those it refers to are called. */
export interface Names {
  /** The record's own name, as the entry itself says it. */
  record?: string;
  hints?: TableHints;
  /** Names of the records that a field refers to: by field, by id. */
  referred?: Record<string, Record<string, string>>;
}

const longest = 200;

/** The hints of stored settings. What cannot be read is left out: a hint is a help, never a condition. */
export function readHints(stored: unknown): Hints {
  return entriesOf(stored, (table) => {
    const name = word(table.name);
    const fields = entriesOf(table.fields, readField);
    return { ...(name && { name }), ...(Object.keys(fields).length > 0 && { fields }) };
  });
}

function readField(given: Record<string, unknown>): FieldHint {
  const { label, unit, refersTo, kind } = given;
  const money = isObject(given.money) ? readMoney(given.money) : undefined;
  return {
    ...(word(label) && { label: word(label) }),
    ...(money && { money }),
    ...(hintKinds.some((known) => known === kind) && { kind: kind as FieldHint["kind"] }),
    ...(word(unit) && { unit: word(unit) }),
    ...(word(refersTo) && { refersTo: word(refersTo) }),
  };
}

function readMoney({ currency, currencyFrom, minor }: Record<string, unknown>): FieldHint["money"] {
  const code = typeof currency === "string" && isCurrency(currency) ? currency : undefined;
  const from = word(currencyFrom);
  if (!code && !from) return undefined;
  return { ...(code && { currency: code }), ...(from && { currencyFrom: from }), ...(minor === true && { minor }) };
}

/** Three capital letters: what Intl takes for a currency. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code);
}

/** The hints for records like this one. */
export function hintsFor(hints: Hints | undefined, target: SeenEvent["target"]): TableHints | undefined {
  if (!hints || !target) return undefined;
  const names = [`${target.schema ?? ""}.${target.type}`, target.type];
  const name = names.find((one) => Object.hasOwn(hints, one));
  return name === undefined ? undefined : hints[name];
}

export function hintOf(hints: TableHints | undefined, field: string): FieldHint {
  const fields = hints?.fields;
  return (fields && Object.hasOwn(fields, field) && fields[field]) || {};
}

/**
 * What the record is called in this entry: the shown value of the column that holds names, as it stands after the change, or stood
 * before a deletion. Nothing where it is concealed, erased, empty or not recorded.
 */
export function nameIn(fields: SeenField[] | undefined, hints: TableHints | undefined): string | undefined {
  const field = hints?.name === undefined ? undefined : fields?.find(({ name }) => name === hints.name);
  const seen = field && (field.after ?? field.value ?? field.before);
  if (field?.mode === "conceal" || seen?.state !== "shown" || typeof seen.value !== "string") return undefined;
  const name = seen.value.trim();
  return name === "" || name.length > longest || name.includes("\n") ? undefined : name;
}

function word(given: unknown): string | undefined {
  return typeof given === "string" && given !== "" && given.length <= longest ? given : undefined;
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function entriesOf<T>(given: unknown, read: (one: Record<string, unknown>) => T): Record<string, T> {
  if (!isObject(given)) return {};
  return Object.fromEntries(Object.entries(given).flatMap(([name, one]) => (isObject(one) ? [[name, read(one)]] : [])));
}
