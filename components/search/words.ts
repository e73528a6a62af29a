/** How the parts of a query are called on screens. One list serves tokens, facets, condition rows and menus. */
import { capitalised, type FieldName, grouped, searchField, words } from "@/lib/event";
import { type Condition, isAll, isAny, isCondition, isNot, type Operator, type Tree } from "@/lib/search/language";
import { dateWords } from "../event/time";

/** What a token says: "not", "Actor", "Dana Lee". */
export interface ChipWords {
  not: boolean;
  /** Empty where the value says it all. */
  name: string;
  value: string;
}

/** The name of a value where it is known by another one than it is searched by: of an actor, of a table. */
export type LabelOf = (field: FieldName, value: string) => string | undefined;

/** An action is the last word of an event's type. */
const actionWords: Record<string, string> = {
  created: "Created",
  updated: "Changed",
  deleted: "Deleted",
  truncated: "Emptied a table",
  signed_in: "Signed in",
  signed_out: "Signed out",
  login_failed: "Failed to sign in",
  sign_in_failed: "Failed to sign in elsewhere",
  locked_out: "Locked out",
  granted: "Granted a role",
  revoked: "Took a role or key away",
  viewed: "Looked at a record",
  started: "Started a job",
  finished: "Finished a job",
  failed: "Failed a job",
  made: "Decided",
  asked: "Asked somebody else",
  approved: "Approved",
  refused: "Refused",
  withdrawn: "Withdrew a request",
  expired: "Expired",
  revealed: "Revealed concealed values",
  searched: "Searched events",
  opened: "Opened an entry",
  denied: "Was refused",
};

/** The value of a field as a screen says it. */
export function valueWords(field: FieldName, value: string, labelOf?: LabelOf): string {
  const { choices, kind } = searchField(field);
  const said = labelOf?.(field, value) ?? choices?.[value];
  if (said !== undefined) return said;
  if (field === "action") return actionWords[value] ?? capitalised(words(value));
  if (field === "record") return capitalised(words(value));
  if (field === "field") return capitalised(words(value));
  if (field === "ticket" && value.toLowerCase() === "none") return "none recorded";
  if (kind === "time") return whenWords(value);
  if (kind === "number") return grouped(value);
  return value;
}

/** "20 May 2026", "last 7 days", "this month". */
export function whenWords(value: string): string {
  const [, count, unit] = /^(\d+)([a-z])$/i.exec(value) ?? [];
  const name = unit && units[unit.toLowerCase()];
  if (count && name) return `${grouped(count)} ${name}${count === "1" ? "" : "s"} ago`;
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dateWords(value);
  if (/^\d{4}-\d\d$/.test(value)) return dateWords(`${value}-01`).replace(/^1 /, "");
  const [, day, clock, utc] = /^(\d{4}-\d\d-\d\d)T([\d:.]+)(Z?)$/i.exec(value) ?? [];
  if (day && clock) return `${dateWords(day)}, ${clock}${utc ? " UTC" : ""}`;
  return value.replaceAll("-", " ");
}

const units: Record<string, string> = { m: "minute", h: "hour", d: "day", w: "week" };

const comparing: Record<Operator, string> = {
  is: "",
  over: "over ",
  least: "at least ",
  under: "under ",
  most: "at most ",
};

/** What the token of a part of the query says; a group says its members. */
export function chipOf(tree: Tree, labelOf?: LabelOf): ChipWords {
  if (isNot(tree)) {
    const inner = chipOf(tree.not, labelOf);
    return inner.not ? { not: true, name: "", value: `(${saying(inner)})` } : { ...inner, not: true };
  }
  if (isCondition(tree)) return { not: false, ...conditionWords(tree, labelOf) };
  const members = isAll(tree) ? tree.all : tree.any;
  if (isAny(tree)) return { not: false, ...anyWords(tree.any, labelOf) };
  return { not: false, name: "", value: members.map((member) => saying(chipOf(member, labelOf))).join(" and ") };
}

/** "Actor: Dana Lee", "not Action: Read" as one text. */
export function saying({ not, name, value }: ChipWords): string {
  return `${not ? "not " : ""}${name ? `${name}: ` : ""}${value}`;
}

function conditionWords(condition: Condition, labelOf?: LabelOf): Omit<ChipWords, "not"> {
  const { field, operator, value, of } = condition;
  const compares = comparing[operator];
  if (field === "own") return { name: "", value: ownWords[value] ?? value };
  if (field === "text") return { name: "Words", value };
  if ((field === "was" || field === "became") && of !== undefined) {
    const name = `${capitalised(words(of))}${field === "was" ? " before" : ""}`;
    return { name, value: `${compares}${grouped(value)}` };
  }
  return { name: searchField(field).says, value: `${compares}${valueWords(field, value, labelOf)}` };
}

const ownWords: Record<string, string> = {
  hidden: "Without Vouch’s own entries",
  shown: "Vouch’s own entries too",
  only: "Vouch’s own entries alone",
};

/** Several values of one field are one field with several values; other groups say each member. */
function anyWords(members: Tree[], labelOf?: LabelOf): Omit<ChipWords, "not"> {
  const said = members.map((member) => chipOf(member, labelOf));
  const [first] = said;
  if (first?.name && said.every(({ not, name }) => !not && name === first.name)) {
    return { name: first.name, value: orList(said.map(({ value }) => value)) };
  }
  return { name: "", value: orList(said.map(saying)) };
}

function orList(texts: string[]): string {
  if (texts.length > 3) return `${texts[0]} and ${texts.length - 1} more`;
  return texts.join(" or ");
}
