import { expect, test } from "vitest";
import { roles as storedRoles } from "../../drizzle/schema/index.ts";
import { categories } from "../event/index.ts";
import { may, type Permission, permissionNames, type Role, roles, ruleOf } from "./permissions.ts";

/** The table once more, on purpose: a permission that is given or taken away has to be meant. */
const matrix: Record<Permission, Role[]> = {
  "home.view": ["administrator", "compliance", "auditor", "approver", "engineer"],
  "events.search": ["administrator", "compliance", "auditor", "engineer"],
  "queries.save": ["administrator", "compliance", "auditor", "engineer"],
  "queries.share": ["administrator", "compliance"],
  "subscriptions.manage": ["administrator", "compliance", "engineer"],
  "alerts.send": ["administrator", "compliance"],
  "webhooks.manage": ["administrator"],
  "exports.view": ["administrator", "compliance", "auditor"],
  "exports.make": ["administrator", "compliance", "auditor"],
  "entry.open": ["administrator", "compliance", "auditor", "approver", "engineer"],
  "coverage.view": ["administrator", "compliance", "auditor", "engineer"],
  "sources.view": ["administrator", "compliance", "engineer"],
  "sources.manage": ["administrator", "engineer"],
  "sources.preview": ["administrator", "engineer"],
  "identities.view": ["administrator", "compliance", "engineer"],
  "identities.manage": ["administrator", "engineer"],
  "keys.manage": ["administrator", "engineer"],
  "records.view": ["administrator", "compliance", "auditor", "approver", "engineer"],
  "record.find": ["administrator", "compliance", "auditor", "approver", "engineer"],
  "record.open": ["administrator", "compliance", "auditor", "approver", "engineer"],
  "record.restore": ["administrator", "engineer"],
  "values.reveal": ["administrator", "compliance"],
  "values.reveal_many": ["administrator", "compliance"],
  "looks.view": ["administrator", "compliance", "auditor"],
  "approvals.view": ["administrator", "compliance", "approver"],
  "approvals.decide": ["administrator", "compliance", "approver"],
  "people.view": ["administrator", "compliance"],
  "people.manage": ["administrator"],
  "rules.manage": ["administrator"],
  "session.revoke": ["administrator"],
};

test("every role may do what the matrix says, and nothing else", () => {
  for (const permission of permissionNames) {
    expect(roles.filter((role) => may(role, permission))).toEqual(matrix[permission]);
  }
});

test("what is recorded has a namespaced type and a category of the closed set", () => {
  for (const permission of permissionNames) {
    const { records } = ruleOf(permission);
    if (!records) continue;
    expect(records.type).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(categories).toContain(records.category);
  }
});

test("the roles are those that the database stores", () => {
  expect(roles).toEqual(storedRoles);
});
