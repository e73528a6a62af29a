import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, canonicalBytes, type Json, parseCanonical, textOf, utf8 } from "./index.ts";

const text = fc.string({ unit: "binary", maxLength: 12 });
const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("json")),
    fc.dictionary(text, tie("json")),
  ),
})).json;

describe("the canonical form", () => {
  test("is parsed back to the same value", () => {
    fc.assert(
      fc.property(json, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonical(parseCanonical(bytes))).toBe(textOf(bytes));
        expect(parseCanonical(bytes)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("sorts members by UTF-16 code units: RFC 8785 §3.2.3", () => {
    const value = {
      "\u20ac": "Euro",
      "\r": "CR",
      "\ufb33": "Dalet",
      "1": "One",
      "\ud83d\ude00": "Smile",
      "\u0080": "Control",
      "\u00f6": "O",
    };
    expect(Object.values(JSON.parse(canonical(value)) as object)).toEqual([
      "One",
      "CR",
      "Control",
      "O",
      "Euro",
      "Smile",
      "Dalet",
    ]);
    expect(canonical({ b: "2", 1: "1", a: undefined })).toBe('{"1":"1","b":"2"}');
  });

  test.each([
    1,
    1n,
    Number.NaN,
    undefined,
    [undefined],
    new Array(1),
    { a: 1 },
    "\ud800",
    { "\udc00": "" },
    '"\ud800',
    new Date(0),
    new Map(),
    () => {},
  ])("does not exist for %o", (value) => {
    expect(() => canonical(value)).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  test.each([
    '{"b":"1","a":"2"}',
    '{"a":"1","a":"1"}',
    '{"a": "1"}',
    "1",
    "[1]",
    '"\\u0041"',
    '"\\ud800"',
    '"\\/"',
    '"a" ',
    "",
    "{",
    '\ufeff""',
    '"\\u000A"',
  ])("is the only one accepted: not %j", (spelling) => {
    expect(() => parseCanonical(utf8(spelling))).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  test("refuses invalid UTF-8 and nesting without end", () => {
    expect(() => parseCanonical(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toThrow("UTF-8");
    expect(() => parseCanonical(utf8("[".repeat(30_000) + "]".repeat(30_000)))).toThrow("nested");
  });
});
