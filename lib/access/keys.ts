/**
 * API keys: what an HTTP source shows to report events. A key speaks for one named identity and may report some categories; its
 * secret is shown once, and the table holds its SHA-256. Every change is an event in its own transaction.
 */
import { randomBytes } from "node:crypto";
import type { Transaction } from "../database/index.ts";
import { type Category, eventId, Fault, type Field, instant, microseconds } from "../event/index.ts";
import { post, theLedger } from "../ledger/index.ts";
import { type Web, web } from "./connection.ts";
import { authorise, permit, type Read } from "./gate.ts";
import { createIdentity, readIdentities } from "./identities.ts";
import type { Identity } from "./identity.ts";
import {
  type ApiKey,
  type HttpSettings,
  type KeyedSystem,
  type KeyWish,
  keyHash,
  type MadeKey,
  readWish,
} from "./key.ts";
import type { Principal } from "./principal.ts";
import { eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

const mostKeys = 50;
const longestOverlap = 30 * 24;

/** Every system that reports over HTTP with its keys, and the identities that a key can speak for. */
export async function listKeys(
  principal: Principal | undefined,
  through: Web = web(),
): Promise<{ systems: KeyedSystem[]; identities: Identity[] }> {
  return permit(principal, "keys.manage", {}, (read) => readKeys(read, through.clock()), through);
}

async function readKeys({ sql, principal: { scope } }: Read, now: string) {
  const systems = await sql<Omit<KeyedSystem, "keys">[]>`
    select id, name, paused, coalesce(settings -> 'flagged', '["*"]') as flagged from app.sources
    where kind = 'http' and removed_at is null
      and (${scope.sources ?? null}::uuid[] is null or id = any(${scope.sources ?? []}::uuid[]))
    order by lower(name)`;
  const keys = await sql<ApiKey[]>`
    select k.id, k.source, k.name, k.categories, k.created_at as "createdAt", k.expires_at as "expiresAt",
      k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt",
      json_build_object('actor', i.actor, 'kind', i.kind, 'name', i.name) as identity,
      case when k.revoked_at is not null then 'revoked' when k.expires_at <= ${now} then 'expired' else 'works' end as state
    from app.keys k join app.identities i on i.id = k.identity
    order by k.created_at desc, k.id`;
  return {
    systems: systems.map((system) => ({ ...system, keys: keys.filter(({ source }) => source === system.id) })),
    identities: await readIdentities(sql),
  };
}

/** Throws `forbidden`, `invalid`, `not-found`, and `conflict` where a new system or identity has a name that is taken. */
export async function makeKey(principal: Principal | undefined, wish: KeyWish, through: Web = web()): Promise<MadeKey> {
  const by = await authorise(principal, "keys.manage", { target: { type: "key", id: wish.name } }, through);
  const { system, name, categories, days } = readWish(wish);
  const identity = "id" in wish.identity ? wish.identity.id : (await createIdentity(by, wish.identity, through)).id;
  return changing(through, async (sql) => {
    const createdAt = through.clock();
    const source = "id" in system ? await getSystem(sql, by, system.id) : await connectSystem(sql, by, system, through);
    const expiresAt = days === undefined ? null : hoursAfter(createdAt, days * 24);
    return insertKey(
      sql,
      by,
      { type: "key.created", source, identity, name, categories, createdAt, expiresAt },
      through,
    );
  });
}

/**
 * A new key in the place of one that works, with the same scope and span of life. The old one works for `hours` more, so that the
 * system can be given the new one meanwhile. Throws `forbidden`, `invalid`, `not-found` and `conflict`.
 */
export async function rotateKey(
  principal: Principal | undefined,
  id: string,
  hours = 24,
  through: Web = web(),
): Promise<MadeKey> {
  const by = await authorise(principal, "keys.manage", { target: { type: "key", id } }, through);
  if (!Number.isInteger(hours) || hours < 0 || hours > longestOverlap) {
    throw new Fault(
      "invalid",
      `Expected 0 to ${longestOverlap} hours for the old key, got something else. Choose again.`,
    );
  }
  return changing(through, async (sql) => {
    const now = through.clock();
    const old = await getKey(sql, by, id);
    if (old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
      throw new Fault("conflict", "This key has ended already, so there is nothing to replace. Make a new key.");
    }
    const life = old.expiresAt && microseconds(old.expiresAt) - microseconds(old.createdAt);
    const expiresAt = life === null || life === "" ? null : instant(microseconds(now) + life);
    const end = hoursAfter(now, hours);
    const oldEnds = old.expiresAt && old.expiresAt < end ? old.expiresAt : end;
    await sql`update app.keys set expires_at = ${oldEnds} where id = ${old.id}`;
    const source = { id: old.source, name: old.system };
    const { identity, name, categories } = old;
    const made = {
      type: "key.rotated",
      source,
      identity,
      name,
      categories,
      createdAt: now,
      expiresAt,
      replaces: oldEnds,
    };
    return insertKey(sql, by, made, through);
  });
}

/** Ends a key at once. Throws `forbidden`, `not-found`, and `conflict` where it was revoked already. */
export async function revokeKey(principal: Principal | undefined, id: string, through: Web = web()): Promise<void> {
  const by = await authorise(principal, "keys.manage", { target: { type: "key", id } }, through);
  await changing(through, async (sql) => {
    const key = await getKey(sql, by, id);
    if (key.revokedAt) throw new Fault("conflict", "This key was revoked already. Load the page again.");
    await sql`update app.keys set revoked_at = ${through.clock()} where id = ${key.id}`;
    const data = [keep("source", key.system), keep("key", key.name)];
    const event = {
      type: "key.revoked",
      category: "configuration",
      target: targetOf({ type: "key", id }),
      data,
    } as const;
    await post(sql, eventBy(by, event), through.clock);
  });
}

interface NewKey {
  type: string;
  source: { id: string; name: string };
  identity: string;
  name: string;
  categories: Category[];
  createdAt: string;
  expiresAt: string | null;
  /** When the key that it replaces ends. */
  replaces?: string;
}

async function insertKey(sql: Transaction, by: Principal, key: NewKey, { clock }: Web): Promise<MadeKey> {
  const { source, name, categories, createdAt, expiresAt } = key;
  const [who] = await sql<
    { actor: string }[]
  >`select actor from app.identities where id::text = ${key.identity} and removed_at is null`;
  if (!who) throw new Fault("not-found", "Expected an identity that is still there. Load the page again and choose.");
  const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`
    select count(*)::int as count from app.keys
    where source = ${source.id} and revoked_at is null and (expires_at is null or expires_at > ${createdAt})`;
  if (count >= mostKeys) {
    throw new Fault(
      "conflict",
      `${source.name} has ${mostKeys} keys that work, which is the limit. Revoke those that nobody uses.`,
    );
  }
  const id = newId(createdAt);
  const secret = `vouch_${randomBytes(32).toString("base64url")}`;
  await sql`
    insert into app.keys (id, source, identity, name, categories, hash, created_at, expires_at)
    values (${id}, ${source.id}, ${key.identity}, ${name}, ${categories}, ${keyHash(secret)}, ${createdAt}, ${expiresAt})`;
  const data: Field[] = [
    keep("source", source.name),
    keep("key", name),
    keep("identity", who.actor),
    words("categories", categories),
    ...(expiresAt ? [keep("expires", expiresAt)] : []),
    ...(key.replaces ? [keep("old_key_ends", key.replaces)] : []),
  ];
  const target = targetOf({ type: "key", id });
  await post(sql, eventBy(by, { type: key.type, category: "configuration", target, data }), clock);
  return { id, secret, system: source.name, categories, expiresAt };
}

async function connectSystem(
  sql: Transaction,
  by: Principal,
  { name, flagged }: { name: string; flagged: string[] },
  { clock }: Web,
): Promise<{ id: string; name: string }> {
  const now = clock();
  const id = newId(now);
  const settings: HttpSettings = { flagged };
  const made = await sql`
    insert into app.sources (id, ledger, kind, name, settings, created_at)
    values (${id}, ${await theLedger(sql)}, 'http', ${name}, ${JSON.stringify(settings)}::text::jsonb, ${now})
    on conflict (name) where removed_at is null do nothing`;
  if (made.count === 0) {
    throw new Fault("conflict", `There is a source named ${name} already. Choose it, or another name.`);
  }
  const data = [keep("source", name), keep("kind", "http"), words("flagged", flagged)];
  const target = targetOf({ type: "source", id });
  await post(sql, eventBy(by, { type: "source.connected", category: "configuration", target, data }), clock);
  return { id, name };
}

async function getSystem(sql: Transaction, by: Principal, id: string): Promise<{ id: string; name: string }> {
  const [found] = await sql<{ id: string; name: string }[]>`
    select id, name from app.sources where id::text = ${id} and kind = 'http' and removed_at is null for share`;
  if (!found || !within(by, found.id))
    throw new Fault("not-found", "Expected a system that reports over HTTP. Load the page again and choose.");
  return found;
}

/** What lies beyond a person's scope is not there for them. */
function within({ scope }: Principal, source: string): boolean {
  return !scope.sources || scope.sources.includes(source);
}

interface StoredKey extends Omit<ApiKey, "identity" | "state"> {
  identity: string;
  system: string;
}

async function getKey(sql: Transaction, by: Principal, id: string): Promise<StoredKey> {
  const [found] = await sql<StoredKey[]>`
    select k.id, k.source, k.identity, k.name, k.categories, k.created_at as "createdAt", k.expires_at as "expiresAt",
      k.revoked_at as "revokedAt", k.last_used_at as "lastUsedAt", s.name as system
    from app.keys k join app.sources s on s.id = k.source where k.id::text = ${id} for update of k`;
  if (!found || !within(by, found.source))
    throw new Fault("not-found", "Expected a key that exists. Load the page again.");
  return found;
}

function changing<T>({ sql }: Web, work: (sql: Transaction) => Promise<T>): Promise<T> {
  return guard(async () => (await sql.begin(async (transaction) => ({ value: await work(transaction) }))).value);
}

function words(name: string, texts: readonly string[]): Field {
  return { name, type: "array", mode: "keep", value: texts.map((value) => ({ type: "text", value })) };
}

function newId(now: string): string {
  return eventId(microseconds(now), randomBytes(10));
}

function hoursAfter(now: string, hours: number): string {
  return instant(microseconds(now) + BigInt(hours) * 3_600_000_000n);
}
