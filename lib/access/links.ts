/**
 * Links that let one person in once, to choose a password. The secret has 256 random bits and stands in the part of the address
 * that browsers keep to themselves (`/join#SECRET`); the table has its SHA-256. A person has one at most that works.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { countAttempt, later, minutesUntil, prune } from "./attempts.ts";
import type { Person } from "./principal.ts";

export type Purpose = "invitation" | "reset";

/** Hours for which a link works. */
export const linkHours: Record<Purpose, number> = { invitation: 7 * 24, reset: 24 };

export interface FoundLink {
  purpose: Purpose;
  person: Person;
  /** Whoever made it, by name. */
  madeBy: string | null;
  expiresAt: string;
  endedAt: string | null;
  /** The account can be entered already: an invitation has nothing left to do. */
  joined: boolean;
  deactivated: boolean;
}

/** Makes a link in the caller's transaction; the ones before it are void. Throws `conflict` where there were too many of late. */
export async function makeLink(
  sql: Transaction,
  { person, purpose, madeBy }: { person: Person; purpose: Purpose; madeBy: string },
  now: string,
): Promise<{ secret: string; expiresAt: string }> {
  const count = await countAttempt(sql, { door: "invitation", key: person.id }, now);
  await prune(sql, now);
  if (count.locked) {
    throw new Fault(
      "conflict",
      `Expected at most 10 links for ${person.name} in an hour, and this would be one more. Try again in ${minutesUntil(count.until, now)} minutes.`,
    );
  }
  await endLinks(sql, person.id, now);
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = later(now, linkHours[purpose] * 60);
  await sql`
    insert into app.links (hash, person, purpose, made_by, created_at, expires_at)
    values (${hashOf(secret)}, ${person.id}, ${purpose}, ${madeBy}, ${now}, ${expiresAt})`;
  return { secret, expiresAt };
}

/** Makes the links of a person void. Returns how many worked. */
export async function endLinks(sql: Transaction, person: string, now: string): Promise<number> {
  const ended = await sql`
    update app.links set ended_at = ${now} where person = ${person} and ended_at is null and expires_at > ${now}`;
  return ended.count;
}

/** What a secret stands for, whether it works or not; undefined for what is no secret of ours. */
export async function findLink(sql: Sql | Transaction, secret: string): Promise<FoundLink | undefined> {
  if (!/^[\w-]{43}$/.test(secret)) return undefined;
  const [found] = await sql<FoundLink[]>`
    select l.purpose, m.name as "madeBy", l.expires_at as "expiresAt", l.ended_at as "endedAt",
      json_build_object('id', p.id, 'email', p.email, 'name', p.name, 'role', p.role) as person,
      p.password is not null or p.oidc is not null as joined, p.deactivated_at is not null as deactivated
    from app.links l join app.people p on p.id = l.person left join app.people m on m.id = l.made_by
    where l.hash = ${hashOf(secret)}`;
  return found;
}

/** Uses a link up; false where somebody else did, or its time is over. */
export async function spendLink(sql: Transaction, secret: string, now: string): Promise<boolean> {
  const used = await sql`
    update app.links set ended_at = ${now} where hash = ${hashOf(secret)} and ended_at is null and expires_at > ${now}`;
  return used.count === 1;
}

/** The address to give to the person, under the address that people type for this Vouch. */
export function linkAddress(secret: string): string {
  const base = process.env.NEXTAUTH_URL;
  if (!base) {
    throw new Fault(
      "unavailable",
      "Expected the address of this Vouch in NEXTAUTH_URL, but it is not set. Start Vouch with npm start, which sets it.",
    );
  }
  return `${new URL("/join", base).href}#${secret}`;
}

function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
