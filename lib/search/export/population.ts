/** Which entries an export holds. It is fixed when the export is asked for, and the same whenever it is read. */
import type { Principal } from "../../access/index.ts";
import { capitalised, Fault } from "../../event/index.ts";
import type { Moment } from "../find/index.ts";
import { conditionsOf, everything, parseQuery, queryWords, type Tree, withoutOwn } from "../language/index.ts";
import type { AskedExport } from "./asked.ts";

export interface Population {
  tree: Tree;
  moment: Moment;
  /** Entries below this number. */
  upTo: bigint;
}

/** Throws `conflict` where the query is no longer understood: a field of it may have been removed since. */
export function populationOf({ query, zone, askedAt, upTo }: AskedExport): Population {
  const { tree, mistakes } = parseQuery(query);
  const [first] = mistakes;
  if (first) throw new Fault("conflict", `Its query is no longer understood: ${first.sentence} Export again.`);
  return { tree, moment: { zone, now: askedAt }, upTo };
}

/** A query in the words of the screen, as a sentence without its full stop. */
export function meaningOf(query: string): string {
  const { tree } = parseQuery(query);
  const words = queryWords(tree);
  const [rest, all] = [queryWords(withoutOwn(tree)), queryWords(everything)];
  const every = rest === all && words !== all && !conditionsOf(tree).some(({ value }) => value === "only");
  return capitalised(every ? `${all}, ${words}` : words);
}

/**
 * With whose eyes it is read: those of whoever asked, within the scope of then. It is no session's act any more; what it was
 * allowed by, the entry of the asking says.
 */
export function readerOf({ person, scope, number }: AskedExport): Principal {
  return { person, scope, session: `export ${number}` };
}
