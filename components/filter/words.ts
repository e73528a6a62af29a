/** The words for what a search can ask. One list serves the form, the tokens and the sentence of an empty result. */
import type { ActorKind, Category } from "@/lib/event";
import { words } from "@/lib/event";
import type { EventQuery } from "@/lib/search";
import { dateWords } from "../event/time";
import { eventsAddress } from "./address";

export const kindWords: Record<ActorKind, string> = {
  human: "People",
  service: "Services and jobs",
  agent: "AI agents",
  unknown: "Unknown",
};

/** An action is the last word of an event's type. */
export const actions: { group: string; words: Record<string, string> }[] = [
  {
    group: "Records",
    words: { created: "Created", updated: "Changed", deleted: "Deleted", truncated: "Emptied a table" },
  },
  {
    group: "People",
    words: {
      signed_in: "Signed in",
      signed_out: "Signed out",
      login_failed: "Failed to sign in",
      sign_in_failed: "Failed to sign in elsewhere",
      locked_out: "Locked out",
    },
  },
  {
    group: "Reported by systems",
    words: {
      granted: "Granted a role",
      revoked: "Took a role or key away",
      viewed: "Looked at a record",
      started: "Started a job",
      finished: "Finished a job",
      failed: "Failed a job",
      made: "Decided",
    },
  },
  {
    group: "Two-person acts",
    words: {
      asked: "Asked somebody else",
      approved: "Approved",
      refused: "Refused",
      withdrawn: "Withdrew a request",
      expired: "Expired",
      revealed: "Revealed concealed values",
    },
  },
  {
    group: "Looking at Vouch",
    words: { searched: "Searched events", opened: "Opened an entry", denied: "Was refused" },
  },
];

export function actionWords(action: string): string | undefined {
  return actions.map(({ words: said }) => said[action]).find((said) => said !== undefined);
}

export const categoryWords: Record<Category, string> = {
  record: "Changes of records",
  authentication: "Sign-ins",
  permission: "Permissions",
  sensitive_read: "Views of sensitive data",
  statement: "Statements",
  approval: "Approvals",
  agent_decision: "Decisions of AI agents",
  export: "Exports",
  review: "Reviews",
  retention: "Retention",
  integrity: "Integrity checks",
  coverage: "Coverage",
  configuration: "Settings",
};

export interface Held {
  field: keyof EventQuery;
  name: string;
  value: string;
  without: string;
}

/** The filters that hold, each with the address of the same search without it. */
export function filtersOf(query: EventQuery): Held[] {
  const said: [keyof EventQuery, string, string | undefined][] = [
    ["actor", "Actor", query.actor],
    ["actorKind", "Who", query.actorKind && (kindWords[query.actorKind as ActorKind] ?? query.actorKind)],
    ["action", "Action", query.action && (actionWords(query.action) ?? words(query.action.replaceAll(".", " ")))],
    ["category", "Kind", query.category && (categoryWords[query.category as Category] ?? query.category)],
    ["noTicket", "Ticket", query.noTicket ? "none recorded" : undefined],
    ["recordType", "Table", query.recordType],
    ["recordId", "Record", query.recordId],
    ["from", "From", query.from && dateOr(query.from)],
    ["to", "To", query.to && dateOr(query.to)],
    ["statement", "Rows of one statement", query.statement && short(query.statement)],
    ["transaction", "One transaction", query.transaction && short(query.transaction)],
  ];
  return said.flatMap(([field, name, value]) =>
    value === undefined || value === "" ? [] : [{ field, name, value, without: without(query, field) }],
  );
}

export function without(query: EventQuery, field: keyof EventQuery): string {
  return eventsAddress({ ...query, [field]: undefined, cursor: undefined, direction: undefined });
}

function dateOr(given: string): string {
  return /^\d{4}-\d\d-\d\d/.test(given) ? dateWords(given) : given;
}

function short(id: string): string {
  return id.length > 16 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id;
}
