/** The question: who could decide on a request? */
import { may, type Role, roles } from "../access/index.ts";
import type { Sql, Transaction } from "../database/index.ts";
import type { Json } from "../integrity/index.ts";
import type { Act } from "./act.ts";

export interface Decider {
  id: string;
  name: string;
  role: Role;
}

/**
 * Everybody whose account works and whose role decides, but the asker and whom the act is about, by name. Two accounts of one
 * human being are two people to Vouch: that is for whoever invites people to prevent, and for a review to find.
 */
export async function findDeciders(sql: Sql | Transaction, act: Act, params: Json, asker: string): Promise<Decider[]> {
  const deciding = roles.filter((role) => may(role, act.decides));
  const others = [asker, ...(act.concerns?.(params) ?? [])];
  return sql<Decider[]>`
    select id, name, role from app.people
    where deactivated_at is null and (password is not null or oidc is not null)
      and role = any(${deciding}) and not id = any(${others}::uuid[])
    order by lower(name), id limit 200`;
}
