/** Values as their hints and types say they are to be read: money, shares, units, moments, lengths of time, bytes, names of records. Pure. */
import type { Value } from "./event.ts";
import { type FieldHint, hintOf, isCurrency, type Names } from "./hints.ts";
import { grouped, months, type Reading, readValue, words } from "./reading.ts";
import type { SeenField } from "./seen.ts";

/** How the value of one field reads, on one side of a change. */
export interface Manner {
  hint?: FieldHint;
  /** The code of the currency that holds on this side. */
  currency?: string;
  /** Names of the records that the field refers to, by id. */
  referred?: Record<string, string>;
  /** Says a moment, given in UTC with six decimals, in the reader's zone. */
  moment?: (time: string) => string;
}

export type FieldSideName = "before" | "after" | "value";

/** What people call a field, as it stands within a sentence. */
export function fieldLabel(name: string, names?: Names): string {
  return hintOf(names?.hints, name).label ?? words(name);
}

/** The manner of one side of a field; its currency may stand in another field of the same side. */
export function mannerOf(
  { name }: Pick<SeenField, "name">,
  side: FieldSideName,
  fields: SeenField[],
  names?: Names,
  moment?: Manner["moment"],
): Manner {
  const hint = hintOf(names?.hints, name);
  const from = hint.money?.currencyFrom;
  const other = from === undefined ? undefined : fields.find((field) => field.name === from);
  const seen = other?.[side] ?? other?.value ?? (side === "value" ? undefined : other?.after);
  const said = seen?.state === "shown" && typeof seen.value === "string" ? seen.value.trim().toUpperCase() : undefined;
  const currency = said !== undefined && isCurrency(said) ? said : hint.money?.currency;
  const referred = names?.referred && Object.hasOwn(names.referred, name) ? names.referred[name] : undefined;
  return { hint, ...(currency && { currency }), ...(referred && { referred }), ...(moment && { moment }) };
}

/** How a value reads; `raw` is what was recorded, where that is not what is read. */
export interface FieldReading extends Reading {
  raw?: string;
}

export function readField(value: Value, type: string, name: string, manner: Manner = {}): FieldReading {
  if (typeof value !== "string" || value === "") return readValue(value, type, name);
  const text = hinted(value, manner) ?? typed(value, type, manner);
  if (text === undefined) return readValue(value, type, name);
  return text === value ? { text } : { text, raw: value };
}

function hinted(value: string, { hint = {}, currency, referred, moment }: Manner): string | undefined {
  if (referred && Object.hasOwn(referred, value)) return referred[value];
  if (hint.money && currency) return money(value, currency, hint.money.minor ?? false);
  if (hint.kind === "percentage" && isDecimal(value)) return `${grouped(value)} %`;
  if (hint.kind === "fraction" && isDecimal(value)) return `${grouped(shifted(value, 2))} %`;
  if (hint.kind === "seconds" && /^\d{1,15}$/.test(value)) return lengthOf(Number(value));
  if (hint.kind === "date") return day(value.slice(0, 10)) ?? undefined;
  if (hint.kind === "instant") return momentOf(value, moment);
  if (hint.unit && isDecimal(value)) return `${grouped(value)} ${hint.unit}`;
  return undefined;
}

function typed(value: string, type: string, { moment }: Manner): string | undefined {
  if (/^(timestamptz|timestamp(\(\d\))? with time zone|date-time)/i.test(type)) return momentOf(value, moment);
  if (/^interval/i.test(type)) return interval(value);
  return undefined;
}

/** "$5,000.00"; "5,000.00 US dollars" in full. Exact: nothing is rounded, whatever the number of digits. */
export function money(value: string, currency: string, minor: boolean, display: "symbol" | "name" = "symbol"): string {
  if (!isDecimal(value) || !isCurrency(currency)) return value;
  const { usual } = currencyFormat(currency, display);
  const amount = minor ? shifted(value, -usual) : value;
  const digits = /\.(\d*?)0*$/.exec(amount)?.[1]?.length ?? 0;
  return currencyFormat(currency, display, digits > usual ? digits : 0).format.format(
    amount as Intl.StringNumericLiteral,
  );
}

/** Slow to make, and asked for again and again: a ledger has few currencies. */
const currencyFormats = new Map<string, CurrencyFormat>();

interface CurrencyFormat {
  format: Intl.NumberFormat;
  /** Digits after the point that the currency usually has. */
  usual: number;
}

