/**
 * An entry as a sentence: who did what to what. Pure. The parts say what they are, never how they look, so that a row,
 * a title, a printed page and a message can each set them in their own way; joining their texts gives plain English.
 */
import { ofAccount } from "./account-sentence.ts";
import { ofApprovals, revealedMany } from "./approval-sentence.ts";
import { ofCoverage } from "./coverage-sentence.ts";
import { ofDemo } from "./demo-sentence.ts";
import type { Operation } from "./event.ts";
import { ofExports } from "./export-sentence.ts";
import { fieldLabel, type Manner, mannerOf, readField } from "./formatted.ts";
import type { Names } from "./hints.ts";
import { count, field, longestQuoted, type Part, type PartKind, record, shownData, text } from "./part.ts";
import { deniedToPeople, ofPeople } from "./people-sentence.ts";
import { deniedToQueries, ofQueries } from "./query-sentence.ts";
import { countOf, grouped, keyText, recordName, words } from "./reading.ts";
import { ofRecords } from "./record-sentence.ts";
import { ofKeys, reported, reusedId } from "./reported.ts";
import { ofReveals } from "./reveal-sentence.ts";
import type { Seen, SeenEntry, SeenEvent, SeenField } from "./seen.ts";
import { ofSources } from "./source-sentence.ts";

export type { Part, PartKind };

export function sentenceOf(entry: SeenEntry): Part[] {
  const { event } = entry;
  if (event.type === "entry.unreadable") return unreadable(entry);
  const parts: Part[] = [{ kind: "actor", text: actorName(event) }, text(" ")];
  const outcome = outcomeOf(event);
  parts.push(...(isBulk(event) ? bulk(event, outcome) : act(event, outcome, entry.names)));
  if (outcome === "refused") parts.push(text(" and was refused"));
  if (outcome === "failed") parts.push(text(" and it failed"));
  return parts;
}

/** Nothing that is stored of it can be trusted, so nobody is named. */
function unreadable({ index }: SeenEntry): Part[] {
  return [record(`Entry ${grouped(index)}`), text(" cannot be read: what is stored is not what was recorded")];
}

export function plainSentence(entry: SeenEntry): string {
  return sentenceOf(entry)
    .map((part) => part.text)
    .join("");
}

export function actorName({ actor, origin, source }: Pick<SeenEvent, "actor" | "origin" | "source">): string {
  if (actor.name) return actor.name;
  if (actor.kind !== "unknown" && actor.id) return actor.id;
  // over HTTP the login is the reporter's, and says nothing of who acted
  return origin?.login && source.kind !== "http" ? "Unknown login" : "Unknown actor";
}

/** True for the one entry that stands for a statement which touched other than one record. */
export function isBulk(event: SeenEvent): boolean {
  const { statement, change, target } = event;
  return statement?.rows !== undefined && statement.partOf === undefined && !change && target?.id === undefined;
}

/** Number of rows that each have an entry of their own, which says that it is part of this statement. */
export function rowsWithEntries(event: SeenEvent): string | undefined {
  const { rows } = event.statement ?? {};
  const told = isBulk(event) && outcomeOf(event) === "done" && operationOf(event) !== "truncate";
  return told && rows !== undefined && /^[1-9]/.test(rows) ? rows : undefined;
}

export type Outcome = "done" | "refused" | "failed";
export function outcomeOf(event: SeenEvent): Outcome {
  if (event.decision?.outcome === "denied") return "refused";
  return event.statement?.error === undefined ? "done" : "failed";
}

interface Verb {
  past: string;
  infinitive: string;
}
const verbs: Record<Operation, Verb> = {
  insert: { past: "created", infinitive: "create" },
  update: { past: "changed", infinitive: "change" },
  delete: { past: "deleted", infinitive: "delete" },
  truncate: { past: "emptied", infinitive: "empty" },
};

/** What the last word of a type says was done, for sources that report no operation. */
const operationOfWord: Record<string, Operation> = {
  created: "insert",
  inserted: "insert",
  added: "insert",
  updated: "update",
  changed: "update",
  deleted: "delete",
  removed: "delete",
  truncated: "truncate",
  emptied: "truncate",
};

/** Types whose sentence is not "past verb, noun": what is said after the actor, and "tried to …" where refused. */
const sayings: Record<string, Verb> = {
  "person.setup_refused": { past: "was refused to set up Vouch", infinitive: "set up Vouch" },
  "user.login": { past: "signed in", infinitive: "sign in" },
  "user.login_failed": { past: "failed to sign in", infinitive: "sign in" },
  "user.locked_out": { past: "was locked out after too many attempts", infinitive: "sign in" },
  "user.sign_in_failed": { past: "failed to sign in", infinitive: "sign in" },
  "user.signed_out": { past: "signed out", infinitive: "sign out" },
  "event.searched": { past: "searched events", infinitive: "search events" },
};

