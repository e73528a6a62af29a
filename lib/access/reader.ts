/** Whose token a request shows. Those that let nobody in are counted per address and recorded. */
import { microseconds } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, countAttempt, later, limits, lockedUntil, prune } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import type { Person, Principal, Whence } from "./principal.ts";
import { readRules } from "./rules.ts";
import { readScope } from "./scope.ts";
import { referenceOf, sha256 } from "./sessions.ts";
import { keep, originOf, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export type TokenBearer =
  | { outcome: "known"; principal: Principal }
  /** `sentence`: why, for whoever holds the token. */
  | { outcome: "refused"; sentence: string }
  | { outcome: "locked"; seconds: number };

interface Found extends Person {
  token: { id: string; name: string };
  scope: unknown;
  expiresAt: string;
  revokedAt: string | null;
  lastUsedAt: string | null;
  deactivatedAt: string | null;
  /** A second factor of ours, or of the provider that they come with. */
  factor: boolean;
}

const form = /^Bearer +(vouch_read_[\w-]{43}) *$/i;

/**
 * The person of a request with this `authorization`, with the role and scope that they have now. A token that works does so from a
 * locked address too: guessing at 256 random bits is hopeless. Throws `unavailable`.
 */
export async function principalOfToken(
  authorization: string | null,
  whence: Whence,
  through: Web = web(),
): Promise<TokenBearer> {
  return guard(async () => {
    const now = through.clock();
    const [, secret] = form.exec(authorization ?? "") ?? [];
    const found = secret === undefined ? undefined : await findToken(through, secret);
    const refusal = await whyNot(found, authorization, now, through);
    if (!found || refusal !== undefined) return refuse(refusal ?? "", found, whence, through);
    const { id, email, name, role, token } = found;
    if (!found.lastUsedAt || found.lastUsedAt <= later(now, -1)) {
      await through.sql`update app.tokens set last_used_at = ${now} where id = ${token.id}`;
    }
    const session = referenceOf(sha256(secret ?? ""));
    return {
      outcome: "known",
      principal: { person: { id, email, name, role }, session, token, scope: readScope(found.scope), ...whence },
    };
  });
}

/** How long to wait, where a person reads more often than any script needs to: each time leaves an entry. */
export async function holdToReading(
  { person }: Principal,
  { sql, clock }: Web = web(),
): Promise<{ seconds: number } | undefined> {
  const now = clock();
  const attempt: Attempt = { door: "reading", key: person.id };
  const count = await guard(() => sql.begin((transaction) => countAttempt(transaction, attempt, now)));
  return count.locked ? { seconds: secondsUntil(count.until, now) } : undefined;
}

async function findToken({ sql }: Web, secret: string): Promise<Found | undefined> {
  const [found] = await sql<Found[]>`
    select p.id, p.email, p.name, p.role, p.scope, p.deactivated_at as "deactivatedAt",
      p.totp_since is not null or p.oidc is not null as factor,
      json_build_object('id', t.id, 'name', t.name) as token,
      t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt"
    from app.tokens t join app.people p on p.id = t.person where t.hash = ${sha256(secret)}`;
  return found;
}

async function whyNot(
  found: Found | undefined,
  authorization: string | null,
  now: string,
  { sql }: Web,
): Promise<string | undefined> {
  if (authorization === null)
    return "Expected a token, got none. Send the header Authorization: Bearer vouch_read_…, or sign in with a browser.";
  if (!found)
    return "This token is not known. Check that all of it was copied, or make a new one on the page Your account.";
  if (found.deactivatedAt) return "The account of this token is deactivated. Ask an administrator.";
  if (found.revokedAt) return "This token was ended. Make a new one on the page Your account.";
  if (found.expiresAt <= now) return "This token has expired. Make a new one on the page Your account.";
  if (!found.factor && (await readRules(sql)).secondFactor.includes(found.role))
    return "Your role must have a second factor, and your account has none. Sign in with a browser to set one up.";
  return undefined;
}

async function refuse(sentence: string, found: Found | undefined, whence: Whence, through: Web): Promise<TokenBearer> {
  const { sql, clock } = through;
  const now = clock();
  const attempt: Attempt = { door: "token", key: whence.address ?? "unknown" };
  const until = await lockedUntil(sql, [attempt], now);
  if (until) return { outcome: "locked", seconds: secondsUntil(until, now) };
  return sql.begin(async (transaction) => {
    const count = await countAttempt(transaction, attempt, now);
    await prune(transaction, now);
    if (count.locked) return { outcome: "locked", seconds: secondsUntil(count.until, now) };
    await post(transaction, refusalEvent(found, whence, now, count.last), clock);
    return { outcome: "refused", sentence };
  });
}

/** Nobody was authenticated: whose a token was that has ended is a claim. */
function refusalEvent(found: Found | undefined, whence: Whence, now: string, locks: boolean): OwnEvent {
  return {
    type: "token.refused",
    category: "authentication",
    actor: found
      ? { kind: "human", id: found.email, name: found.name, attribution: "claimed" }
      : { kind: "unknown", id: "unknown", attribution: "none" },
    origin: { ...originOf(whence), channel: "api" },
    ...(found && { target: targetOf({ type: "token", id: found.token.id }) }),
    decision: { outcome: "denied", rule: "token" },
    data: [keep("reason", reasonOf(found, now)), ...(locks ? [keep("locked_minutes", `${limits.token.minutes}`)] : [])],
  };
}

function reasonOf(found: Found | undefined, now: string): string {
  if (!found) return "unknown token";
  if (found.deactivatedAt) return "account deactivated";
  if (found.revokedAt) return "ended";
  return found.expiresAt <= now ? "expired" : "no second factor";
}

function secondsUntil(until: string, now: string): number {
  return Math.max(1, Math.ceil(Number(microseconds(until) - microseconds(now)) / 1_000_000));
}
