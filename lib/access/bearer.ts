/** Whose API key a request shows. Refused ones are counted per address and recorded, since nothing they carried is in the ledger. */
import { type ActorKind, type Category, microseconds } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, countAttempt, limits, lockedUntil, prune } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { type HttpSettings, keyHash } from "./key.ts";
import type { Whence } from "./principal.ts";
import { keep, originOf, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/** Who reports, authenticated by a key: what its events are held to. */
export interface Reporter extends Whence {
  key: { id: string; name: string; categories: Category[] };
  source: { id: string; name: string; paused: boolean; settings: HttpSettings };
  identity: { actor: string; kind: ActorKind; name: string };
}

export type Bearer =
  | { outcome: "known"; reporter: Reporter }
  /** `sentence`: why, for whoever holds the key. */
  | { outcome: "refused"; sentence: string }
  | { outcome: "locked"; seconds: number };

interface Found extends Omit<Reporter, "address" | "userAgent"> {
  expiresAt: string | null;
  revokedAt: string | null;
  removedAt: string | null;
  lastUsedAt: string | null;
}

const form = /^Bearer +(vouch_[\w-]{43}) *$/i;
/** Seconds between two times that the use of a key is noted. */
const noteEvery = 60;

/**
 * The reporter of a request with this `authorization`. A key that works is known from a locked address too: guessing at 256
 * random bits is hopeless, and what a good key brings must not be lost. Throws `unavailable`.
 */
export async function reporterOf(authorization: string | null, whence: Whence, through: Web = web()): Promise<Bearer> {
  return guard(async () => {
    const now = through.clock();
    const [, secret] = form.exec(authorization ?? "") ?? [];
    const found = secret === undefined ? undefined : await findKey(through, secret);
    const refusal = whyNot(found, authorization, now);
    if (!found || refusal !== undefined) return refuse(refusal ?? "", found, whence, through);
    if (!found.lastUsedAt || microseconds(now) - microseconds(found.lastUsedAt) >= BigInt(noteEvery) * 1_000_000n) {
      await through.sql`update app.keys set last_used_at = ${now} where id = ${found.key.id}`;
    }
    const { key, source, identity } = found;
    return { outcome: "known", reporter: { key, source, identity, ...whence } };
  });
}

async function findKey({ sql }: Web, secret: string): Promise<Found | undefined> {
  const [found] = await sql<Found[]>`
    select json_build_object('id', k.id, 'name', k.name, 'categories', k.categories) as key,
      json_build_object('id', s.id, 'name', s.name, 'paused', s.paused, 'settings', '{"flagged": ["*"]}'::jsonb || s.settings) as source,
      json_build_object('actor', i.actor, 'kind', i.kind, 'name', i.name) as identity,
      k.expires_at as "expiresAt", k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt", s.removed_at as "removedAt"
    from app.keys k join app.sources s on s.id = k.source join app.identities i on i.id = k.identity
    where k.hash = ${keyHash(secret)}`;
  return found;
}

function whyNot(found: Found | undefined, authorization: string | null, now: string): string | undefined {
  if (authorization === null) return "Expected an API key, got none. Send the header Authorization: Bearer vouch_…";
  if (!found)
    return "This API key is not known. Check that all of it was copied, or make a new one in Vouch under API keys.";
  if (found.revokedAt) return `The key “${found.key.name}” was revoked. Make a new one in Vouch under API keys.`;
  if (found.expiresAt && found.expiresAt <= now)
    return `The key “${found.key.name}” has expired. Make a new one in Vouch under API keys.`;
  if (found.removedAt)
    return `${found.source.name} is no longer a source of this Vouch. Connect it again under API keys.`;
  return undefined;
}

async function refuse(sentence: string, found: Found | undefined, whence: Whence, through: Web): Promise<Bearer> {
  const { sql, clock } = through;
  const now = clock();
  const attempt: Attempt = { door: "key", key: whence.address ?? "unknown" };
  const until = await lockedUntil(sql, [attempt], now);
  if (until) return { outcome: "locked", seconds: secondsUntil(until, now) };
  return sql.begin(async (transaction) => {
    const count = await countAttempt(transaction, attempt, now);
    await prune(transaction, now);
    if (count.locked) return { outcome: "locked", seconds: secondsUntil(count.until, now) };
    await post(transaction, refusalEvent(found, whence, count.last), clock);
    return { outcome: "refused", sentence };
  });
}

/** Nobody was authenticated: of a key that has ended only the identity that it spoke for is known, and that is a claim. */
function refusalEvent(found: Found | undefined, whence: Whence, locks: boolean): OwnEvent {
  const reason = !found ? "unknown key" : found.revokedAt ? "revoked" : found.removedAt ? "source removed" : "expired";
  const named = found ? [keep("source", found.source.name), keep("key", found.key.name)] : [];
  const locked = locks ? [keep("locked_minutes", String(limits.key.minutes))] : [];
  return {
    type: "key.refused",
    category: "authentication",
    actor: found
      ? { kind: found.identity.kind, id: found.identity.actor, name: found.identity.name, attribution: "claimed" }
      : { kind: "unknown", id: "unknown", attribution: "none" },
    origin: { ...originOf(whence), channel: "api" },
    ...(found && { target: targetOf({ type: "key", id: found.key.id }) }),
    decision: { outcome: "denied", rule: "API key" },
    data: [...named, keep("reason", reason), ...locked],
  };
}

function secondsUntil(until: string, now: string): number {
  return Math.max(1, Math.ceil(Number(microseconds(until) - microseconds(now)) / 1_000_000));
}
