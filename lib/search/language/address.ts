/** The address of a search: /events?q=TEXT&zone=ZONE&cursor=…&direction=newer&columns=a,b&group=transaction. Pure. */
import { fieldNames, knownZone, type Zone } from "../../event/index.ts";
import type { Mistake, SearchAsk, View } from "./ask.ts";
import { readCursor } from "./cursor.ts";
import { limits, parseQuery } from "./parse.ts";
import { printQuery } from "./print.ts";
import { is, isAny, type Tree } from "./tree.ts";

/** As the pages of Next hand them over. */
export type Params = Record<string, string | string[] | undefined>;

/** What stands in an address: either the tree or the text of a query, and how and where it is shown. */
export interface Addressed {
  tree?: Tree;
  text?: string;
  /** Where the link must mean the same days to everybody. */
  zone?: Zone;
  view?: View;
  cursor?: string;
  direction?: "older" | "newer";
}

export function searchAddress(given: Addressed, path = "/events"): string {
  const { zone, view, cursor, direction } = given;
  const text = given.tree === undefined ? (given.text ?? "") : printQuery(given.tree);
  const params = [
    ["q", text],
    ["zone", zone],
    ["cursor", cursor],
    ["direction", cursor && direction === "newer" ? direction : undefined],
    ["columns", view?.columns?.join(",")],
    ["group", view?.group],
  ].filter((param): param is [string, string] => Boolean(param[1]));
  const query = params.map(([name, value]) => `${name}=${written(value)}`).join("&");
  return query === "" ? path : `${path}?${query}`;
}

/** Percent-encoded, except what reads well and is allowed to stand in the query of an address. */
function written(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll(/%(20|2C|2F|3A|40)/g, (code) => plain[code] ?? code);
}

const plain: Record<string, string> = { "%20": "+", "%2C": ",", "%2F": "/", "%3A": ":", "%40": "@" };

/** A search with this tree. Its mistakes say where it goes beyond the limits of a query. */
export function askOf(tree: Tree, zone: Zone): SearchAsk {
  const text = printQuery(tree);
  const { tree: read, mistakes } = parseQuery(text);
  return { text, tree: read, mistakes, zone, view: {} };
}

/**
 * The search that an address asks for. `zone` is the reader's, unless the address says one. Each search field is a parameter, too:
 * `record=customers` is `record:customers` beside what `q` says. Never throws: what is wrong is left out and said, and `from` and
 * `to` of a mistake that stands elsewhere than in the text are 0.
 */
export function readAsk(params: Params, zone: Zone): SearchAsk {
  const text = textOf(params);
  const { tree, mistakes } = parseQuery(text);
  const said = first(params.zone)?.trim();
  const asked = said ? knownZone(said) : zone;
  const cursor = first(params.cursor);
  const known = cursor !== undefined && readCursor(cursor) !== undefined;
  if (!asked) mistakes.push(elsewhere(`There is no time zone “${said?.slice(0, 40)}”. Days are those of ${zone}.`));
  if (cursor && !known)
    mistakes.push(elsewhere("The link to this page of results is damaged, so the first page is shown."));
  return {
    text: text.slice(0, limits.characters),
    tree,
    mistakes: mistakes.map((mistake) => ({ ...mistake, to: Math.min(mistake.to, limits.characters) })),
    zone: asked ?? zone,
    ...(known && { cursor, direction: first(params.direction) === "newer" ? ("newer" as const) : ("older" as const) }),
    view: viewOf(params),
  };
}

const elsewhere = (sentence: string): Mistake => ({ from: 0, to: 0, sentence });

/** What `q` says, with the parameters named after fields written before it. */
function textOf(params: Params): string {
  const text = first(params.q) ?? "";
  const folded = fieldNames.flatMap((field) => {
    const values = [params[field]]
      .flat()
      .filter((value): value is string => value !== undefined && value.trim() !== "");
    return values.slice(0, limits.conditions).map((value) => printQuery(is(field, value.trim())));
  });
  if (folded.length === 0) return text;
  return [...folded, isAny(parseQuery(text).tree) ? `(${text})` : text].join(" ").trim();
}

function viewOf(params: Params): View {
  const columns = (first(params.columns) ?? "").split(",").filter((name) => /^[a-z][a-z-]{0,23}$/.test(name));
  return {
    ...(columns.length > 0 && { columns: [...new Set(columns)].slice(0, 20) }),
    ...(first(params.group) === "transaction" && { group: "transaction" as const }),
  };
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
