/**
 * What differs between before and after: which fields, and inside a long text which words. Pure. Nothing is left out:
 * the pieces that are not added are the text before, the pieces that are not removed the text after.
 */
import type { SeenField } from "./seen.ts";

export interface Piece {
  kind: "same" | "removed" | "added";
  text: string;
}

/** Cells of the table of longest common subsequences; beyond it the text counts as replaced whole. */
const largestTable = 400_000;

export function differenceOfWords(before: string, after: string): Piece[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const a = wordsIn(before);
  const b = wordsIn(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const pieces = [
    ...a.slice(0, start).map(same),
    ...differenceOfMiddles(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ];
  return calm(pieces);
}

/** True where marking words helps: both are running text and enough of it stayed. */
export function readsAsText(before: string, after: string): boolean {
  const isText = (text: string) => text.length >= 24 && /\S\s+\S+\s+\S/.test(text);
  if (!isText(before) || !isText(after)) return false;
  const kept = differenceOfWords(before, after)
    .filter((piece) => piece.kind === "same")
    .reduce((length, piece) => length + piece.text.trim().length, 0);
  return kept * 4 >= Math.min(before.length, after.length);
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
function wordsIn(text: string): string[] {
  if (text.length > 40_000) return text === "" ? [] : [text];
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function differenceOfMiddles(a: string[], b: string[]): Piece[] {
  if (a.length * b.length > largestTable) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const at = i * width + j;
      longest[at] =
        a[i] === b[j] ? (longest[at + width + 1] ?? 0) + 1 : Math.max(longest[at + width] ?? 0, longest[at + 1] ?? 0);
    }
  }
  const pieces: Piece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      pieces.push(same(left));
      i += 1;
      j += 1;
    } else if (
      right === undefined ||
      (left !== undefined && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      pieces.push(removed(left ?? ""));
      i += 1;
    } else {
      pieces.push(added(right));
      j += 1;
    }
  }
  return pieces;
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
