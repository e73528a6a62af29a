import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryTree } from "./builders.ts";
import { limits, normalise, parseQuery, printQuery } from "./index.ts";

/** Texts that people and attackers type: pieces of queries in any order. */
const someText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "actor:",
        "dana",
        " ",
        "OR",
        " or ",
        "AND",
        " not ",
        "-",
        "(",
        ")",
        '"',
        "“",
        "”",
        "\\",
        "was.",
        "tier",
        "=",
        ">",
        ">=",
        "!=",
        ":",
        "after:",
        "2026-02-30",
        "7d",
        "own:",
        "shown",
        "rows",
        "200",
        "\u0000",
        "\ud800",
        "\u202e",
        "a b",
        "x",
        "\n",
        "'",
        "//",
        "id",
        "statement:",
        "-(",
        "actor:(",
        "\\u{41}",
        "1e999",
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join("")),
);

test("a tree reads back from its text as itself, without a mistake", () => {
  fc.assert(
    fc.property(arbitraryTree, (tree) => {
      const { tree: read, mistakes } = parseQuery(printQuery(tree));
      expect(mistakes).toEqual([]);
      expect(read).toEqual(normalise(tree));
    }),
    { numRuns: 1_500 },
  );
});

test("any text is read without an error, and its canonical text is stable", () => {
  fc.assert(
    fc.property(someText, (text) => {
      const { tree, mistakes, parts } = parseQuery(text);
      const canonical = printQuery(tree);
      const again = parseQuery(canonical);
      expect(again.mistakes).toEqual([]);
      expect(printQuery(again.tree)).toBe(canonical);
      for (const { from, to } of [...mistakes, ...parts]) {
        expect(from).toBeLessThan(to);
        expect(to).toBeLessThanOrEqual(text.length);
      }
      expect(mistakes.length).toBeLessThanOrEqual(limits.mistakes);
    }),
    { numRuns: 3_000 },
  );
});
