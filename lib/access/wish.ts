/** The role that an administrator gives somebody, and what an auditor may see: checked before anything is changed. */
import type { Sql, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { type GivenScope, readGivenScope } from "./period.ts";
import { type Role, roles } from "./permissions.ts";
import type { Scope } from "./scope.ts";

export interface GivenRole {
  role: string;
  /** For auditors, who are asked for it; nobody else is held to one. */
  scope?: GivenScope;
}

/** Why one person alone may not make somebody an administrator. */
export const takesTwo =
  "One person alone cannot make somebody an administrator. Give another role, and ask for this one on their page: a second person approves it.";

/** Throws `invalid` for what is no role, and for an auditor without a period. Whether the role may be given is not decided here. */
export function readGivenRole({ role, scope }: GivenRole): { role: Role; scope: Scope } {
  const known = roles.find((one) => one === role);
  if (!known)
    throw new Fault("invalid", `Expected one of the roles ${roles.join(", ")}, got something else. Choose one.`);
  if (known !== "auditor") return { role: known, scope: {} };
  if (!scope)
    throw new Fault("invalid", "Expected the period that an auditor may see, got none. Give its first and last day.");
  return { role: known, scope: readGivenScope(scope) };
}

/** The names of all sources by id. Throws `invalid` where a scope names one that does not exist. */
export async function sourceNames(sql: Sql | Transaction, scope: Scope): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`select id, name from app.sources`;
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  if (scope.sources?.some((id) => !names.has(id))) {
    throw new Fault("invalid", "Expected sources that exist, got one that does not. Load the page again and choose.");
  }
  return names;
}
