/**
 * The population certificate: what exactly an exported file holds, how it was found, counted and made, what is left out of it, and
 * how somebody else finds the same again. It says what that shows and what it does not.
 */
import type { Scope } from "../../access/index.ts";
import type { ExportFormat } from "./asked.ts";

/** A stretch in which something was not captured, or not known to be. Times UTC; without `to` it has not ended. */
export interface CertifiedGap {
  source: string;
  /** Of every table where it says nothing. */
  table?: string;
  from: string;
  to?: string;
  says: string;
}

/** All numbers are decimal text, as everywhere outside the database. */
export interface Certificate {
  certificate: "vouch/population/1";
  export: { number: number; id: string; format: ExportFormat };
  ledger: { id: string; name: string; demo: boolean };
  population: {
    /** Word for word, with its times fixed. */
    query: string;
    /** In the words of the screen. */
    means: string;
    /** Where its days begin: an IANA name. */
    zone: string;
    /** Number of entries that the ledger had when the export was asked for: only those belong to the population. */
    upTo: string;
    /** Numbers of the first and the last entry in it; absent where there is none. */
    first?: string;
    last?: string;
    entries: string;
    /** Of bulk statements all rows that were found are one line, as in the list on the screen. */
    lines: string;
    /** Earliest and latest time of the source's clock in it. */
    occurred?: { first: string; last: string };
  };
  /** Counted by another way than the one that found the entries of the file. */
  counted: { entries: string; lines: string; at: string; how: string };
  file: {
    name: string;
    bytes: string;
    /** Lower-case hex. */
    sha256: string;
    /** Rows below the head of a CSV file; lines of a file of leaves. */
    rows: string;
    form: string;
  };
  /** The smallest signed head that covers the population; absent where none did yet. */
  checkpoint?: { size: string; root: string; signedAt: string };
  asked: { at: string; by: { name: string; email: string; role: string } };
  made: { from: string; to: string; build: string };
  /** What is not in the file, in sentences. */
  exclusions: string[];
  scope: Scope;
  coverage: { from: string; to: string; gaps: CertifiedGap[]; more: number };
  /** Path and query on this Vouch: the same search again. */
  again: string;
  shows: string[];
  doesNotShow: string[];
}

/** The members in the order in which somebody reads them; the database keeps them in its own. */
const order = [
  ["certificate", "export", "ledger", "population", "counted", "file", "checkpoint", "asked", "made"],
  ["exclusions", "scope", "coverage", "again", "shows", "doesNotShow"],
  ["number", "id", "format", "query", "means", "zone", "upTo", "name", "demo", "email", "role"],
  ["first", "last", "from", "to", "entries", "lines", "occurred", "at", "by", "how", "build"],
  ["bytes", "sha256", "rows", "form", "size", "root", "signedAt", "sources", "source", "table", "says", "gaps", "more"],
].flat();

/** As a file: whoever opens it finds the query before the small print. */
export function certificateText(certificate: Certificate): string {
  return `${JSON.stringify(inOrder(certificate), null, 2)}\n`;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const members = Object.entries(value).sort(([one], [other]) => place(one) - place(other));
  return Object.fromEntries(members.map(([name, member]) => [name, inOrder(member)]));
}

export const shows = [
  "The file holds every entry of the ledger, below the number said, that this query found, and no other.",
  "Two counts made in different ways agree. A file that differs in one byte has another SHA-256.",
  "Each entry's leaf hash stands beside it or follows from it; with the checkpoint it can be checked that the entry was in the ledger when that was signed.",
];

export const doesNotShow = [
  "That everything that happened was captured: what was not, as far as Vouch knows, stands under coverage.",
  "That values which a source reported are true, or that the person behind an identity is its owner. What a client said of itself stands as claimed.",
  "That what an entry shows no longer is what it showed: values can be erased from the ledger later, and are then missing from a file that is made again.",
  "Anything about entries that came after the number said, or about a population that does not come from this ledger.",
];
