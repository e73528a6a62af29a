/**
 * The second step of signing in: a session that a right password opened waits here for a code, or for a second factor to be set
 * up. It is nobody's until then. When it is whole it gets a new secret, so that whoever saw the first one has nothing.
 */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { post } from "../ledger/index.ts";
import { countAttempt, forget, later, minutesUntil, takeBack } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { type Counts, recordFailure, recordLocks, type Tried } from "./failure.ts";
import type { Person, Whence } from "./principal.ts";
import { recoveryCodesLeft } from "./recovery.ts";
import { acceptCode, confirmOffer, type GivenOffer, makeOffer, type Offer, store } from "./second-factor.ts";
import { type Opening, referenceOf, sessionHours, sha256 } from "./sessions.ts";
import { eventBy, keep, legible, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export interface Waiting {
  person: Person;
  /** Names the waiting session. */
  session: string;
  waitsFor: NonNullable<Opening["waitsFor"]>;
}

export type SecondStep =
  | { outcome: "signed-in"; secret: string }
  | { outcome: "wrong" }
  | { outcome: "locked"; minutes: number }
  /** The session has waited too long, or was completed or ended elsewhere. */
  | { outcome: "ended" };

/** Who has given a right password in this session and nothing more; undefined where the session is whole or nobody's. */
export async function findWaiting(secret: string, { sql, clock }: Web = web()): Promise<Waiting | undefined> {
  return guard(() => readWaiting(sql, sha256(secret), clock()));
}

async function readWaiting(sql: Sql | Transaction, id: Buffer, now: string): Promise<Waiting | undefined> {
  // an enrolment is for whoever has no second factor yet: a second session that waits for one cannot replace what the first set up
  const [row] = await sql<(Person & Pick<Waiting, "waitsFor">)[]>`
    select p.id, p.email, p.name, p.role, s.waits_for as "waitsFor"
    from app.sessions s join app.people p on p.id = s.person
    where s.id = ${id} and (s.waits_for = 'enrolment') = (p.totp_since is null) and s.waits_for is not null
      and s.revoked_at is null and s.expires_at > ${now} and p.deactivated_at is null`;
  if (!row) return undefined;
  const { waitsFor, ...person } = row;
  return { person, waitsFor, session: referenceOf(id) };
}

/** The same, held until the transaction ends: the person first, then the session, as everybody does who changes both. */
async function holdWaiting(sql: Transaction, id: Buffer, now: string): Promise<Waiting | undefined> {
  await sql`select from app.people where id = (select person from app.sessions where id = ${id}) for no key update`;
  await sql`select from app.sessions where id = ${id} for update`;
  return readWaiting(sql, id, now);
}

/** Takes a code of the authenticator or a recovery code. Failures count per person, whichever session they come from. */
export async function enterCode(
  secret: string,
  typed: string,
  whence: Whence,
  through: Web = web(),
): Promise<SecondStep> {
  const id = sha256(secret);
  return guard(() =>
    through.sql.begin(async (sql): Promise<SecondStep> => {
      const now = through.clock();
      const waiting = await holdWaiting(sql, id, now);
      if (waiting?.waitsFor !== "code") return { outcome: "ended" };
      const { person } = waiting;
      const attempts: Tried["attempts"] = { account: { door: "code", key: person.id } };
      if (whence.address) attempts.address = { door: "address", key: whence.address };
      const tried = { email: person.email, account: person, whence, now, attempts };
      const refused = await judge(sql, tried, typed, through);
      if (typeof refused === "object") return refused;
      await forget(sql, attempts.account);
      if (attempts.address) await takeBack(sql, attempts.address);
      return {
        outcome: "signed-in",
        secret: await complete(sql, id, person, whence, `password and ${refused}`, through),
      };
    }),
  );
}

/** By what the typed code was accepted, or why it was not. */
async function judge(
  sql: Transaction,
  tried: Tried & { account: Person },
  typed: string,
  through: Web,
): Promise<"code" | "recovery code" | SecondStep> {
  const { account, now, attempts } = tried;
  const byAccount = await countAttempt(sql, attempts.account, now);
  const byAddress = attempts.address && (await countAttempt(sql, attempts.address, now));
  const counts: Counts = { byAccount, byAddress };
  const lock = [byAccount, byAddress].find((count) => count?.locked);
  if (lock) {
    await recordFailure(sql, tried, "user.second_factor_failed", "locked", counts, through);
    return { outcome: "locked", minutes: minutesUntil(lock.until, now) };
  }
  const found = await acceptCode(sql, account.id, typed, now, through.home);
  if (found.by) return found.by;
  await recordFailure(sql, tried, "user.second_factor_failed", found.refusal, counts, through);
  const minutes = await recordLocks(sql, tried, counts, through);
  return minutes === undefined ? { outcome: "wrong" } : { outcome: "locked", minutes };
}

/** What a session that waits for an enrolment may set up; undefined where it does not wait for one. */
export async function offerWaiting(secret: string, through: Web = web()): Promise<Offer | undefined> {
  const waiting = await findWaiting(secret, through);
  return waiting?.waitsFor === "enrolment" ? makeOffer(waiting, through) : undefined;
}

/** Sets up the second factor that the rules demand, and completes the session. Throws `invalid` for a wrong code. */
export async function enrol(
  secret: string,
  given: GivenOffer,
  whence: Whence,
  through: Web = web(),
): Promise<{ outcome: "signed-in"; secret: string; codes: string[] } | { outcome: "ended" }> {
  const id = sha256(secret);
  return guard(() =>
    through.sql.begin(async (sql) => {
      const waiting = await holdWaiting(sql, id, through.clock());
      if (waiting?.waitsFor !== "enrolment") return { outcome: "ended" } as const;
      const { person, session } = waiting;
      const confirmed = confirmOffer(waiting, given, through);
      const by = { person, session, scope: {}, ...whence };
      const codes = await store(sql, by, confirmed, through);
      const whole = await complete(sql, id, person, whence, "password and code", through);
      return { outcome: "signed-in", secret: whole, codes } as const;
    }),
  );
}

async function complete(
  sql: Transaction,
  id: Buffer,
  person: Person,
  whence: Whence,
  via: string,
  { clock }: Web,
): Promise<string> {
  const now = clock();
  const secret = randomBytes(32).toString("base64url");
  const agent = whence.userAgent === undefined ? null : legible(whence.userAgent, 300);
  await sql`
    update app.sessions set id = ${sha256(secret)}, waits_for = null, created_at = ${now}, last_seen_at = ${now},
      expires_at = ${later(now, sessionHours * 60)}, address = ${whence.address ?? null}, user_agent = ${agent}
    where id = ${id}`;
  const by = { person, session: referenceOf(sha256(secret)), scope: {}, ...whence };
  const target = targetOf({ type: "person", id: person.id });
  if (via.endsWith("recovery code")) {
    const data = [keep("left", String(await recoveryCodesLeft(sql, person.id)))];
    await post(sql, eventBy(by, { type: "recovery_code.used", category: "authentication", target, data }), clock);
  }
  const data = [keep("via", via)];
  await post(sql, eventBy(by, { type: "user.signed_in", category: "authentication", target, data }), clock);
  return secret;
}
