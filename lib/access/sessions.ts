/**
 * Sessions. The cookie carries a secret of 32 random bytes, the table its SHA-256: a copy of the table signs nobody in. Role,
 * scope, revocation and deactivation are read from the database each time. A session that waits for a second factor
 * (waiting.ts) is nobody's until it has come.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Transaction } from "../database/index.ts";
import { post } from "../ledger/index.ts";
import { later } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import type { Person, Principal, Whence } from "./principal.ts";
import { readScope } from "./scope.ts";
import { eventBy, legible } from "./trace.ts";
import { guard } from "./trouble.ts";

/** Hours after which a session ends, whatever happens in it. */
export const sessionHours = 12;

/** Minutes that a session waits for the second factor. */
export const waitingMinutes = 10;

export const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();

/** Names a session in entries; derived from what is stored, never from the secret alone. 16 hexadecimal digits. */
export function referenceOf(id: Buffer): string {
  return sha256(id).toString("hex").slice(0, 16);
}

export interface Opening {
  via: "password" | "oidc";
  /** What has to come before the session opens anything. */
  waitsFor?: "code" | "enrolment";
}

/** Adds the session's row in the caller's transaction. The secret goes into the cookie and nowhere else. */
export async function openSession(
  sql: Transaction,
  person: string,
  { address, userAgent }: Whence,
  now: string,
  { via, waitsFor }: Opening = { via: "password" },
): Promise<{ secret: string; reference: string }> {
  const secret = randomBytes(32).toString("base64url");
  const id = sha256(secret);
  const agent = userAgent === undefined ? null : legible(userAgent, 300);
  const ends = later(now, waitsFor ? waitingMinutes : sessionHours * 60);
  await sql`
    insert into app.sessions (id, person, created_at, expires_at, last_seen_at, address, user_agent, via, waits_for)
    values (${id}, ${person}, ${now}, ${ends}, ${now}, ${address ?? null}, ${agent}, ${via}, ${waitsFor ?? null})`;
  return { secret, reference: referenceOf(id) };
}

/**
 * Whose session a secret opens; undefined where it opens none, or it expired or was revoked, or still waits for a second factor,
 * or the person is deactivated. When a session was last seen is noted to the minute.
 */
export async function findPrincipal(
  secret: string,
  { address, userAgent }: Whence,
  { sql, clock }: Web = web(),
): Promise<Principal | undefined> {
  const id = sha256(secret);
  const now = clock();
  return guard(async () => {
    const [row] = await sql<(Person & { scope: unknown; unseen: boolean })[]>`
      select p.id, p.email, p.name, p.role, p.scope, s.last_seen_at is null or s.last_seen_at <= ${later(now, -1)} as unseen
      from app.sessions s join app.people p on p.id = s.person
      where s.id = ${id} and s.revoked_at is null and s.expires_at > ${now} and s.waits_for is null
        and p.deactivated_at is null`;
    if (!row) return undefined;
    const { scope, unseen, ...person } = row;
    if (unseen) await sql`update app.sessions set last_seen_at = ${now} where id = ${id}`;
    return { person, session: referenceOf(id), scope: readScope(scope), address, userAgent };
  });
}

/** Ends one's own session, also one that waits. Nothing happens where the secret opens none any more. */
export async function signOut(secret: string, whence: Whence, through: Web = web()): Promise<void> {
  const principal = await findPrincipal(secret, whence, through);
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      const ended = await transaction`
        update app.sessions set revoked_at = ${clock()} where id = ${sha256(secret)} and revoked_at is null`;
      if (ended.count === 0 || !principal) return;
      await post(transaction, eventBy(principal, { type: "user.signed_out", category: "authentication" }), clock);
    }),
  );
}
