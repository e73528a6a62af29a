/** Values as people read them: exact, with the unit said, and never another value than the one recorded. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { currencyName, fieldLabel, mannerOf, money, readField, utcOf } from "./formatted.ts";
import { type FieldHint, nameIn, readHints } from "./hints.ts";
import type { SeenField } from "./seen.ts";

const moment = (time: string) => `at ${time}`;
const read = (value: string, hint: FieldHint, type = "numeric") =>
  readField(value, type, "x", { hint, currency: hint.money?.currency, moment }).text;

describe("readField", () => {
  it("writes money with its currency and every digit", () => {
    const dollars = { money: { currency: "USD" } };
    expect(read("5000", dollars)).toBe("$5,000.00");
    expect(read("-0.125", dollars)).toBe("-$0.125");
    expect(read("123456789012345678901234.50", dollars)).toBe("$123,456,789,012,345,678,901,234.50");
    expect(read("1050", { money: { currency: "EUR", minor: true } })).toBe("€10.50");
    expect(read("5", { money: { currency: "USD", minor: true } })).toBe("$0.05");
    expect(read("5000", { money: { currency: "JPY", minor: true } })).toBe("¥5,000");
    expect(read("NaN", dollars)).toBe("NaN");
    expect(money("50000.00", "USD", false, "name")).toBe("50,000.00 US dollars");
    expect(currencyName("CHF")).toBe("Swiss francs");
  });

  it("never loses or moves a digit of an amount in cents", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (cents) => {
        const digits = read(String(cents), { money: { currency: "USD", minor: true } }).replace(/[^\d-]/g, "");
        expect(BigInt(digits)).toBe(cents);
      }),
    );
  });

  it("writes shares, units, days, moments and lengths of time", () => {
    expect(read("12.5", { kind: "percentage" })).toBe("12.5 %");
    expect(read("0.125", { kind: "fraction" })).toBe("12.5 %");
    expect(read("1", { kind: "fraction" })).toBe("100 %");
    expect(read("1500", { unit: "days" })).toBe("1,500 days");
    expect(read("93784", { kind: "seconds" })).toBe("1 day, 2 hours, 3 minutes, 4 seconds");
    expect(read("2026-09-30", { kind: "date" }, "text")).toBe("30 Sep 2026");
    expect(read("2026-06-18T10:28:07.214906-04:00", { kind: "instant" }, "text")).toBe(
      "at 2026-06-18T14:28:07.214906Z",
    );
    expect(read("2026-06-18 14:28:07.5+00", {}, "timestamp with time zone")).toBe("at 2026-06-18T14:28:07.500000Z");
    expect(read("1 year 2 mons -3 days +04:05:06.70", {}, "interval")).toBe(
      "1 year, 2 months, -3 days, 4 hours, 5 minutes, 6.7 seconds",
    );
    expect(read("-00:00:00.5", {}, "interval")).toBe("-0.5 seconds");
    expect(read("P1DT2H3M4S", {}, "interval")).toBe("1 day, 2 hours, 3 minutes, 4 seconds");
    expect(read("P-1Y2M", {}, "interval")).toBe("-1 year, 2 months");
    expect(read("PT0S", {}, "interval")).toBe("0 seconds");
    expect(read("soon", {}, "interval")).toBe("soon");
    expect(read("soon", { kind: "instant" }, "text")).toBe("soon");
  });

  it("keeps what was recorded beside what is read, and null apart from empty", () => {
    expect(readField("5000", "numeric", "x", { hint: { money: {} }, currency: "USD" })).toEqual({
      text: "$5,000.00",
      raw: "5000",
    });
    expect(readField(null, "numeric", "x", { currency: "USD" })).toEqual({ text: "No value", empty: true });
    expect(readField("", "text", "x", { hint: { kind: "date" } })).toEqual({ text: "Empty text", empty: true });
    expect(readField("7", "int", "owner", { referred: { "7": "Leila Haddad" } })).toEqual({
      text: "Leila Haddad",
      raw: "7",
    });
    expect(readField("constructor", "text", "x", { referred: {} }).text).toBe("constructor");
  });

  it("never throws, whatever the value and the hint", () => {
    const hint = fc.record(
      {
        kind: fc.constantFrom("percentage", "fraction", "date", "instant", "seconds"),
        unit: fc.string(),
        money: fc.record({ minor: fc.boolean() }),
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("1e400", "-", "9".repeat(400), "2026-99-99", "2026-02-30 25:61:00+99"),
    );
    fc.assert(
      fc.property(value, hint, fc.string(), (text, given, type) => {
        expect(readField(text, type, "x", { hint: given as FieldHint, currency: "USD", moment }).text).not.toBe("");
      }),
    );
    expect(utcOf("2026-02-30 10:00:00+00")).toBeUndefined();
  });
});

describe("hints", () => {
  const shown = (name: string, value: string, more: Partial<SeenField> = {}): SeenField => ({
    name,
    type: "text",
    mode: "keep",
    changed: false,
    value: { state: "shown", value },
    ...more,
  });

  it("takes the currency from the side of the row that it stands on", () => {
    const hints = { fields: { amount: { money: { currencyFrom: "currency" } } } };
    const currency = shown("currency", "", {
      changed: true,
      value: undefined,
      before: { state: "shown", value: "usd" },
      after: { state: "shown", value: "EUR" },
    });
    const fields = [shown("amount", "5"), currency];
    expect(mannerOf({ name: "amount" }, "before", fields, { hints }).currency).toBe("USD");
    expect(mannerOf({ name: "amount" }, "after", fields, { hints }).currency).toBe("EUR");
    expect(mannerOf({ name: "amount" }, "after", [], { hints }).currency).toBeUndefined();
  });

  it("leaves out what cannot be read", () => {
    expect(
      readHints({
        "public.a": { name: 7, fields: { x: { kind: "color", unit: "days", money: { currency: "dollars" } }, y: 3 } },
        b: [],
      }),
    ).toEqual({
      "public.a": { fields: { x: { unit: "days" } } },
    });
    expect(readHints("nothing")).toEqual({});
    expect(fieldLabel("__proto__", { hints: { fields: {} } })).toBe("proto");
  });

  it("never names a record by what is concealed, erased or empty", () => {
    const hints = { name: "name" };
    expect(nameIn([shown("name", " Acme ")], hints)).toBe("Acme");
    expect(nameIn([shown("name", "Acme", { mode: "conceal" })], hints)).toBeUndefined();
    expect(nameIn([shown("name", "", { value: { state: "erased" } })], hints)).toBeUndefined();
    expect(nameIn([shown("name", "  ")], hints)).toBeUndefined();
  });
});
