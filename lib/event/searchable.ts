/**
 * What can be searched for: one declaration per field. Parser, filter, facet, completion, help and the terms of the projection
 * (lib/ledger/terms.ts) are made from it; a new field is a new member here, and `vouch reindex`. Pure; the browser shares it.
 *
 * `values` says what an event has of a field, as text: a search for one of these texts finds the event. It never says a concealed,
 * hashed or omitted value.
 */
import {
  actorKinds,
  attributions,
  type Category,
  categories,
  channels,
  type Event,
  type Field,
  type Principal,
  type Value,
} from "./event.ts";
import { measureOf } from "./measures.ts";
import { folded, foundWords } from "./words.ts";

/**
 * `name`: people and the like, by id, by name or by one word of either. `choice`: one of a closed list. `text`: the whole text,
 * case aside. `words`: every word of what is asked. `number`, `time`: compared. `value`: of a field of the record.
 */
export type SearchKind = "name" | "choice" | "text" | "words" | "number" | "time" | "value";

export interface SearchField {
  /** As a label: "Actor". */
  says: string;
  /** One sentence for the help and the completion. */
  help: string;
  example: string;
  kind: SearchKind;
  /** What may be asked of it beside equality. */
  compares?: true;
  /** The closed list of a choice, in the words of the screen. */
  choices?: Readonly<Record<string, string>>;
  /** Stands beside the list with counts. */
  facet?: true;
  /** Values that were recorded are offered while one types. */
  offered?: true;
  /** A bulk statement's own entry has it whenever its rows have it, so rows need not be looked at one by one. */
  shared: boolean;
  values(event: Event): string[];
  /** Texts of which each word is one of `values`, where these are nothing else. */
  texts?(event: Event): string[];
}

const choicesOf = <T extends string>(ids: readonly T[], words: Record<T, string>): Record<string, string> =>
  Object.fromEntries(ids.map((id) => [id, words[id]]));

/** What a category is called where entries are chosen by it. */
export const categoryWords: Record<Category, string> = {
  record: "Changes of records",
  authentication: "Sign-ins",
  permission: "Permissions",
  sensitive_read: "Sensitive reads",
  statement: "Statements",
  approval: "Approvals",
  agent_decision: "Decisions of AI agents",
  export: "Exports",
  review: "Reviews",
  retention: "Retention",
  integrity: "Integrity",
  coverage: "Coverage",
  configuration: "Configuration",
};

