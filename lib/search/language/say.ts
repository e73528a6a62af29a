/** A query as words, for entries, notices and certificates, and for whoever did not type it. Pure. */
import { folded, grouped, months, searchField, words } from "../../event/index.ts";
import { numberOf } from "./compared.ts";
import { normalise } from "./normal.ts";
import { visible } from "./print.ts";
import { readTime, type TimeValue } from "./times.ts";
import { type Condition, demands, isAll, isCondition, isNot, type Operator, type Tree } from "./tree.ts";

/** “actor dana, field credit limit changed, until 1 March 2026, without action read”; everything is “all entries”. */
export function queryWords(tree: Tree): string {
  const said = demands(normalise(tree)).map((demand) => demandWords(demand));
  return said.length === 0 ? "all entries" : said.join(", ");
}

/** One part of a query. */
export function demandWords(tree: Tree): string {
  if (isCondition(tree)) return conditionWords(tree);
  if (isNot(tree)) return withoutWords(tree.not);
  const [members, join] = isAll(tree) ? [tree.all, " and "] : [tree.any, " or "];
  return members.map(memberWords).join(join);
}

function memberWords(tree: Tree): string {
  return isCondition(tree) || isNot(tree) ? demandWords(tree) : `(${demandWords(tree)})`;
}

function withoutWords(tree: Tree): string {
  if (!isCondition(tree)) return `without (${demandWords(tree)})`;
  const said = conditionWords(tree);
  if (said.startsWith("with the ")) return said.replace("with", "without");
  const { kind } = searchField(tree.field);
  if (kind === "value") return `not (${said})`;
  return (kind === "time" || /^(by|on|with)/.test(said) ? "not " : "without ") + said;
}

function conditionWords(condition: Condition): string {
  const { field, operator, value } = condition;
  const { kind, choices } = searchField(field);
  if (kind === "time") return timeWordsOf(condition);
  if (kind === "value") return valueWords(condition);
  if (kind === "number")
    return `${field === "rows" ? "rows affected" : "entry"} ${comparisons[operator]}${grouped(value)}`;
  if (field === "own") return ownWords[value] ?? ownWords.hidden ?? "";
  if (field === "kind") return `by ${kinds[value] ?? visible(value)}`;
  if (field === "text") return `with the word${/\s/.test(value) ? "s" : ""} ${shown(value)}`;
  if (field === "ticket" && folded(value) === "none") return "without a ticket";
  if (field === "field") return `field ${visible(words(value))} changed`;
  const named = choices?.[value]?.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
  const plain = field === "action" || field === "record" ? visible(words(value)) : shown(value);
  return `${beginnings[field] ?? field} ${named ?? plain}`;
}

const ownWords: Record<string, string> = {
  hidden: "without Vouch’s own entries",
  shown: "Vouch’s own entries among them",
  only: "Vouch’s own entries alone",
};

const kinds: Record<string, string> = {
  human: "people",
  service: "services and jobs",
  agent: "AI agents",
  unknown: "somebody unknown",
};

const beginnings: Partial<Record<Condition["field"], string>> = {
  behalf: "on behalf of",
  event: "type of event",
  category: "kind of event",
  record: "table",
  id: "record",
};

const comparisons: Record<Operator, string> = {
  is: "",
  over: "over ",
  least: "at least ",
  under: "under ",
  most: "at most ",
};
const timeComparisons: Record<Operator, string> = {
  is: "",
  over: "after ",
  least: "from ",
  under: "before ",
  most: "until ",
};

/** “credit limit became over 10,000”, “tier was gold”, “a value was gold”. */
function valueWords({ field, operator, value, of }: Condition): string {
  const named = `${of === undefined ? "a value" : visible(words(of))} ${field}`;
  const number = numberOf(value);
  if (operator === "is" || number !== undefined)
    return `${named} ${comparisons[operator]}${operator === "is" ? shown(value) : grouped(number ?? value)}`;
  return `${named} ${timeComparisons[operator]}${spanWords(readTime(value), value)}`;
}

/** In quotation marks where it would run into the words around it. */
function shown(value: string): string {
  return /[\s,()]/.test(value) ? `“${visible(value)}”` : visible(value);
}

function timeWordsOf({ field, value }: Condition): string {
  const time = readTime(value);
  const said = spanWords(time, value);
  const [kind, ago] = "kind" in time ? [time.kind, time.kind === "ago"] : [undefined, false];
  if (ago) return field === "after" ? `the last ${said}` : `until ${said} ago`;
  if (field === "on") return kind === "word" ? said : kind === "month" || kind === "year" ? `in ${said}` : `on ${said}`;
  return `${field === "after" ? "from" : "until"} ${said}`;
}

const units: Record<string, string> = { m: "minute", h: "hour", d: "day", w: "week" };

function spanWords(time: TimeValue | { wrong: string }, value: string): string {
  if ("wrong" in time) return visible(value);
  if (time.kind === "word") return time.word.replace("-", " ");
  if (time.kind !== "ago") return dateWords(time);
  const [count, unit] = [value.slice(0, -1), units[value.slice(-1).toLowerCase()]];
  return Number(count) === 1 ? `${unit}` : `${count} ${unit}s`;
}

function dateWords(time: { local: string; offset?: string }): string {
  const [date = "", clock] = time.local.split("T");
  const [year, month, day] = date.split("-");
  const said = [day && String(Number(day)), month && months[Number(month) - 1], year].filter(Boolean).join(" ");
  if (clock === undefined) return said;
  const ahead = time.offset === undefined ? "" : ` UTC${time.offset.replace("Z", "").replace("-", "−")}`;
  return `${said}, ${clock}${ahead}`;
}
