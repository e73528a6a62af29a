/** Help for one page: what it answers, how to read it, its keys. Plain data, one file per page. */

/** A mark of the page, drawn beside the sentence that says what it means. */
export type Shape =
  | "solid"
  | "covered"
  | "dashed"
  | "hatched"
  | "anchored"
  | "signed"
  | "waiting"
  | "tampered"
  | "before"
  | "after"
  | "hidden"
  | "agent"
  | "service"
  | "human"
  | "unknown"
  | "attention";

export interface Help {
  /** What the page is called. */
  title: string;
  /** The questions it answers. */
  answers: string[];
  /** How to read it. */
  read: { shape?: Shape; says: string }[];
  /** The page is searched in the language of search, whose fields belong to its help. */
  searched?: true;
  /** Keys beyond those of every page. */
  keys?: { keys: string[]; does: string }[];
  /** What of it is recorded. */
  recorded: string;
}