export const searchable = {
  actor: {
    says: "Actor",
    help: "Who did it: an e-mail address, a login, a name, or one word of them.",
    example: "actor:dana",
    kind: "name",
    facet: true,
    offered: true,
    shared: true,
    values: ({ actor }) => namesOf(actor),
  },
  kind: {
    says: "Kind of actor",
    help: "Whether a person, a service, an AI agent or somebody unknown did it.",
    example: "kind:agent",
    kind: "choice",
    choices: choicesOf(actorKinds, {
      human: "People",
      service: "Services and jobs",
      agent: "AI agents",
      unknown: "Unknown",
    }),
    facet: true,
    shared: true,
    values: ({ actor }) => [actor.kind],
  },
  attribution: {
    says: "Attribution",
    help: "Whether the actor was authenticated, or somebody only said who it was.",
    example: "attribution:claimed",
    kind: "choice",
    choices: choicesOf(attributions, { verified: "Verified", claimed: "Claimed", none: "Not known" }),
    facet: true,
    shared: true,
    values: ({ actor }) => [actor.attribution],
  },
  behalf: {
    says: "On behalf of",
    help: "For whom a service or an AI agent acted.",
    example: "behalf:dana",
    kind: "name",
    offered: true,
    shared: true,
    values: ({ actor }) => (actor.onBehalfOf ? namesOf(actor.onBehalfOf) : []),
  },
  action: {
    says: "Action",
    help: "What was done: created, updated, deleted, signed_in and so on.",
    example: "action:deleted",
    kind: "text",
    facet: true,
    offered: true,
    shared: true,
    values: ({ type }) => [type.slice(type.lastIndexOf(".") + 1)],
  },
  event: {
    says: "Type of event",
    help: "The whole type: what it is about, and what was done.",
    example: "event:user.login_failed",
    kind: "text",
    offered: true,
    shared: true,
    values: ({ type }) => [type],
  },
  category: {
    says: "Kind of event",
    help: "Changes of records, sign-ins, permissions and so on.",
    example: "category:permission",
    kind: "choice",
    choices: choicesOf(categories, categoryWords),
    facet: true,
    shared: false, // a bulk statement is a statement, its rows are changes of records
    values: ({ category }) => [category],
  },
  record: {
    says: "Table",
    help: "The table or kind of record.",
    example: "record:customers",
    kind: "text",
    facet: true,
    offered: true,
    shared: true,
    values: ({ target }) => textsOf(target?.type),
  },
  id: {
    says: "Record id",
    help: "The record's key, as the database has it.",
    example: "id:10482",
    kind: "text",
    shared: false,
    values: ({ target }) => textsOf(target?.id),
  },
  field: {
    says: "Changed field",
    help: "A field that the change gave another value.",
    example: "field:credit_limit",
    kind: "text",
    offered: true,
    shared: false,
    values: ({ change }) =>
      change?.operation === "update" ? change.fields.filter(({ changed }) => changed).map(({ name }) => name) : [],
  },
  was: {
    says: "Value before",
    help: "What a field held before: any field, or one that is named.",
    example: "was.tier=gold",
    kind: "value",
    compares: true,
    shared: false,
    values: (event) => sideValues(event, "before"),
  },
  became: {
    says: "Value after",
    help: "What a field holds since: any field, or one that is named. credit_limit>10000 is short for became.credit_limit>10000.",
    example: "credit_limit>10000",
    kind: "value",
    compares: true,
    shared: false,
    values: (event) => sideValues(event, "after"),
  },
  source: {
    says: "Source",
    help: "The database or system that reported it.",
    example: "source:billing",
    kind: "text",
    facet: true,
    offered: true,
    shared: true,
    values: ({ source }) => [source.name, source.id],
  },
  system: {
    says: "System",
    help: "The database or system within the source.",
    example: "system:billing",
    kind: "text",
    offered: true,
    shared: true,
    values: ({ target }) => textsOf(target?.system),
  },
  origin: {
    says: "Origin",
    help: "By which way it came: the application's pages, its API, automation, an AI agent, a migration, direct SQL.",
    example: "origin:direct_sql",
    kind: "choice",
    choices: choicesOf(channels, {
      ui: "Pages",
      api: "API",
      automation: "Automation",
      agent: "AI agent",
      migration: "Migration",
      direct_sql: "Direct SQL",
    }),
    facet: true,
    shared: true,
    values: ({ origin }) => textsOf(origin?.channel),
  },
  application: {
    says: "Application",
    help: "The program, as it named itself.",
    example: "application:psql",
    kind: "text",
    offered: true,
    shared: true,
    values: ({ origin }) => textsOf(origin?.application),
  },
  login: {
    says: "Login",
    help: "The login of the database.",
    example: "login:app_rw",
    kind: "text",
    offered: true,
    shared: true,
    values: ({ origin }) => textsOf(origin?.login),
  },
  address: {
    says: "Address",
    help: "The network address it came from.",
    example: "address:10.0.0.7",
    kind: "text",
    offered: true,
    shared: true,
    values: ({ origin }) => textsOf(origin?.address),
  },
  statement: {
    says: "Statement",
    help: "Words of the statement, whose values are left out; or a statement's id, which finds its rows one by one.",
    example: 'statement:"update invoices"',
    kind: "words",
    shared: false,
    values: ({ statement }) => [
      ...textsOf(statement?.id ?? statement?.partOf),
      ...(statement?.text === undefined ? [] : foundWords(statement.text)),
    ],
  },
  rows: {
    says: "Rows affected",
    help: "How many rows the statement affected.",
    example: "rows>=200",
    kind: "number",
    compares: true,
    shared: false,
    values: ({ statement }) => textsOf(statement?.rows),
  },
  decision: {
    says: "Decision",
    help: "Whether a policy or a person allowed, approved or denied it.",
    example: "decision:denied",
    kind: "choice",
    choices: { allowed: "Allowed", approved: "Approved", denied: "Denied" },
    facet: true,
    shared: false,
    values: ({ decision }) => textsOf(decision?.outcome),
  },
  approver: {
    says: "Approver",
    help: "Who approved it.",
    example: "approver:marcus",
    kind: "name",
    offered: true,
    shared: false,
    values: ({ decision }) => (decision?.approvers ?? []).flatMap(({ id, name }) => namesOf({ id, name })),
  },
  request: {
    says: "Request",
    help: "The request for approval.",
    example: "request:214",
    kind: "text",
    shared: false,
    values: ({ decision, correlation }) => [...textsOf(decision?.request), ...textsOf(correlation?.request)],
  },
  ticket: {
    says: "Ticket",
    help: "The ticket it names; ticket:none finds changes that were carried out and name none.",
    example: "ticket:none",
    kind: "text",
    offered: true,
    shared: true,
    values: (event) => {
      const ticket = event.correlation?.ticket;
      return ticket === undefined ? (wantsTicket(event) ? ["none"] : []) : [ticket];
    },
  },
  transaction: {
    says: "Transaction",
    help: "The database's transaction.",
    example: "transaction:7741",
    kind: "text",
    shared: true,
    values: ({ correlation }) => textsOf(correlation?.transaction),
  },
  session: {
    says: "Session",
    help: "The session it belongs to.",
    example: "session:4f2a",
    kind: "text",
    shared: true,
    values: ({ correlation }) => textsOf(correlation?.session),
  },
  entry: {
    says: "Entry",
    help: "The entry's number in the ledger.",
    example: "entry:88412",
    kind: "number",
    compares: true,
    shared: false,
    values: () => [], // its place in the ledger, which no event knows
  },
  after: {
    says: "From",
    help: "From this day on, the day included: 2026-03-01, yesterday, 7d for the last seven days, 24h.",
    example: "after:7d",
    kind: "time",
    shared: true,
    values: ({ occurredAt }) => [occurredAt],
  },
  before: {
    says: "Until",
    help: "Until the end of this day: the day counts.",
    example: "before:2026-03-31",
    kind: "time",
    shared: true,
    values: ({ occurredAt }) => [occurredAt],
  },
  on: {
    says: "On",
    help: "On this day, from its first moment to its last.",
    example: "on:2026-03-03",
    kind: "time",
    shared: true,
    values: ({ occurredAt }) => [occurredAt],
  },
  own: {
    says: "Vouch’s own entries",
    help: "What Vouch records of itself is left out, unless you ask for it: own:shown, own:only.",
    example: "own:shown",
    kind: "choice",
    choices: { hidden: "Left out", shown: "Shown too", only: "Alone" },
    shared: true,
    values: ({ source }) => (source.kind === "vouch" ? ["only"] : ["hidden"]),
  },
  text: {
    says: "Words",
    help: "Words anywhere in the entry: names, values before and after, tables, tickets. Every word must be there.",
    example: '"Acme Corp"',
    kind: "words",
    shared: false,
    values: (event) => [...new Set(texts(event).flatMap(foundWords))],
    texts,
  },
} as const satisfies Record<string, SearchField>;

