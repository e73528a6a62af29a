/**
 * Tokens: what a person's own scripts show to read what the person may read (GET /api/entries). The secret is shown once, and the
 * table holds its SHA-256. Role and scope are the person's at the moment of reading; whatever ends all that lets a person in ends
 * their tokens too.
 */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { eventId, Fault, microseconds } from "../event/index.ts";
import { isUuid, type OwnEvent, post } from "../ledger/index.ts";
import { later } from "./attempts.ts";
import { confirmed } from "./confirm.ts";
import { type Web, web } from "./connection.ts";
import { signedIn } from "./gate.ts";
import { readName } from "./people.ts";
import type { Principal } from "./principal.ts";
import { sha256 } from "./sessions.ts";
import { erasable, eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** Tokens that work, of one person, and days that one may last. */
export const mostTokens = 10;
export const longestTokenDays = 365;

export interface Token {
  id: string;
  name: string;
  createdAt: string;
  expiresAt: string;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** The only time that the secret is seen. */
export interface MadeToken {
  id: string;
  name: string;
  secret: string;
  expiresAt: string;
}

export interface TokenWish {
  name: string;
  /** Days until it ends by itself. */
  days: number;
  /** Asked for where the account has one: somebody else's open browser is not enough. */
  password: string;
}

/** One's own tokens that work, the newest first. Looking at them is no act that is recorded. */
export async function listTokens(principal: Principal | undefined, through: Web = web()): Promise<Token[]> {
  const by = signedIn(principal);
  return guard(
    () => through.sql<Token[]>`
      select id, name, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
      from app.tokens where person = ${by.person.id} and revoked_at is null and expires_at > ${through.clock()}
      order by created_at desc, id`,
  );
}

/**
 * Makes a token for oneself. Throws `invalid`, `forbidden` for a wrong password or with a token in place of a session, and `conflict`
 * where there are as many as one may have.
 */
export async function makeToken(
  principal: Principal | undefined,
  { name: given, days, password }: TokenWish,
  through: Web = web(),
): Promise<MadeToken> {
  const by = withSession(principal);
  const name = readName(given);
  if (!Number.isInteger(days) || days < 1 || days > longestTokenDays) {
    throw new Fault("invalid", `Expected a token to last 1 to ${longestTokenDays} days. Choose how long.`);
  }
  const work = (sql: Transaction) => insertToken(sql, by, name, days, through);
  const [account] = await guard(
    () => through.sql<{ password: boolean }[]>`
      select password is not null as password from app.people where id = ${by.person.id}`,
  );
  return account?.password ? confirmed(by, password, through, work) : guard(() => through.sql.begin(work));
}

/** Ends one of one's own tokens at once. Throws `not-found` where it is not there, or has ended. */
export async function revokeToken(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = withSession(principal);
  const now = through.clock();
  await guard(() =>
    through.sql.begin(async (sql) => {
      const [ended] = await sql<{ name: string }[]>`
        update app.tokens set revoked_at = ${now}
        where id = ${isUuid(id) ? id : null}::uuid and person = ${by.person.id} and revoked_at is null and expires_at > ${now}
        returning name`;
      if (!ended) throw new Fault("not-found", "That token has ended already. Load the page again.");
      await post(sql, eventBy(by, tokenEvent("token.revoked", id, ended.name)), through.clock);
    }),
  );
}

/** In the caller's transaction and without an event of its own: for changes after which nothing old should let the person in. */
export async function endTokens(sql: Transaction, person: string, now: string): Promise<number> {
  const { count } = await sql`
    update app.tokens set revoked_at = ${now} where person = ${person} and revoked_at is null and expires_at > ${now}`;
  return count;
}

/** What a token does not open: it reads, and changes nothing. */
function withSession(principal: Principal | undefined): Principal {
  const by = signedIn(principal);
  if (!by.token) return by;
  throw new Fault("forbidden", "A token only reads. Sign in with a browser to change your account.");
}

async function insertToken(sql: Transaction, by: Principal, name: string, days: number, { clock }: Web) {
  const now = clock();
  const person = by.person.id;
  await sql`select 1 from app.people where id = ${person} for update`; // two that are made at once are counted one after the other
  const count = await countTokens(sql, person, now);
  if (count >= mostTokens) {
    throw new Fault("conflict", `You have ${mostTokens} tokens, which is the limit. End those that you do not use.`);
  }
  const id = eventId(microseconds(now), randomBytes(10));
  const secret = `vouch_read_${randomBytes(32).toString("base64url")}`;
  const expiresAt = later(now, days * 24 * 60);
  await sql`
    insert into app.tokens (id, person, name, hash, created_at, expires_at)
    values (${id}, ${person}, ${name}, ${sha256(secret)}, ${now}, ${expiresAt})`;
  await post(sql, eventBy(by, tokenEvent("token.made", id, name, expiresAt)), clock);
  return { id, name, secret, expiresAt };
}

async function countTokens(sql: Sql | Transaction, person: string, now: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.tokens where person = ${person} and revoked_at is null and expires_at > ${now}`;
  return row?.count ?? 0;
}

function tokenEvent(type: string, id: string, name: string, expiresAt?: string) {
  const data = [erasable("token", name), ...(expiresAt ? [keep("expires", expiresAt)] : [])];
  return { type, category: "configuration", target: targetOf({ type: "token", id }), data } satisfies Omit<
    OwnEvent,
    "actor"
  >;
}