/** What Vouch says of itself: its records have ids that nobody knows, and names among the data. */
const own: Record<string, (event: SeenEvent) => Part[]> = {
  "source.protected": (event) => {
    const tables = shownData(event, "tables");
    const number = Array.isArray(tables) ? [text(", "), count(countOf(String(tables.length), "table"))] : [];
    return [text("protected "), record(subjectName(event) ?? "a source"), ...number];
  },
  "source.unprotected": (event) => {
    const lost = /^t/.test(String(shownData(event, "discarded")));
    const rest = lost ? [text(" and gave up what still waited there")] : [];
    return [text("stopped protecting "), record(subjectName(event) ?? "a source"), ...rest];
  },
  "source.stopped": (event) => [text("stopped reading "), record(subjectName(event) ?? "a source")],
  ...ofAccount,
  ...ofApprovals,
  ...ofCoverage,
  ...ofDemo,
  ...ofExports,
  ...ofKeys,
  ...ofRecords,
  ...ofPeople,
  ...ofQueries,
  ...ofReveals,
  ...ofSources,
  "privilege.granted": (event) => [text("granted privileges on "), record(ofAny(event))],
  "privilege.revoked": (event) => [text("revoked privileges on "), record(ofAny(event))],
  "change.missed": (event) => [
    text("made a change to "),
    record(words(event.target?.type ?? "a table")),
    text(" that could not be recorded"),
  ],
  "event.refused": (event) =>
    event.decision ? reusedId(event) : [text("could not make an entry of an event from "), record(event.source.name)],
  "person.created": (event) => {
    const name = subjectName(event);
    const role = shownData(event, "role");
    const whose =
      name === undefined || name === event.actor.name ? [text("an account")] : [text("the account of "), record(name)];
    return [text("created "), ...whose, ...(typeof role === "string" ? [text(" with the role "), record(role)] : [])];
  },
  "access.denied": denied,
};

