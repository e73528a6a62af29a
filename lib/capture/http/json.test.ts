import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText, isObject, JsonNumber, type JsonValue, readJson } from "./json.ts";

/** As JSON.parse would have it: numbers rounded to floats. */
function rounded(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(rounded);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rounded(member)]));
}

const spaced = (text: string, gap: string) => text.replace(/[,:[\]{}]/g, (mark) => `${gap}${mark}${gap}`);

test("any document reads as JSON.parse reads it, whatever stands between its marks", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8, stringUnit: "binary" }), (value) => {
      const text = JSON.stringify(value);
      expect(rounded(readJson(text))).toEqual(JSON.parse(text));
    }),
  );
  for (const gap of ["", " ", "\n\t", "\r\n "]) {
    expect(rounded(readJson(spaced('{"a":[1,{"b":null}],"c":[]}', gap)))).toEqual({ a: [1, { b: null }], c: [] });
  }
});

test("any text that JSON.parse refuses is refused, and the other way round", () => {
  const piece = fc.constantFrom(
    ...'[]{},:"\\ \n01-.eE+tfnu/ruefalsl\u0000\u001f\u2028é'.split(""),
    "true",
    '"a":',
    "1.0",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let parsed: unknown = "refused";
      try {
        parsed = [JSON.parse(text)];
      } catch {}
      let read: unknown = "refused";
      try {
        read = [rounded(readJson(text))];
      } catch {}
      if (!/"a":.*"a":/s.test(text)) expect(read).toEqual(parsed);
    }),
    { numRuns: 5_000 },
  );
});

test("a number keeps its text, to the last digit", () => {
  const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,40})(\.\d{1,40})?([eE][+-]?\d{1,4})?$/);
  fc.assert(
    fc.property(digits, (text) => {
      expect(readJson(`[${text}]`)).toEqual([new JsonNumber(text)]);
    }),
  );
  expect(readJson("12345678901234567890.10")).toEqual(new JsonNumber("12345678901234567890.10"));
});

test.each([
  ["a name twice", '{"a":1,"b":2,"a":3}', "Expected every name once"],
  ["a name twice, once escaped", '{"a":1,"\\u0061":3}', "Expected every name once"],
  ["half a surrogate pair", '"\\ud800"', "Expected whole characters"],
  ["too many levels", "[".repeat(21) + "]".repeat(21), "at most 20 levels"],
  ["a number of a thousand digits", "1".repeat(1_000), "at most 400 characters"],
  ["an end too soon", '{"secret":"hush', "at character 16"],
])("%s is refused, without repeating what was sent", (_what, text, sentence) => {
  expect(() => readJson(text)).toThrow(sentence);
  expect(() => readJson(text)).not.toThrow(/hush/);
});

test("names that objects have by themselves are names like any other", () => {
  const read = readJson('{"__proto__":{"x":1},"constructor":"c","toString":true}');
  expect(Object.keys(read as object)).toEqual(["__proto__", "constructor", "toString"]);
  expect(({} as { x?: unknown }).x).toBeUndefined();
});

test("the canonical text depends on neither order nor space, and on every value", () => {
  const text = (json: string) => canonicalText(readJson(json));
  expect(text('{"b":[1, 2],"a":"é"}')).toBe(text('{ "a" : "\\u00e9", "b":[1,2] }'));
  expect(text('{"a":1}')).not.toBe(text('{"a":"1"}'));
  expect(text('{"a":1}')).not.toBe(text('{"a":1.0}'));
  expect(text("[1,2]")).not.toBe(text("[2,1]"));
});
