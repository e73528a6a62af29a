/** What a condition may say: its value as it is kept, and what is wrong with it. Pure. */
import { askedWords, folded, type SearchField, searchField } from "../../event/index.ts";
import { numberOf } from "./compared.ts";
import { nearest } from "./near.ts";
import { readTime, timeWords } from "./times.ts";
import type { Condition } from "./tree.ts";

/** Characters of a value at most. */
export const longestValue = 500;

export const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** With its value as every part of Vouch writes it: a choice by its id, a number without commas, an action as the ledger has it. */
export function settled({ field, operator, value, of }: Condition): Condition {
  const { kind, choices } = searchField(field);
  const named = kind === "value" && of !== undefined ? { of } : {};
  return { field, operator, value: settledValue(), ...named };

  function settledValue(): string {
    if (kind === "choice") return choiceOf(choices, value) ?? value;
    if (kind === "number") return numberOf(value) ?? value;
    if (kind === "value" && operator !== "is") return numberOf(value) ?? value;
    if (kind === "time") return Object.hasOwn(timeWords, value.toLowerCase()) ? value.toLowerCase() : value;
    return field === "action" ? value.trim().replaceAll(/\s+/g, "_") : value;
  }
}

function choiceOf(choices: SearchField["choices"], value: string): string | undefined {
  const asked = folded(value.trim());
  return Object.entries(choices ?? {}).find(([id, words]) => id === asked || folded(words) === asked)?.[0];
}

/** What is wrong with a condition and what to do, in a sentence; nothing where it can be searched for. */
export function wrongWith(condition: Condition): string | undefined {
  const { field, operator, value, of } = condition;
  const { says, kind, compares, example } = searchField(field);
  if (value === "")
    return `A value is missing${field === "text" ? "" : ` after ${of ?? field}`}. Expected, for example, ${example}.`;
  if (value.length > longestValue)
    return `Expected at most ${longestValue} characters, got ${value.length}. It is left out of the search.`;
  if (value.includes("\0") || !value.isWellFormed() || of?.includes("\0") || of?.isWellFormed() === false)
    return "This contains characters that no entry can contain. It is left out of the search.";
  if (operator !== "is" && !compares) return notComparable(condition, says);
  return wrongByKind[kind]?.(condition);
}

function notComparable({ field, operator, value }: Condition, says: string): string {
  const { kind, example } = searchField(field);
  if (kind !== "time") return `${says} can be asked for, not compared. Expected, for example, ${example}.`;
  const side = operator === "over" || operator === "least" ? "after" : "before";
  return `Times are asked for with after:, before: and on:. Did you mean ${side}:${value}?`;
}

const wrongByKind: Partial<Record<SearchField["kind"], (condition: Condition) => string | undefined>> = {
  choice: wrongChoice,
  words: ({ value }) =>
    askedWords(value).length === 0 ? "There is no word in this to look for. Expected letters or digits." : undefined,
  number: ({ field, value }) =>
    /^\d{1,18}$/.test(value)
      ? undefined
      : `Expected a whole number, such as ${searchField(field).example}, got “${value}”.`,
  time: wrongTime,
  value: wrongComparison,
};

function wrongChoice({ field, value }: Condition): string | undefined {
  const { says, choices = {} } = searchField(field);
  const ids = Object.keys(choices);
  if (ids.includes(value)) return undefined;
  const meant = nearest(value, [...ids, ...Object.values(choices)]);
  const hint = meant === undefined ? "" : ` Did you mean ${field}:${choiceOf(choices, meant)}?`;
  return `${says} is one of ${ids.join(", ")}; there is no “${value}”.${hint}`;
}

function wrongTime({ field, value }: Condition): string | undefined {
  const time = readTime(value);
  if ("wrong" in time) return time.wrong;
  return field === "on" && time.kind === "ago" ? `on: takes a day. Did you mean after:${value}?` : undefined;
}

function wrongComparison({ field, operator, value, of }: Condition): string | undefined {
  if (of === "") return `The name of the field is missing. Expected, for example, ${searchField(field).example}.`;
  if (of !== undefined && of.length > 200)
    return `Expected a field’s name of at most 200 characters, got ${of.length}.`;
  if (operator === "is") return undefined;
  if (of === undefined)
    return `Expected the name of the field that is compared: ${field}.credit_limit>10000, for example.`;
  if (numberOf(value) !== undefined) return undefined;
  const time = readTime(value);
  return "wrong" in time || time.kind === "ago"
    ? `Expected a number or a date to compare ${of} with, such as 10000 or 2026-03-01, got “${value}”.`
    : undefined;
}
