import fc from "fast-check";
import { expect, test } from "vitest";
import { parseQuery, printQuery } from "@/lib/search/language";
import { corrected } from "./draft";
import { cut, isOpen, joined, longest, pieceOf } from "./pieces";
import { type Draft, draftOf, type Edit, edited, textOf } from "./state";

const after = (text: string, ...edits: Edit[]): Draft => edits.reduce(edited, draftOf(text));
const type = (typed: string): Edit => ({ does: "type", typed });
/** Letter by letter, as a person types. */
const letters = (text: string): Edit[] => [...text].map((_, at) => type(text.slice(0, at + 1)));

test("a query is cut into what stands side by side", () => {
  expect(cut('actor:dana  -action:read "Acme Corp" (kind:agent OR kind:service)')).toEqual([
    "actor:dana",
    "-action:read",
    '"Acme Corp"',
    "(kind:agent OR kind:service)",
  ]);
  expect(cut("actor:dana AND record:customers")).toEqual(["actor:dana", "record:customers"]);
  expect(cut("actor:dana x OR actor:joao")).toEqual(["actor:dana x OR actor:joao"]);
  expect(cut("actor:dana category:gossip acme")).toEqual(["actor:dana", "category:gossip", "acme"]);
  expect(cut("  ")).toEqual([]);
});

test("cutting and joining loses nothing of what is asked, whatever the text", () => {
  const words = fc.constantFrom(
    "actor:dana",
    "-kind:agent",
    '"Acme Corp"',
    "OR",
    "AND",
    "NOT",
    "(",
    ")",
    "x",
    '"',
    "a:b",
    "after:7d",
  );
  const texts = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.array(words, { maxLength: 12 }).map((some) => some.join(" ")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { tree, mistakes } = parseQuery(text);
      if (mistakes.length > 0) return; // what is wrong may mean something else once it stands alone
      expect(printQuery(parseQuery(joined(cut(text))).tree)).toBe(printQuery(tree));
    }),
    { numRuns: 500 },
  );
});

test("alternatives beside others stay among themselves", () => {
  const text = joined(["record:customers", "actor:dana OR actor:joao"]);
  expect(text).toBe("record:customers (actor:dana OR actor:joao)");
  expect(joined(["actor:dana OR actor:joao"])).toBe("actor:dana OR actor:joao");
  expect(joined(["record:customers", "actor:(dana OR joao)"])).toBe("record:customers actor:(dana OR joao)");
});

test("a space ends a condition, and waits within quotation marks, parentheses and words", () => {
  expect(after("", ...letters("actor:dana "))).toMatchObject({ pieces: ["actor:dana"], typed: "" });
  expect(after("", ...letters('statement:"update '))).toMatchObject({ pieces: [], typed: 'statement:"update ' });
  expect(after("", ...letters("(kind:agent "))).toMatchObject({ pieces: [] });
  expect(after("", ...letters("acme "))).toMatchObject({ pieces: [], typed: "acme " });
  expect(after("", ...letters("acme corp actor:dana "))).toMatchObject({ pieces: ["acme", "corp", "actor:dana"] });
  expect(isOpen("actor:")).toBe(true);
});

test("OR after a token joins the next one to it", () => {
  const draft = after("record:customers actor:dana", ...letters("OR "), type("actor:dana OR actor:joao "));
  expect(textOf(draft)).toBe("record:customers (actor:dana OR actor:joao)");
  expect(draft.pieces).toHaveLength(2);
});

test("Backspace at the start takes the last token back, with what is typed kept", () => {
  const draft = after("actor:dana kind:human", type("ac"), { does: "reopen", at: 1 });
  expect(draft).toMatchObject({ typed: "kind:human", pieces: ["actor:dana", "ac"], place: 1 });
  expect(textOf(edited(draft, { does: "finish" }))).toBe("actor:dana kind:human ac");
});

test("a token in the middle is changed in its place", () => {
  const draft = after("actor:dana kind:human record:customers", { does: "reopen", at: 1 }, type("kind:agent "));
  expect(draft).toMatchObject({ pieces: ["actor:dana", "kind:agent", "record:customers"], typed: "" });
});

test("what was changed is undone, one change after the other, also what another editor did", () => {
  let draft = after("actor:dana kind:human", { does: "remove", at: 0 });
  draft = edited(draft, { does: "become", text: "kind:human action:deleted" });
  expect(textOf(draft)).toBe("kind:human action:deleted");
  draft = edited(draft, { does: "undo" });
  expect(textOf(draft)).toBe("kind:human");
  draft = edited(draft, { does: "undo" });
  expect(textOf(draft)).toBe("actor:dana kind:human");
  expect(edited(draft, { does: "undo" })).toBe(draft);
});

test("as text and back, word for word", () => {
  const draft = after("actor:dana -action:read", { does: "plain", plain: true });
  expect(draft).toMatchObject({ typed: "actor:dana -action:read", pieces: [] });
  expect(
    after("", { does: "plain", plain: true }, type("actor:dana kind:"), { does: "plain", plain: false }),
  ).toMatchObject({
    pieces: ["actor:dana", "kind:"],
    typed: "",
  });
});

test("what the page says takes the place of the draft only where it is another query", () => {
  const writing = after("actor:dana", type("kin"));
  expect(edited(draftOf("actor:dana"), { does: "become", text: "actor:dana" })).toEqual(draftOf("actor:dana"));
  expect(edited(writing, { does: "become", text: "actor:joao" })).toMatchObject({ pieces: ["actor:joao"], typed: "" });
});

test("ten thousand tokens are cut in no time, and said to be too many", () => {
  const text = Array.from({ length: 10_000 }, (_, n) => `id:${n}`).join(" ");
  const start = performance.now();
  const pieces = cut(text);
  expect(performance.now() - start).toBeLessThan(1000);
  expect(pieces.length).toBeLessThanOrEqual(102);
  expect(
    pieceOf(text)
      .mistakes.map(({ sentence }) => sentence)
      .join(),
  ).toContain(`at most ${longest}`);
});

test("a mistake is taken out, or what was meant put in its place", () => {
  const text = "record:customers category:gossip acme";
  expect(corrected(text, { text: "category:gossip", sentence: "" })).toBe("record:customers acme");
  expect(corrected(text, { text: "category:gossip", sentence: "", instead: "category:record" })).toBe(
    "record:customers category:record acme",
  );
});
