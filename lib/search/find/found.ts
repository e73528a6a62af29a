/** What finding gives: the shapes that pages, summaries, exports and scripts share. Pure. */
import type { Home } from "../../database/index.ts";
import type { SeenEntry } from "../../event/index.ts";
import type { SearchAsk, Tree } from "../language/index.ts";

/** What a tree is evaluated with: where days begin, and what “7d” counts back from. */
export interface Moment {
  /** IANA name. */
  zone: string;
  /** UTC, six decimals. */
  now: string;
}

/** A place in the list. Lists are ordered by the source's clock, then by the entry's number. */
export interface Place {
  occurredAt: string;
  index: bigint;
}

/** A line of the list: an entry of its own, or the rows of one bulk statement that were found, as one. */
export interface LinePlace extends Place {
  /** The statement whose rows these are: the line is led by the first row that was found, since the statement's own entry was not. */
  rowsOf?: string;
}

/** One line of a page. */
export interface FoundLine {
  /** What the line shows: the statement's own entry where more than one of its rows was found. */
  entry: SeenEntry;
  /** Where the line stands in the list: the cursor of what follows it. */
  cursor: string;
  /** Of a bulk statement: how many of its rows were found. `more`: at least so many. Absent where all of them were, or where it has none. */
  matched?: { rows: number; more: boolean; statement: string };
}

/** Counted exactly up to a limit; `more`: there are more than were counted. */
export interface Total {
  lines: number;
  entries: number;
  more: boolean;
}

/** What a summary is made of: the lines that a search found, without a page's limits. */
export interface Found {
  home: Home;
  /** The search, with Vouch's own entries left out unless it asks for them. */
  tree: Tree;
  moment: Moment;
  /** Entries below this were looked at: those there were when the search began. */
  upTo: bigint;
  /** The newest lines, at most `most` of them, newest first. `more`: there are others, older. Asked once, remembered. */
  newest(most: number): Promise<{ lines: LinePlace[]; more: boolean }>;
  total(): Promise<Total>;
}

/** A page before its summary: what `vouch find` and the HTTP API need of it. */
export interface FoundLines {
  lines: FoundLine[];
  /** Cursors of the neighbouring pages, where there are any. */
  older?: string;
  newer?: string;
  ask: SearchAsk;
  total: Total;
  /** Number of entries that the ledger had. */
  asOf: string;
  /** Lets this person watch what is added to this search: `followTail`. */
  tail: string;
}
