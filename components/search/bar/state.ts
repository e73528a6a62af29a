/**
 * What is being written in the search bar: finished tokens, and the text that becomes the next one. Pure. The tokens are pieces of
 * the query's text, so that nothing is lost which the bar cannot show better. What was searched for is the page's; this is the draft.
 */
import { cut, isBare, isOpen, joined } from "./pieces";

export interface Draft {
  pieces: string[];
  /** The text that is being written; it stands before the piece `place`. */
  typed: string;
  place: number;
  /** The whole query is one text. */
  plain: boolean;
  /** What the query was, the last one at the end. */
  past: string[];
}

export type Edit =
  | { does: "type"; typed: string }
  /** What was chosen from the list stands in place of the typed text. */
  | { does: "take"; text: string; done: boolean }
  | { does: "finish" }
  /** Backspace at the start: the last token becomes text again. */
  | { does: "reopen"; at: number }
  | { does: "remove"; at: number }
  | { does: "plain"; plain: boolean }
  | { does: "undo" }
  /** Another editor, or the page, says what the query is. */
  | { does: "become"; text: string };

const mostPast = 50;

export function draftOf(text: string): Draft {
  const pieces = cut(text);
  return { pieces, typed: "", place: pieces.length, plain: false, past: [] };
}

/** The query as it would be searched for. */
export function textOf({ pieces, typed, place, plain }: Draft): string {
  return plain ? typed.trim() : joined([...pieces.slice(0, place), typed.trim(), ...pieces.slice(place)]);
}

export function edited(draft: Draft, edit: Edit): Draft {
  switch (edit.does) {
    case "type":
      return typing(draft, edit.typed);
    case "take":
      return edit.done ? kept(draft, finished({ ...draft, typed: edit.text })) : { ...draft, typed: edit.text };
    case "finish":
      return finished(draft);
    case "reopen":
      return reopened(draft, edit.at);
    case "remove":
      return kept(draft, removed(draft, edit.at));
    case "plain":
      return inPlain(draft, edit.plain);
    case "undo":
      return undone(draft);
    case "become":
      return edit.text === textOf(draft) && draft.typed === "" ? draft : became(draft, edit.text);
  }
}

/** A space ends a token, unless it stands within a quotation or a word of several; words wait, since more may follow. */
function typing(draft: Draft, typed: string): Draft {
  const { pieces, place } = draft;
  const next = { ...draft, typed };
  if (draft.plain) return next;
  const before = pieces[place - 1];
  if (/^or\s$/i.test(typed) && before !== undefined) {
    return { ...next, pieces: without(pieces, place - 1), place: place - 1, typed: `${before} ${typed}` };
  }
  const last = cut(typed).at(-1);
  const ends = /\s$/.test(typed) && !isOpen(typed) && last !== undefined && !isBare(last);
  return ends ? kept(draft, finished(next)) : next;
}

function finished(draft: Draft): Draft {
  if (draft.plain) return draft;
  const fresh = cut(draft.typed);
  const { pieces, place } = draft;
  return {
    ...draft,
    pieces: [...pieces.slice(0, place), ...fresh, ...pieces.slice(place)],
    place: draft.typed === "" ? place : fresh.length === 0 ? place : place + fresh.length,
    typed: "",
  };
}

function reopened(draft: Draft, at: number): Draft {
  const settled = finished(draft);
  const shift = at >= draft.place ? settled.pieces.length - draft.pieces.length : 0;
  const piece = settled.pieces[at + shift];
  if (piece === undefined) return draft;
  return {
    ...settled,
    pieces: without(settled.pieces, at + shift),
    place: at + shift,
    typed: piece,
  };
}

function removed(draft: Draft, at: number): Draft {
  if (draft.pieces[at] === undefined) return draft;
  const pieces = without(draft.pieces, at);
  const place = at < draft.place ? draft.place - 1 : draft.place;
  return { ...draft, pieces, place };
}

function inPlain(draft: Draft, plain: boolean): Draft {
  if (plain === draft.plain) return draft;
  const text = textOf(draft);
  return plain ? { ...draft, plain, typed: text, pieces: [], place: 0 } : { ...draftOf(text), past: draft.past };
}

function undone(draft: Draft): Draft {
  const last = draft.past.at(-1);
  if (last === undefined) return draft;
  return { ...shown(draft, last), past: draft.past.slice(0, -1) };
}

function became(draft: Draft, text: string): Draft {
  return kept(draft, shown(draft, text));
}

function shown(draft: Draft, text: string): Draft {
  return draft.plain ? { ...draft, typed: text } : { ...draftOf(text), past: draft.past };
}

/** The draft after a change, which remembers what it was before. */
function kept(before: Draft, after: Draft): Draft {
  const text = textOf({ ...before, typed: before.plain ? before.typed : "" });
  if (text === textOf(after) || text === before.past.at(-1)) return after;
  return { ...after, past: [...before.past, text].slice(-mostPast) };
}

function without(pieces: string[], at: number): string[] {
  return pieces.filter((_, index) => index !== at);
}
