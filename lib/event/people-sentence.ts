/** What is done to accounts, and by those who come with a link, as sentences; and how roles are called. Pure. */
import type { Value } from "./event.ts";
import { count, type Part, record, shownData, text } from "./part.ts";
import { countOf, months } from "./reading.ts";
import type { SeenEvent, SeenField } from "./seen.ts";

const roleNames: Record<string, string> = {
  administrator: "administrator",
  compliance: "compliance officer",
  auditor: "external auditor",
  approver: "approver",
  engineer: "engineer",
};

/** "compliance officer"; what is no role of ours comes back as it is. */
export function roleName(role: string): string {
  return Object.hasOwn(roleNames, role) ? (roleNames[role] ?? role) : role;
}

/** "an external auditor" */
export function aRole(role: string): string {
  const name = roleName(role);
  return `${/^[aeiou]/i.test(name) ? "an" : "a"} ${name}`;
}

export const ofPeople: Record<string, (event: SeenEvent) => Part[]> = {
  "person.invited": (event) => {
    const again = textOf(event, "again") === undefined ? "" : " again";
    return [text("invited "), personOf(event), text(`${again} as `), roleOf(textOf(event, "role"))];
  },
  "person.invitation_withdrawn": (event) => [text("withdrew the invitation of "), personOf(event)],
  "person.joined": (event) => {
    const by = textOf(event, "made_by");
    const invited = by === undefined ? [] : [text(", invited by "), record(by)];
    return [text("chose a password and joined as "), roleOf(textOf(event, "role")), ...invited];
  },
  "person.role_changed": (event) => {
    const role = event.change?.fields.find(({ name }) => name === "role");
    const [before, after] = [sideOf(role, "before"), sideOf(role, "after")];
    const sides = before && after ? [text(" from "), old(roleName(before)), text(" to "), now(roleName(after))] : [];
    return [text("changed the role of "), personOf(event), ...sides];
  },
  "person.scope_changed": (event) => [text("changed what "), personOf(event), text(" may see"), ...scopeOf(event)],
  "person.deactivated": (event) => [text("deactivated the account of "), personOf(event), ...ended(event)],
  "person.reactivated": (event) => {
    const role = sideOf(
      event.change?.fields.find(({ name }) => name === "role"),
      "after",
    );
    return [text("reactivated the account of "), personOf(event), ...(role ? [text(" as "), now(roleName(role))] : [])];
  },
  "person.reset_made": (event) => [
    text("made a link with which "),
    personOf(event),
    text(" can choose a new password"),
  ],
  "person.password_set": (event) => {
    const by = textOf(event, "made_by");
    const link = by === undefined ? " with a link" : " with a link made by ";
    return [text(`chose a new password${link}`), ...(by === undefined ? [] : [record(by)]), ...ended(event)];
  },
  "person.lockout_released": (event) => [text("ended the lock-out of "), personOf(event)],
  "person.link_refused": (event) => {
    const reason = textOf(event, "reason");
    if (reason === "unknown") return [text("tried to come in with a link that is not known")];
    return [text("tried to come in with a link that "), text(reasons[reason ?? ""] ?? "does not work")];
  },
  "rules.changed": (event) => {
    const roles = event.change?.fields.find(({ name }) => name === "second_factor")?.after;
    const named = roles?.state === "shown" && Array.isArray(roles.value) ? roles.value.map(({ value }) => value) : [];
    const whom = named.filter((role) => typeof role === "string").map((role) => `every ${roleName(role)}`);
    return [
      text("changed the rules: "),
      record(whom.length > 0 ? listOf(whom) : "nobody"),
      text(" must have a second factor"),
    ];
  },
};

const reasons: Record<string, string> = {
  used: "was used or replaced before",
  expired: "has expired",
  withdrawn: "was withdrawn",
};

/** What a person tried whose role does not allow it, by the permission: to follow “tried to”. */
export const deniedToPeople: Record<string, string> = {
  "people.view": "see who uses Vouch",
  "people.manage": "change an account",
  "rules.manage": "change the rules of signing in",
};

function personOf(event: SeenEvent): Part {
  return record(textOf(event, "name") ?? "an account");
}

function roleOf(role: string | undefined): Part {
  return record(role === undefined ? "somebody" : roleName(role));
}

/** ", which ended 2 sessions" */
function ended(event: SeenEvent): Part[] {
  const sessions = textOf(event, "sessions");
  if (sessions === undefined || sessions === "0") return [];
  return [text(", which ended "), count(countOf(sessions, "session"))];
}

/** " to 1 January 2026 to 30 June 2026, every source" */
function scopeOf({ change }: SeenEvent): Part[] {
  const side = (name: string) => {
    const found = change?.fields.find((one) => one.name === name);
    return sideOf(found, found?.changed ? "after" : "value");
  };
  const [first, last, sources] = [side("first_day"), side("last_day"), side("sources")];
  if (!first || !last) return [];
  return [text(": "), now(`${dayWords(first)} to ${dayWords(last)}`), ...(sources ? [text(", "), now(sources)] : [])];
}

function dayWords(day: string): string {
  return `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;
}

function sideOf(field: SeenField | undefined, side: "before" | "after" | "value"): string | undefined {
  const seen = field?.[side];
  return seen?.state === "shown" && typeof seen.value === "string" ? seen.value : undefined;
}

const old = (said: string): Part => ({ kind: "old", text: said });
const now = (said: string): Part => ({ kind: "new", text: said });

function listOf(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function textOf(event: SeenEvent, name: string): string | undefined {
  const value: Value | undefined = shownData(event, name);
  return typeof value === "string" ? value : undefined;
}
