import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOfFields, differenceOfText, differenceOfWords } from "./difference.ts";

const joined = (pieces: { kind: string; text: string }[], without: string) =>
  pieces
    .filter((piece) => piece.kind !== without)
    .map((piece) => piece.text)
    .join("");

/** Milliseconds of work since then: of this process alone, however busy the machine is. */
const spent = (since: NodeJS.CpuUsage) =>
  Object.values(process.cpuUsage(since)).reduce((sum, micros) => sum + micros, 0) / 1000;

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

describe("differenceOfText", () => {
  it("is for running text of which something stayed", () => {
    expect(differenceOfText("Gold", "Basic")).toBeUndefined();
    expect(differenceOfText("Pays late but always in full.", "Pays on time and always in full.")).toHaveLength(4);
    expect(
      differenceOfText("Entirely other words stood in this place.", "Nothing remains, not even one phrase"),
    ).toBeUndefined();
  });

  it("marks single words in a text of 100 KB, quickly, however the text is laid out", () => {
    const words = Array.from({ length: 16_000 }, (_, n) => `word${n % 977}`);
    for (const [every, end] of [
      [12, ". "],
      [16_001, ""],
    ] as const) {
      const textOf = (list: string[]) =>
        list.map((word, n) => (n % every === every - 1 ? `${word}${end}` : `${word} `)).join("");
      const before = textOf(words);
      const after = textOf(words.with(5, "five").with(9_000, "changed").with(15_990, "last"));
      const started = process.cpuUsage();
      const pieces = differenceOfText(before, after) ?? [];
      expect(spent(started)).toBeLessThan(10_000);
      expect(joined(pieces, "added") === before).toBe(true);
      expect(joined(pieces, "removed") === after).toBe(true);
      const come = pieces.filter(({ kind }) => kind === "added").map(({ text }) => text.trim());
      expect(come).toEqual(["five", "changed", "last"]);
    }
  });

  it("stays within bounds where everything changed", () => {
    const before = "a b c d. ".repeat(12_000);
    const after = Array.from({ length: 12_000 }, (_, n) => `e${n} f g h. `).join("");
    const started = process.cpuUsage();
    const pieces = differenceOfWords(before, after);
    expect(spent(started)).toBeLessThan(10_000);
    expect(joined(pieces, "added") === before).toBe(true);
    expect(joined(pieces, "removed") === after).toBe(true);
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
