"use client";
/** The draft of the query on this page, and the ways it becomes a search. */
import { useCallback, useEffect, useMemo, useReducer, useState } from "react";
import type { SearchAsk } from "@/lib/search/language";
import { useSearch } from "../go";
import { joined, longest, type Piece, pieceOf } from "./pieces";
import { type Draft, draftOf, type Edit, edited, textOf } from "./state";

/** A part of the query that cannot be understood. */
export interface Wrong {
  /** The token, as it was typed. */
  text: string;
  sentence: string;
  /** What it may be meant as. */
  instead?: string;
}

export interface Drafting {
  draft: Draft;
  text: string;
  /** It is not what the results are of. */
  changed: boolean;
  wrong: Wrong[];
  edit: (edit: Edit) => void;
  /** Searches for what is written; where something is wrong with it, the results stay and it is said. */
  search: () => void;
  /** Searches for another text, as a button or another editor says it. */
  searchFor: (text: string) => void;
  undo: () => void;
  tooLong: (length: number) => void;
}

export function useDraft(ask: SearchAsk): Drafting {
  const [draft, edit] = useReducer(edited, ask.text, draftOf);
  const [tried, setTried] = useState<string>();
  const [length, setLength] = useState<number>();
  const go = useSearch(ask.view);
  useEffect(() => edit({ does: "become", text: ask.text }), [ask.text]);
  const text = textOf(draft);
  const wrong = useMemo(() => wrongOf(draft, tried, ask, length), [draft, tried, ask, length]);

  const searchFor = useCallback(
    (other: string) => {
      edit({ does: "become", text: other });
      setLength(undefined);
      setTried(other);
      if (mistakesOf(other).length === 0) go({ text: other });
    },
    [go],
  );
  const search = () => {
    edit({ does: "finish" });
    setLength(undefined);
    setTried(text);
    if (mistakesOf(text).length === 0) go({ text });
  };
  const undo = () => {
    const before = draft.past.at(-1);
    if (before === undefined) return;
    edit({ does: "undo" });
    if (text === ask.text) go({ text: before }); // what was undone had been searched for
  };
  return { draft, text, changed: text !== ask.text, wrong, edit, search, searchFor, undo, tooLong: setLength };
}

const mistakesOf = (text: string) => pieceOf(text).mistakes;

/** What is wrong with finished tokens at once; with what is still being written, only once it was to be searched for. */
function wrongOf(draft: Draft, tried: string | undefined, ask: SearchAsk, length: number | undefined): Wrong[] {
  const text = textOf(draft);
  const found: Wrong[] = [];
  if (length !== undefined) found.push({ text: "", sentence: tooLongWords(length) });
  if (text === ask.text)
    found.push(...ask.mistakes.map(({ from, to, sentence }) => wrong(ask.text.slice(from, to), sentence)));
  const whole = draft.plain || tried === text ? pieceOf(text) : undefined;
  const pieces = draft.plain ? [] : draft.pieces.map(pieceOf);
  if (whole && tried === text) found.push(...wrongIn(whole));
  else found.push(...pieces.flatMap(wrongIn));
  return found.filter(({ sentence }, at) => found.findIndex((other) => other.sentence === sentence) === at).slice(0, 5);
}

function wrongIn({ text, mistakes }: Piece): Wrong[] {
  return mistakes.map(({ from, to, sentence }) => wrong(text.slice(from, to), sentence));
}

function wrong(text: string, sentence: string): Wrong {
  const [, instead] = /Did you mean (\S+[:=]\S+)\?/.exec(sentence) ?? [];
  return { text, sentence, ...(instead && { instead }) };
}

function tooLongWords(length: number): string {
  return `A search has at most ${longest.toLocaleString("en")} characters; this would have ${length.toLocaleString("en")}, so nothing was added.`;
}

/** The text without, or with something else in place of, a part of it. */
export function corrected(text: string, { text: part, instead = "" }: Wrong): string {
  const at = text.indexOf(part);
  return at < 0 || part === ""
    ? text
    : joined([text.slice(0, at).trim(), instead, text.slice(at + part.length).trim()]);
}
