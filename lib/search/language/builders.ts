/** Trees for property tests: every kind of condition that a query can hold, groups and negations within one another. */
import fc from "fast-check";
import { actorKinds, attributions, categories, channels, type FieldName } from "../../event/index.ts";
import { normalise } from "./normal.ts";
import { timeWords } from "./times.ts";
import type { Condition, Operator, Tree } from "./tree.ts";

/** Values that are hard to write: blanks, quotes, signs, keywords, what is not seen, other scripts. */
const hard = fc.constantFrom(
  "or",
  "AND",
  "-x",
  "a:b",
  "a=b",
  ">5",
  "=",
  "//x",
  'he said "no"',
  "C:\\temp",
  "(x)",
  "a\nb",
  " x ",
  "“x”",
  "\u202ex",
  "Łódź",
  "שלום",
  "😀",
  "a‍b",
  "field:x",
  "'; drop table entries; --",
  "%",
  "_",
  "1e999",
  "NaN",
  "../..",
);
const plain = fc.constantFrom(
  "dana",
  "Dana Lee",
  "dana@example.com",
  "gold",
  "10482",
  "customers",
  "credit_limit",
  "UI-1",
  "2026-03-01",
);

/** Any text that a condition may have as its value. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: plain },
  { weight: 2, arbitrary: hard },
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
    .filter((text) => text.isWellFormed() && !text.includes("\0")),
);
const arbitraryName = fc.oneof(
  fc.constantFrom(
    "tier",
    "credit_limit",
    "amount",
    "Über",
    "credit limit",
    "actor",
    "was.x",
    "a-b",
    "5",
    "or",
    "__proto__",
  ),
  fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 6 })
    .filter((text) => text.isWellFormed() && !text.includes("\0")),
);

const number = fc.oneof(
  fc.nat(60_000).map(String),
  fc.tuple(fc.integer({ min: -500, max: 500 }), fc.nat(99)).map(([a, b]) => `${a}.${b}`),
);
const day = fc
  .integer({ min: 0, max: 500 })
  .map((days) => new Date(Date.UTC(2026, 5, 1) + days * 86_400_000).toISOString().slice(0, 10));
const moment = fc
  .tuple(day, fc.nat(23), fc.nat(59), fc.constantFrom("", "Z", "+05:30", ":07", ":07.25Z"))
  .map(
    ([date, hour, minute, rest]) =>
      `${date}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}${rest}`,
  );

/** What may be asked of time, absolute and relative. */
export const arbitraryTimeValue: fc.Arbitrary<string> = fc.oneof(
  day,
  moment,
  day.map((text) => text.slice(0, 7)),
  fc.constantFrom("2026", ...Object.keys(timeWords)),
);
const ago = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom("m", "h", "d", "w"))
  .map(([count, unit]) => `${count}${unit}`);

const operator = fc.constantFrom<Operator>("is", "over", "least", "under", "most");
const condition = (
  field: FieldName,
  value: fc.Arbitrary<string>,
  operators: fc.Arbitrary<Operator> = fc.constant("is"),
) => fc.record({ field: fc.constant(field), operator: operators, value });
const choice = (field: FieldName, ids: readonly string[]) => condition(field, fc.constantFrom(...ids));
const texts: FieldName[] = [
  "actor",
  "behalf",
  "action",
  "event",
  "record",
  "id",
  "field",
  "source",
  "system",
  "application",
  "login",
  "address",
  "approver",
  "request",
  "ticket",
  "transaction",
  "session",
];
const withWord = (text: string) => /[a-z0-9]/i.test(text);

/** A condition that a query can hold. `own` is none of them: it stands at the top alone. */
export const arbitraryCondition: fc.Arbitrary<Condition> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(...texts)
      .chain((field) =>
        condition(field, field === "ticket" ? fc.oneof(fc.constant("none"), arbitraryText) : arbitraryText),
      ),
  },
  { weight: 2, arbitrary: condition("text", arbitraryText.filter(withWord)) },
  condition("statement", arbitraryText.filter(withWord)),
  choice("kind", actorKinds),
  choice("attribution", attributions),
  choice("category", categories),
  choice("origin", channels),
  choice("decision", ["allowed", "approved", "denied"]),
  condition("rows", fc.nat(60_000).map(String), operator),
  condition("entry", fc.nat(400).map(String), operator),
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<FieldName>("after", "before")
      .chain((field) => condition(field, fc.oneof(arbitraryTimeValue, ago))),
  },
  condition("on", arbitraryTimeValue),
  condition("became", arbitraryText),
  { weight: 3, arbitrary: compared("was") },
  { weight: 3, arbitrary: compared("became") },
) as fc.Arbitrary<Condition>;

function compared(field: FieldName): fc.Arbitrary<Condition> {
  const value = fc.oneof(number, arbitraryTimeValue);
  return fc.oneof(
    fc.record({
      field: fc.constant(field),
      operator: fc.constant<Operator>("is"),
      value: fc.oneof(arbitraryText, value),
      of: arbitraryName,
    }),
    fc.record({ field: fc.constant(field), operator, value, of: arbitraryName }),
  );
}

/** Any tree that a query can hold, as it is normalised: at most four deep. */
export const arbitraryTree: fc.Arbitrary<Tree> = treesOf(arbitraryCondition);

/** Trees of these conditions: for tests that need them to find something. */
export function treesOf(conditions: fc.Arbitrary<Condition>): fc.Arbitrary<Tree> {
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 4, arbitrary: conditions },
      { weight: 2, arbitrary: fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }) },
      { weight: 2, arbitrary: fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ not: tie("tree") }) },
    ),
  }));
  return tree.map(normalise);
}