/** Of GRANT and REVOKE PostgreSQL tells the kind of object alone: "a table", "a schema". */
function ofAny({ target }: SeenEvent): string {
  const kind = words(target?.type ?? "object");
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** Where among the data the name stands of what only Vouch knows by its id. */
const placeOfName = new Map([
  ["source", "source"],
  ["person", "name"],
  ["key", "key"],
  ["query", "name"],
  ["webhook", "name"],
]);

/** What an entry is about, as people know it: never the id by which only Vouch knows a source or a person. */
export function subjectName(event: SeenEvent): string | undefined {
  const { target } = event;
  if (target?.system !== "vouch" && event.source.kind !== "vouch") return target && targetName(target);
  const place = placeOfName.get(target?.type ?? "");
  if (place === undefined) return target && targetName(target);
  const name = shownData(event, place);
  return typeof name === "string" ? name : undefined;
}

function act(event: SeenEvent, outcome: Outcome, names?: Names): Part[] {
  const told = event.source.kind === "http" && Object.hasOwn(reported, event.type) && outcome === "done";
  if (told) return reported[event.type]?.(event) ?? [];
  const many = event.type === "value.revealed" ? revealedMany(event) : undefined;
  if (many) return many;
  const saying = sayings[event.type];
  if (saying) return [text(phrase(saying, outcome))];
  const said = Object.hasOwn(own, event.type) ? own[event.type] : undefined;
  if (said) return said(event);
  const operation = operationOf(event);
  if (operation === "truncate" && event.target) {
    return [text(`${phrase(verbs.truncate, outcome)} the table `), record(words(event.target.type))];
  }
  if (operation && event.target) return onRecord(event, operation, event.target, outcome, names);
  return fallback(event, outcome, names);
}

/** A permission is named noun.verb, `entry.open`: "tried to open entry 12". */
function denied(event: SeenEvent): Part[] {
  const [noun, verb] = splitType(event.decision?.rule ?? "");
  if (!noun || !verb) return [text("tried to do what their role may not")];
  const rule = event.decision?.rule ?? "";
  const tried = deniedToPeople[rule] ?? deniedToQueries[rule];
  if (tried !== undefined) return [text(`tried to ${tried}`)];
  if (event.decision?.rule === "session.revoke") return [text("tried to end the sessions of another account")];
  return [text(`tried to ${words(verb)} `), record(event.target ? targetName(event.target) : words(noun))];
}

function onRecord(
  event: SeenEvent,
  operation: Operation,
  target: NonNullable<SeenEvent["target"]>,
  outcome: Outcome,
  names?: Names,
): Part[] {
  const called = names?.record ?? recordName(target);
  const verb = text(`${phrase(verbs[operation], outcome)} `);
  const changed = event.change?.fields.filter((field) => field.changed) ?? [];
  const [first] = changed;
  if (operation !== "update" || !first) return [verb, record(called)];
  const rest = changed.length - 1;
  const parts = [verb, field(fieldLabel(first.name, names)), ...sidesOf(event, first, names)];
  if (rest > 0) parts.push(text(` and ${countOf(String(rest), "more field")}`));
  return [...parts, text(" on "), record(called)];
}

/** " from 5,000 to 50,000", where both sides can be quoted. */
function sidesOf(event: SeenEvent, changed: SeenField, names?: Names): Part[] {
  const quote = (side: "before" | "after") =>
    quoted(changed[side], changed, mannerOf(changed, side, event.change?.fields ?? [], names));
  const [before, after] = [quote("before"), quote("after")];
  if (before === undefined || after === undefined) return [];
  return [text(" from "), { kind: "old", text: before }, text(" to "), { kind: "new", text: after }];
}

function quoted(side: Seen | undefined, { type, name }: SeenField, manner: Manner): string | undefined {
  if (side?.state !== "shown") return undefined;
  const reading = readField(side.value, type, name, manner);
  if (reading.text.length > longestQuoted || reading.text.includes("\n")) return undefined;
  return reading.empty ? reading.text.toLowerCase() : reading.text;
}

function bulk(event: SeenEvent, outcome: Outcome): Part[] {
  const operation = operationOf(event);
  const rows = event.statement?.rows ?? "0";
  const table = event.target?.type ?? event.statement?.tables?.[0];
  const where = table === undefined ? "" : words(bareTable(table));
  if (operation === "truncate") {
    const held = outcome === "done" ? [text(", which held "), count(countOf(rows, "row"))] : [];
    return [
      text(`${phrase(verbs.truncate, outcome)} the table `),
      record(where || "that the statement names"),
      ...held,
    ];
  }
  if (!operation) {
    const parts = [text(outcome === "done" ? "ran a statement" : "tried to run a statement")];
    if (where) parts.push(text(" on "), record(where));
    if (outcome === "done") parts.push(text(" that affected "), count(countOf(rows, "row")));
    return parts;
  }
  const parts = [text(`${phrase(verbs[operation], outcome)} `), count(countOf(rows, "row"))];
  if (where) parts.push(text(operation === "delete" ? " from " : " in "), record(where));
  if (outcome === "done") parts.push(text(" with one statement"));
  return parts;
}

/** "invoice.approved" is "approved invoice 17"; a type that ends in no past verb is quoted in words. */
function fallback(event: SeenEvent, outcome: Outcome, names?: Names): Part[] {
  const [noun = "", verb = ""] = splitType(event.type);
  const what = names?.record ?? (event.target ? targetName(event.target) : words(noun));
  if (!/(ed|sent|run|read|seen|set|built|given|made)$/.test(verb)) {
    const parts = [text(`${outcome === "done" ? "did" : "tried"} “${words(event.type.replaceAll(".", " "))}”`)];
    return event.target ? [...parts, text(" on "), record(what)] : parts;
  }
  if (outcome !== "done") return [text("tried to act on "), record(what), text(` (${words(verb)})`)];
  return what ? [text(`${words(verb)} `), record(what)] : [text(words(verb))];
}

/** "entry 12,400"; without an id, what it is one of. */
export function targetName(target: NonNullable<SeenEvent["target"]>): string {
  if (target.id === undefined) return words(target.type);
  return `${words(target.type)} ${target.type === "entry" ? grouped(target.id) : keyText(target.id)}`;
}

/** What was done to records, said by the change, the type or the statement. */
export function operationOf(event: SeenEvent): Operation | undefined {
  if (event.change) return event.change.operation;
  const [, verb = ""] = splitType(event.type);
  return operationOfWord[verb] ?? operationOfStatement(event.statement?.text);
}

function operationOfStatement(statement: string | undefined): Operation | undefined {
  const [, keyword = ""] = /^\s*(insert|copy|update|delete|truncate)\b/i.exec(statement ?? "") ?? [];
  const operation = {
    insert: "insert",
    copy: "insert",
    update: "update",
    delete: "delete",
    truncate: "truncate",
  } as const;
  return operation[keyword.toLowerCase() as keyof typeof operation];
}

function splitType(type: string): [string, string] {
  const at = type.lastIndexOf(".");
  return at < 0 ? ["", type] : [type.slice(0, at).replaceAll(".", " "), type.slice(at + 1)];
}

function bareTable(table: string): string {
  return table.slice(table.lastIndexOf(".") + 1);
}

function phrase(verb: Verb, outcome: Outcome): string {
  return outcome === "done" ? verb.past : `tried to ${verb.infinitive}`;
}