/** Writes at least as many digits after the point as are usual, and up to `digits` where that is more. */
function currencyFormat(currency: string, display: "symbol" | "name", digits = 0): CurrencyFormat {
  const key = `${currency} ${display} ${digits}`;
  const kept = currencyFormats.get(key);
  if (kept) return kept;
  const options = { style: "currency", currency, currencyDisplay: display } as const;
  const plain = new Intl.NumberFormat("en", options);
  const { minimumFractionDigits: usual = 2 } = plain.resolvedOptions();
  const longer = { ...options, maximumFractionDigits: Math.min(100, digits) };
  const made = { format: digits > usual ? new Intl.NumberFormat("en", longer) : plain, usual };
  if (currencyFormats.size >= 200) currencyFormats.clear(); // anybody can report a currency that is none
  currencyFormats.set(key, made);
  return made;
}

/** What a currency is called: "US dollars". */
export function currencyName(currency: string): string {
  const parts = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "name" }).formatToParts(2);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}

function isDecimal(value: string): boolean {
  return /^[+-]?\d{1,60}(\.\d{1,60})?$/.test(value);
}

/** A decimal text times ten to the power of `by`. */
function shifted(value: string, by: number): string {
  const [, sign = "", whole = "", fraction = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  const digits = whole.padStart(whole.length + Math.max(0, -by), "0") + fraction.padEnd(Math.max(0, by), "0");
  const point = whole.length + Math.max(0, -by) + by;
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ""), digits.slice(point).replace(/0+$/, "")];
  return `${sign === "-" ? "-" : ""}${left || "0"}${right && `.${right}`}`;
}

function momentOf(value: string, moment: Manner["moment"]): string | undefined {
  const time = utcOf(value);
  return time && moment ? moment(time) : undefined;
}

/** A moment as PostgreSQL and JSON write it, as UTC with six decimals; nothing without an offset. */
export function utcOf(value: string): string | undefined {
  const form = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|([+-])(\d\d)(?::?(\d\d))?)$/;
  const [whole, date, clock, fraction = "", , sign, hours = "0", minutes = "0"] = form.exec(value) ?? [];
  const local = whole ? Date.parse(`${date}T${clock}Z`) : Number.NaN;
  if (Number.isNaN(local) || !new Date(local).toISOString().startsWith(date ?? "")) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return `${new Date(local - offset).toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}Z`;
}

function day(value: string): string | undefined {
  const [whole, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? [];
  const name = months[Number(month) - 1];
  return whole && name ? `${Number(date)} ${name.slice(0, 3)} ${year}` : undefined;
}

const units = ["year", "month", "week", "day", "hour", "minute", "second"];

/** An interval in words, as PostgreSQL writes it: "P1Y2M-3DT4H5M6.7S", or "1 year 2 mons -3 days +04:05:06.7". */
function interval(value: string): string | undefined {
  const number = "([+-]?\\d+)";
  const iso = new RegExp(
    `^P(?:${number}Y)?(?:${number}M)?(?:${number}W)?(?:${number}D)?(?:T(?:${number}H)?(?:${number}M)?(?:([+-]?\\d+(?:\\.\\d+)?)S)?)?$`,
  );
  const match = iso.exec(value) ?? iso.exec(asIso(value) ?? "");
  if (!match || value.length < 3) return undefined;
  return inWords(units.map((unit, at) => [trimmed(match[at + 1]), unit]));
}

function asIso(value: string): string | undefined {
  const form =
    /^(?:([+-]?\d+) years? ?)?(?:([+-]?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?(?:([+-]?)(\d+):(\d\d):(\d\d(?:\.\d+)?))?$/;
  const [whole, years = 0, months = 0, days = 0, sign = "", hours = 0, minutes = 0, seconds = 0] =
    form.exec(value) ?? [];
  return whole ? `P${years}Y${months}M${days}DT${sign}${hours}H${sign}${minutes}M${sign}${seconds}S` : undefined;
}

/** A number without leading zeros and a plus, or zeros behind its point. */
function trimmed(digits = "0"): string {
  const [, sign = "", whole = "0", fraction = ""] = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(digits) ?? [];
  const number = fraction ? `${whole}.${fraction}` : whole;
  return sign === "-" && /[1-9]/.test(number) ? `-${number}` : number;
}

function inWords(parts: [string, string][]): string {
  const said = parts
    .filter(([number]) => number !== "0")
    .map(([number, unit]) => `${grouped(number)} ${unit}${/^-?1$/.test(number) ? "" : "s"}`);
  return said.join(", ") || "0 seconds";
}

function lengthOf(seconds: number): string {
  const part = (size: number, of = Number.POSITIVE_INFINITY) => String(Math.floor((seconds % of) / size));
  return inWords([
    [part(86_400), "day"],
    [part(3_600, 86_400), "hour"],
    [part(60, 3_600), "minute"],
    [part(1, 60), "second"],
  ]);
}
