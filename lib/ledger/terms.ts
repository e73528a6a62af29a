/**
 * Terms: what an entry can be found by, as numbers. Each text of each search field (lib/event/searchable.ts) is one, and each of its
 * words. A term is a keyed hash, so that whoever has the database without the home's key reads no value out of the index:
 *
 *     term = first 8 bytes, as a signed integer, of SHA-256(hex of the key, 64 bytes ‖ field ‖ 0x00 ‖ folded text)
 *
 * The key fills the first block, and three quarters of the hash are withheld, so nobody goes on from a term to that of a longer
 * text. Two texts that share a term by chance, one pair in 2⁶⁴, cost a comparison and never an answer: where a column says it too,
 * the column decides.
 */
import { hash } from "node:crypto";
import type { Home } from "../database/index.ts";
import { type Event, type FieldName, fieldNames, folded, foundWords, searchField } from "../event/index.ts";

/** Terms of an entry at most; a longer entry is found by its first ones. Every field's come before the words'. */
export const mostTerms = 512;

/** Fields of which an entry has as many texts as its record has fields and its statement words: last, so that they crowd out no other. */
const manyTexts: readonly FieldName[] = ["field", "was", "became", "statement", "text"];

/** Fields whose texts are terms. Numbers and times are compared, and the entry's number is its place. */
const termFields = [
  ...fieldNames.filter((name) => !["rows", "entry", "after", "before", "on", ...manyTexts].includes(name)),
  ...manyTexts,
];

export interface TermMaker {
  /** The term of one text of a field. */
  of(field: FieldName, text: string): bigint;
  /** All terms of an event, ascending, as the text of a bigint[]: `{-8,15}`. */
  all(event: Event): string;
}

/** A term in halves, which sort faster than a bigint, and as text. */
interface Term {
  high: number;
  low: number;
  text: string;
}

/** Texts whose terms are remembered, of each field, and their characters. */
const mostRemembered = { texts: 20_000, characters: 2_000_000 };

const makers = new WeakMap<Home, TermMaker>();

/** One per home, since it remembers. */
export function termsOf(home: Home): TermMaker {
  const maker = makers.get(home) ?? termMaker(home);
  makers.set(home, maker);
  return maker;
}

function termMaker(home: Home): TermMaker {
  const key = home.secret("search terms").toString("hex");
  const makers = new Map(termFields.map((name) => [name, fieldTerms(key, name)]));
  return {
    of: (field, text) => BigInt(makeTerm(key, field, text).text),
    all(event) {
      const found: Found = new Map();
      for (const add of makers.values()) add(event, found);
      return listed([...found.values()]);
    },
  };
}

/** Terms by their own text: one that was forgotten meanwhile is made again, and is another object. */
type Found = Map<string, Term>;

/** Adds an event's terms of one field to what was found of it. */
function fieldTerms(key: string, name: FieldName): (event: Event, found: Found) => void {
  const field = searchField(name);
  const termOf = remembering((text: string) => makeTerm(key, name, text));
  const termOfText = remembering((text: string) => termOf(folded(text)));
  const termsOfText = remembering((text: string) => foundWords(text).map(termOf));
  const add = (terms: Term[], found: Found) => {
    for (const term of terms) {
      if (found.size === mostTerms) return;
      found.set(term.text, term);
    }
  };
  const { texts } = field;
  if (!texts) return (event, found) => add(field.values(event).map(termOfText), found);
  return (event, found) => {
    for (const text of texts(event)) add(termsOfText(text), found);
  };
}

/** The function with a memory for what comes again: the latest texts, and as many before them. */
function remembering<T>(make: (text: string) => T): (text: string) => T {
  let [young, old, characters] = [new Map<string, T>(), new Map<string, T>(), 0];
  return (text) => {
    const fresh = young.get(text);
    if (fresh !== undefined) return fresh;
    const full = young.size >= mostRemembered.texts || characters >= mostRemembered.characters;
    if (full) [young, old, characters] = [new Map(), young, 0];
    const found = old.get(text) ?? make(text);
    young.set(text, found);
    characters += text.length;
    return found;
  };
}

function makeTerm(key: string, field: FieldName, text: string): Term {
  const digest = hash("sha256", `${key}${field}\0${folded(text)}`, "hex");
  const high = Number.parseInt(digest.slice(0, 8), 16) | 0;
  const low = Number.parseInt(digest.slice(8, 16), 16);
  return { high, low, text: ((BigInt(high) << 32n) | BigInt(low)).toString() };
}

function listed(terms: Term[]): string {
  terms.sort((one, other) => one.high - other.high || one.low - other.low);
  return `{${terms.map(({ text }) => text).join(",")}}`;
}
