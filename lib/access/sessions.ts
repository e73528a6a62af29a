/**
 * Sessions. The cookie carries a secret of 32 random bytes, the table its SHA-256: a copy of the table signs nobody in. Role,
 * scope, revocation and deactivation are read from the database each time.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Transaction } from "../database/index.ts";
import { post } from "../ledger/index.ts";
import { later } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { authorise } from "./gate.ts";
import type { Person, Principal, Whence } from "./principal.ts";
import { readScope } from "./scope.ts";
import { eventBy, keep, legible, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** Hours after which a session ends, whatever happens in it. */
export const sessionHours = 12;

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest();

/** Names a session in entries; derived from what is stored, never from the secret alone. */
function referenceOf(id: Buffer): string {
  return sha256(id).toString("hex").slice(0, 16);
}

/** Adds the session's row in the caller's transaction. The secret goes into the cookie and nowhere else. */
export async function openSession(
  sql: Transaction,
  person: string,
  { address, userAgent }: Whence,
  now: string,
): Promise<{ secret: string; reference: string }> {
  const secret = randomBytes(32).toString("base64url");
  const id = sha256(secret);
  const agent = userAgent === undefined ? null : legible(userAgent, 300);
  await sql`
    insert into app.sessions (id, person, created_at, expires_at, address, user_agent)
    values (${id}, ${person}, ${now}, ${later(now, sessionHours * 60)}, ${address ?? null}, ${agent})`;
  return { secret, reference: referenceOf(id) };
}

/** Whose session a secret opens; undefined where it opens none, or it expired or was revoked, or the person is deactivated. */
export async function findPrincipal(
  secret: string,
  { address, userAgent }: Whence,
  { sql, clock }: Web = web(),
): Promise<Principal | undefined> {
  const id = sha256(secret);
  const [row] = await guard(
    () => sql<(Person & { scope: unknown })[]>`
      select p.id, p.email, p.name, p.role, p.scope
      from app.sessions s join app.people p on p.id = s.person
      where s.id = ${id} and s.revoked_at is null and s.expires_at > ${clock()} and p.deactivated_at is null`,
  );
  if (!row) return undefined;
  const { scope, ...person } = row;
  return { person, session: referenceOf(id), scope: readScope(scope), address, userAgent };
}

/** Ends one's own session. Nothing happens where the secret opens none any more. */
export async function signOut(secret: string, whence: Whence, through: Web = web()): Promise<void> {
  const principal = await findPrincipal(secret, whence, through);
  if (!principal) return;
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      const ended = await transaction`
        update app.sessions set revoked_at = ${clock()} where id = ${sha256(secret)} and revoked_at is null`;
      if (ended.count === 0) return;
      await post(transaction, eventBy(principal, { type: "user.signed_out", category: "authentication" }), clock);
    }),
  );
}

/** Ends all sessions of a person. Returns how many there were. Throws `forbidden` unless `by` is that person or may do so. */
export async function revokeSessions(by: Principal | undefined, person: string, through: Web = web()): Promise<number> {
  const target = { type: "person", id: person };
  const principal = by?.person.id === person ? by : await authorise(by, "session.revoke", { target }, through);
  const { sql, clock } = through;
  return guard(() =>
    sql.begin(async (transaction) => {
      const { count } = await transaction`
        update app.sessions set revoked_at = ${clock()}
        where person = ${person} and revoked_at is null and expires_at > ${clock()}`;
      const data = [keep("sessions", String(count))];
      const event = { type: "session.revoked", category: "authentication", target: targetOf(target), data } as const;
      await post(transaction, eventBy(principal, event), clock);
      return count;
    }),
  );
}
