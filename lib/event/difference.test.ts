import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOfFields, differenceOfWords, readsAsText } from "./difference.ts";

const joined = (pieces: { kind: string; text: string }[], without: string) =>
  pieces
    .filter((piece) => piece.kind !== without)
    .map((piece) => piece.text)
    .join("");

const prose = fc
  .array(fc.constantFrom("pays", "late", "but", "in", "full", ",", " ", "\n", "مرحبا", "👩‍💻", "é", "支払い"), {
    maxLength: 60,
  })
  .map((parts) => parts.join(" "));

describe("differenceOfWords", () => {
  it("re-joins into the text before and the text after", () => {
    const both = fc.oneof(prose, fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(both, both, (before, after) => {
        const pieces = differenceOfWords(before, after);
        expect(joined(pieces, "added")).toBe(before);
        expect(joined(pieces, "removed")).toBe(after);
      }),
    );
  });

  it("has no empty pieces and no two neighbours of one kind", () => {
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const pieces = differenceOfWords(before, after);
        pieces.forEach((piece, at) => {
          expect(piece.text).not.toBe("");
          expect(piece.kind).not.toBe(pieces[at + 1]?.kind);
        });
      }),
    );
  });

  it("keeps a replaced phrase whole", () => {
    expect(differenceOfWords("Customer pays late until March.", "Customer missed two until June.")).toEqual([
      { kind: "same", text: "Customer " },
      { kind: "removed", text: "pays late" },
      { kind: "added", text: "missed two" },
      { kind: "same", text: " until " },
      { kind: "removed", text: "March" },
      { kind: "added", text: "June" },
      { kind: "same", text: "." },
    ]);
  });

  it("replaces a text whole where comparing would take too long", () => {
    const before = Array.from({ length: 3000 }, (_, n) => `a${n}`).join(" ");
    const after = Array.from({ length: 3000 }, (_, n) => `b${n}`).join(" ");
    const pieces = differenceOfWords(before, after);
    expect(pieces.map((piece) => piece.kind)).toEqual(["removed", "added"]);
    expect(joined(pieces, "added")).toBe(before);
  });
});

describe("readsAsText", () => {
  it("is for running text of which something stayed", () => {
    expect(readsAsText("Gold", "Basic")).toBe(false);
    expect(readsAsText("Pays late but always in full.", "Pays on time and always in full.")).toBe(true);
    expect(readsAsText("Entirely other words stood in this place.", "Nothing remains, not even one phrase")).toBe(
      false,
    );
  });
});

describe("differenceOfFields", () => {
  const field = (name: string, changed?: boolean) => ({ name, type: "text", mode: "keep" as const, changed });

  it("puts changed fields first, each list in the order of the source", () => {
    const fields = [field("a", false), field("b", true), field("c", false), field("d", true)];
    const apart = differenceOfFields({ operation: "update", fields });
    expect(apart.changed.map(({ name }) => name)).toEqual(["b", "d"]);
    expect(apart.unchanged.map(({ name }) => name)).toEqual(["a", "c"]);
  });

  it("takes every field of a new or a deleted record as changed", () => {
    for (const operation of ["insert", "delete"]) {
      expect(differenceOfFields({ operation, fields: [field("a"), field("b")] }).changed).toHaveLength(2);
    }
  });
});
