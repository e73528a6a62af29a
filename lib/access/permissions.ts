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
