/**
 * What differs between before and after: which fields, and inside a long text which words. Pure. Nothing is left out:
 * the pieces that are not added are the text before, the pieces that are not removed the text after.
 */
import { shortestEdits } from "./edits.ts";
import type { SeenField } from "./seen.ts";

export interface Piece {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Words, or sentences, that may come and go before a stretch of text counts as replaced whole. */
const mostEdits = 1_200;
/** Characters from which on a text is compared by its sentences first, so that work stays within bounds. */
const longText = 4_000;
/** Characters of a stretch whose words are told apart. */
const longestStretch = 40_000;

export function differenceOfWords(before: string, after: string): Piece[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  if (Math.max(before.length, after.length) < longText) return calm(inWords(before, after));
  const [start, end] = commonEnds(before, after);
  const middle = (text: string) => sentencesIn(text.slice(start, text.length - end));
  const stretches = calm(differenceOfLists(middle(before), middle(after)));
  const pieces: Piece[] = [same(before.slice(0, start))];
  for (let i = 0; i < stretches.length; i += 1) {
    const [piece, next] = [stretches[i] as Piece, stretches[i + 1]];
    const pair = piece.kind === "removed" && next?.kind === "added" ? next : undefined;
    if (pair) i += 1;
    for (const part of pair ? inWords(piece.text, pair.text) : [piece]) pieces.push(part);
  }
  return calm([...pieces, same(before.slice(before.length - end))]);
}

/** Characters that both texts begin and end with, up to a white space, so that no word is torn. */
function commonEnds(before: string, after: string): [number, number] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  while (start > 0 && !/\s/.test(before[start - 1] ?? "")) start -= 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  while (end > 0 && !/\s/.test(before[before.length - end] ?? "")) end -= 1;
  return [start, end];
}

/** The words that came and went, where marking them helps: both are running text and enough of it stayed. */
export function differenceOfText(before: string, after: string): Piece[] | undefined {
  const isText = (text: string) => text.length >= 24 && /\S\s+\S+\s+\S/.test(text);
  if (!isText(before) || !isText(after)) return undefined;
  const pieces = differenceOfWords(before, after);
  const kept = pieces
    .filter((piece) => piece.kind === "same")
    .reduce((length, piece) => length + piece.text.trim().length, 0);
  return kept * 4 >= Math.min(before.length, after.length) ? pieces : undefined;
}

export interface FieldsApart {
  changed: SeenField[];
  unchanged: SeenField[];
}

/** Changed fields first; each list in the order of the source. In an insert or a delete every field changed. */
export function differenceOfFields(change: { operation: string; fields: SeenField[] }): FieldsApart {
  if (change.operation !== "update") return { changed: change.fields, unchanged: [] };
  return {
    changed: change.fields.filter((field) => field.changed),
    unchanged: change.fields.filter((field) => !field.changed),
  };
}

const segmenter = new Intl.Segmenter("en", { granularity: "word" });
function inWords(before: string, after: string): Piece[] {
  const words = (text: string) => Array.from(segmenter.segment(text), (part) => part.segment);
  if (before.length + after.length > longestStretch) return [removed(before), added(after)];
  return differenceOfLists(words(before), words(after));
}

/**
 * Lines and sentences. One of them that is long is cut again, behind words whose letters say so, so that a word that came or went
 * moves no cut but its own.
 */
function sentencesIn(text: string): string[] {
  const sentences = text.match(/[^\n.!?。؟]*(?:[\n.!?。؟]+\s*|$)/gu) ?? [];
  return sentences.flatMap((sentence) => (sentence.length > 400 ? phrasesIn(sentence) : [sentence])).filter(Boolean);
}

function phrasesIn(sentence: string): string[] {
  const phrases: string[] = [];
  let from = 0;
  for (const match of sentence.matchAll(/\S(\S)?\s+/g)) {
    const letters = match[0].charCodeAt(0) + match[0].charCodeAt(1);
    if (letters % 8 !== 0) continue;
    phrases.push(sentence.slice(from, match.index + match[0].length));
    from = match.index + match[0].length;
  }
  return [...phrases, sentence.slice(from)];
}

function differenceOfLists(a: string[], b: string[]): Piece[] {
  const places = shortestEdits(a, b, mostEdits);
  if (!places) return replaced(a, b);
  return places.map(({ from, to }) =>
    from === undefined ? added(b[to as number] ?? "") : to === undefined ? removed(a[from] ?? "") : same(a[from] ?? ""),
  );
}

/** What is alike at both ends stays, and all that lies between was replaced. */
function replaced(a: string[], b: string[]): Piece[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const join = (list: string[], from: number, to: number) => list.slice(from, to).join("");
  return [
    same(join(a, 0, start)),
    removed(join(a, start, a.length - end)),
    added(join(b, start, b.length - end)),
    same(join(a, a.length - end, a.length)),
  ].filter(({ text }) => text !== "");
}

/** Joins neighbours of one kind, and lets a lone space between two changes belong to both, so that phrases stay whole. */
function calm(pieces: Piece[]): Piece[] {
  const out: Piece[] = [];
  let gone = "";
  let come = "";
  let kept = "";
  const settleChange = () => {
    if (gone) out.push(removed(gone));
    if (come) out.push(added(come));
    gone = "";
    come = "";
  };
  const settleKept = () => {
    if (kept) out.push(same(kept));
    kept = "";
  };
  pieces.forEach((piece, at) => {
    if (piece.text === "") return;
    if (piece.kind === "same") {
      const between =
        /^\s+$/.test(piece.text) && (gone || come) && !kept && (pieces[at + 1]?.kind ?? "same") !== "same";
      if (between) {
        gone += piece.text;
        come += piece.text;
      } else {
        settleChange();
        kept += piece.text;
      }
      return;
    }
    settleKept();
    if (piece.kind === "removed") gone += piece.text;
    else come += piece.text;
  });
  settleChange();
  settleKept();
  return out;
}

const same = (text: string): Piece => ({ kind: "same", text });
const removed = (text: string): Piece => ({ kind: "removed", text });
const added = (text: string): Piece => ({ kind: "added", text });
