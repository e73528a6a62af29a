/** What a search is asked with: its tree, the zone of its days, its place in the list, and how the list is shown. Pure. */
import type { Tree } from "./tree.ts";

/** A stretch of the text that cannot be understood; the rest is searched all the same. */
export interface Mistake {
  /** Where it stands in the text: characters from the start, the end not counted. */
  from: number;
  to: number;
  /** What was expected, what came, what to do. */
  sentence: string;
}

/** How a list is shown; it changes nothing of what is found. */
export interface View {
  /** Columns beyond the sentence, in their order. */
  columns?: string[];
  /** Lines of one transaction stand together. */
  group?: "transaction";
}

export interface SearchAsk {
  /** The text of the query, as it stands in the address. */
  text: string;
  tree: Tree;
  mistakes: Mistake[];
  /** IANA name: where the days of the query begin. */
  zone: string;
  /** Where a page begins: made by `cursorOf` and by nothing else. */
  cursor?: string;
  direction?: "older" | "newer";
  view: View;
}
