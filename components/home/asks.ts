/** The questions people come with, each with the page that answers it. Home and the palette share them. */
import type { Permission } from "@/lib/access";
import type { FieldName } from "@/lib/event";
import { eventsAddress } from "../event/address";

export type AskName = "record" | "agents" | "permissions" | "deletions" | "tickets" | "person";

export interface Ask {
  name: AskName;
  asks: string;
  hint: string;
  needs: Permission;
  address: string;
}

/** What each question searches for. Those that begin with somebody or something to name have a form instead. */
const searches = {
  agents: { kind: "agent" },
  permissions: { category: "permission" },
  deletions: { action: "deleted" },
  tickets: { ticket: "none" },
} as const satisfies Partial<Record<AskName, Partial<Record<FieldName, string>>>>;

const all: Omit<Ask, "address">[] = [
  { name: "record", asks: "Who changed this record?", hint: "Start from its table and id", needs: "record.open" },
  {
    name: "agents",
    asks: "What did AI agents change?",
    hint: "Every entry whose actor is an agent",
    needs: "events.search",
  },
  {
    name: "permissions",
    asks: "Whose permissions changed?",
    hint: "Grants, roles and memberships",
    needs: "events.search",
  },
  {
    name: "deletions",
    asks: "What was deleted?",
    hint: "Deleted records and who deleted them",
    needs: "events.search",
  },
  {
    name: "tickets",
    asks: "Which changes have no ticket?",
    hint: "Changes that nobody has explained",
    needs: "events.search",
  },
  { name: "person", asks: "What did one person do?", hint: "Start from their e-mail or login", needs: "events.search" },
];

/** The questions that somebody may ask; of a search, only what happened on the day `from` or later, where there is one. */
export function asksFor(may: (permission: Permission) => boolean, from?: string): Ask[] {
  return all.filter(({ needs }) => may(needs)).map((ask) => ({ ...ask, address: addressOf(ask.name, from) }));
}

function addressOf(name: AskName, from: string | undefined): string {
  if (name === "record") return "/records";
  if (name === "person") return "/events#actor";
  return eventsAddress({ ...searches[name], after: from });
}
