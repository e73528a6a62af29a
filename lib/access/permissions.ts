/** The one table of permissions: who may do what, and what is recorded of it before anything is read. Pure. */
import type { Category } from "../event/index.ts";

export const roles = ["administrator", "compliance", "auditor", "approver", "engineer"] as const;
export type Role = (typeof roles)[number];

interface Rule {
  roles: readonly [Role, ...Role[]];
  /** What it allows, to follow “may” or “may not”. */
  says: string;
  /** The event that each act leaves behind; undefined: looking at it is no act of its own. */
  records: { type: string; category: Category } | undefined;
}

export const permissions = {
  "home.view": { roles, says: "see the home page", records: undefined },
  "events.search": {
    roles: ["administrator", "compliance", "auditor", "engineer"],
    says: "search events",
    records: { type: "event.searched", category: "sensitive_read" },
  },
  "queries.save": {
    roles: ["administrator", "compliance", "auditor", "engineer"],
    says: "save searches",
    records: undefined,
  },
  "queries.share": { roles: ["administrator", "compliance"], says: "share saved searches", records: undefined },
  "subscriptions.manage": {
    roles: ["administrator", "compliance", "engineer"],
    says: "be alerted to what a saved search finds",
    records: undefined,
  },
  /** What an entry says leaves Vouch. */
  "alerts.send": { roles: ["administrator", "compliance"], says: "send alerts out of Vouch", records: undefined },
  "webhooks.manage": { roles: ["administrator"], says: "say where alerts may be sent", records: undefined },
  "exports.view": { roles: ["administrator", "compliance", "auditor"], says: "see exports", records: undefined },
  /** Its events are posted by its steps: asked, made, downloaded, cancelled. */
  "exports.make": { roles: ["administrator", "compliance", "auditor"], says: "export entries", records: undefined },
  "entry.open": {
    roles,
    says: "open entries",
    records: { type: "entry.opened", category: "sensitive_read" },
  },
  "coverage.view": {
    roles: ["administrator", "compliance", "auditor", "engineer"],
    says: "see what is captured and what is not",
    records: undefined,
  },
  "sources.view": { roles: ["administrator", "compliance", "engineer"], says: "see the sources", records: undefined },
  /** Looks into somebody else's database before anything is installed there; its event is posted by the act. */
  "sources.manage": { roles: ["administrator", "engineer"], says: "connect and change sources", records: undefined },
  "sources.preview": {
    roles: ["administrator", "engineer"],
    says: "see rows of a source before it is protected",
    records: { type: "source.previewed", category: "sensitive_read" },
  },
  "identities.view": {
    roles: ["administrator", "compliance", "engineer"],
    says: "see who logins and applications are",
    records: undefined,
  },
  "identities.manage": {
    roles: ["administrator", "engineer"],
    says: "say who a login or an application is",
    records: undefined,
  },
  "keys.manage": { roles: ["administrator", "engineer"], says: "make and revoke API keys", records: undefined },
  "records.view": { roles, says: "see which kinds of records there are", records: undefined },
  "record.find": {
    roles,
    says: "look for records",
    records: { type: "record.searched", category: "sensitive_read" },
  },
  "record.open": {
    roles,
    says: "open the history of a record",
    records: { type: "record.opened", category: "sensitive_read" },
  },
  /** The script leaves out what its reader may not see; it is shown, never run. */
  "record.restore": {
    roles: ["administrator", "engineer"],
    says: "make a restore script",
    records: { type: "restore_script.made", category: "export" },
  },
  "values.reveal": {
    roles: ["administrator", "compliance"],
    says: "reveal concealed values",
    records: { type: "value.revealed", category: "sensitive_read" },
  },
  /** Many at once takes a second person: lib/approval. */
  "values.reveal_many": {
    roles: ["administrator", "compliance"],
    says: "reveal concealed values of many entries",
    records: { type: "value.revealed", category: "sensitive_read" },
  },
  "looks.view": {
    roles: ["administrator", "compliance", "auditor"],
    says: "see who looked at what",
    records: { type: "look.searched", category: "sensitive_read" },
  },
  "approvals.view": {
    roles: ["administrator", "compliance", "approver"],
    says: "see what waits for a second person",
    records: undefined,
  },
  "approvals.decide": {
    roles: ["administrator", "compliance", "approver"],
    says: "approve or refuse what somebody else asks for",
    records: undefined,
  },
  "people.view": { roles: ["administrator", "compliance"], says: "see who uses Vouch", records: undefined },
  "people.manage": {
    roles: ["administrator"],
    says: "invite people, change what they may do, and end their accounts",
    records: undefined,
  },
  "rules.manage": { roles: ["administrator"], says: "change the rules of signing in", records: undefined },
  /** Changes rather than reads: its event is posted by the change itself, in the same transaction. */
  "session.revoke": { roles: ["administrator"], says: "end the sessions of other people", records: undefined },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof permissions;

export const permissionNames = Object.keys(permissions) as Permission[];

export function ruleOf(permission: Permission): Rule {
  return permissions[permission];
}

/** Whether a role has a permission: for showing or hiding a control. What counts is what `permit` decides. */
export function may(role: Role, permission: Permission): boolean {
  return ruleOf(permission).roles.includes(role);
}