export type FieldName = keyof typeof searchable;

export const fieldNames = Object.keys(searchable) as FieldName[];

export function searchField(name: FieldName): SearchField {
  return searchable[name];
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(searchable, name);
}

/** A change of data that was carried out is expected to name a ticket. An attempt needs none, nor does what Vouch does itself. */
export function wantsTicket({ category, source, decision, type }: Event): boolean {
  return (
    (category === "record" || category === "statement") &&
    source.kind !== "vouch" &&
    decision?.outcome !== "denied" &&
    !type.endsWith(".failed")
  );
}

/** Characters of a value that are looked through. */
const longestText = 2_000;

function textsOf(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [text];
}

/** By its id, by its name, and by each word of either. */
function namesOf({ id, name }: Pick<Principal, "id" | "name">): string[] {
  const whole = [id, ...textsOf(name)];
  return [...new Set([...whole.map(folded), ...whole.flatMap(foundWords)])];
}

/** Whether the values of a field may be found; a concealed, hashed or omitted one may not. */
export function isOpen({ mode }: Field): boolean {
  return mode === "keep" || mode === "erasable";
}

/** Fields of the record that say something new: those that an update changed, all of a record that was created or deleted. */
export function toldFields({ change }: Event): Field[] {
  return (change?.fields ?? []).filter((field) => isOpen(field) && (change?.operation !== "update" || field.changed));
}

/**
 * “gold” and “tier=gold” for each field that held it. Long values are found by their words alone. “credit_limit=” for a number or a
 * time: it finds the entries in which that field is compared.
 */
function sideValues(event: Event, side: "before" | "after"): string[] {
  return toldFields(event).flatMap((field) => [
    ...scalarsOf(field[side]).flatMap((value) => [value, `${field.name}=${value}`]),
    ...(measureOf(field, side) === null ? [] : [`${field.name}=`]),
  ]);
}

/** The scalars of a value, without names: of a list each of its members. */
function scalarsOf(value: Value | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "boolean") return [String(value)];
  if (typeof value === "string") return value === "" || value.length > 200 ? [] : [value];
  return value.flatMap((member) => scalarsOf(member.value));
}

/** All that is looked through for words. */
function texts(event: Event): string[] {
  const { type, actor, target, origin, statement, decision, correlation, agent, source, change, data } = event;
  const fields = [...(change?.fields ?? []), ...(data ?? [])];
  return [
    type.replaceAll(/[._]/g, " "),
    actor.id,
    actor.name,
    actor.onBehalfOf?.id,
    actor.onBehalfOf?.name,
    target?.type,
    target?.id,
    target?.system,
    origin?.application,
    origin?.login,
    origin?.address,
    source.name,
    statement?.text,
    ...(decision?.approvers ?? []).flatMap(({ id, name, reason }) => [id, name, reason]),
    decision?.rule,
    correlation?.ticket,
    correlation?.transaction,
    correlation?.reason,
    agent?.model,
    agent?.reasoning,
    ...fields.filter(({ changed }) => changed).map(({ name }) => name.replaceAll("_", " ")),
    ...fields.filter(isOpen).flatMap(({ before, after, value }) => [before, after, value].flatMap(scalarTexts)),
  ]
    .filter((text): text is string => typeof text === "string" && text !== "")
    .map((text) => (text.length > longestText ? text.slice(0, longestText) : text));
}

/** As `scalarsOf`, with long values too: a field's text is found by its words, however long it is. */
function scalarTexts(value: Value | undefined): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((member) => scalarTexts(member.value));
  return [];
}
