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
