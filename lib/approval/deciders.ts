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

/** Hours for which nobody decides on what somebody asks whose link has just set their password: the owner is told, and has time to say so. */
export const hoursOfLink = 24;

/** Whether the asker made a link, an invitation or a reset, that was used for this person's account a short time ago. */
export async function cameByLink(sql: Sql | Transaction, person: string, asker: string, now: string): Promise<boolean> {
  const found = await sql`
    select from app.links where person = ${person} and made_by = ${asker} and ended_at > ${now}::timestamptz - ${hoursOfLink} * interval '1 hour'
    limit 1`;
  return found.length > 0;
}

/**
 * Everybody whose account works and whose role decides, but the asker, whom the act is about, and who came by a link of the asker's a short time ago; by name. Two accounts of one
 * human being are two people to Vouch: that is for whoever invites people to prevent, and for a review to find.
 */
export async function findDeciders(
  sql: Sql | Transaction,
  act: Act,
  params: Json,
  asker: string,
  now: string,
): Promise<Decider[]> {
  const deciding = roles.filter((role) => may(role, act.decides));
  const others = [asker, ...(act.concerns?.(params) ?? [])];
  return sql<Decider[]>`
    select id, name, role from app.people p
    where deactivated_at is null and (password is not null or oidc is not null)
      and role = any(${deciding}) and not id = any(${others}::uuid[])
      and not exists (
        select from app.links l where l.person = p.id and l.made_by = ${asker}
          and l.ended_at > ${now}::timestamptz - ${hoursOfLink} * interval '1 hour')
    order by lower(name), id limit 200`;
}
