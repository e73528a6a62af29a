/**
 * Signing in with a provider. The provider has authenticated somebody; this decides whether they have an account here. An account
 * is found by issuer and subject. The first time it is found by the e-mail address, which the provider must have verified, or made
 * with the role of the person's group. The role follows the groups at each sign-in.
 */
import { randomBytes } from "node:crypto";
import type { Transaction } from "../database/index.ts";
import { aRole, capitalised, eventId, microseconds } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, countAttempt, forget } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { attemptEvent } from "./failure.ts";
import { endLinks } from "./links.ts";
import { notify } from "./notices.ts";
import { type Identified, identify, type Provider, type ProviderRefusal } from "./oidc.ts";
import { type HeldPerson, holdPerson, insertPerson, readName } from "./people.ts";
import type { Role } from "./permissions.ts";
import { changed, personEvent } from "./person-event.ts";
import type { Person, Whence } from "./principal.ts";
import type { Scope } from "./scope.ts";
import { openSession } from "./sessions.ts";
import { eventBy, keep, originOf, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export type ProviderSignIn =
  | { outcome: "signed-in"; secret: string; person: Person }
  | { outcome: "refused"; refusal: ProviderRefusal };

const reasons: Record<ProviderRefusal, string> = {
  "provider-claims": "the provider did not say who it is",
  "provider-email": "the provider has not verified the e-mail address",
  "provider-group": "no group with a role",
  "provider-taken": "the e-mail address belongs to another account of the provider",
  "provider-deactivated": "deactivated",
  "provider-locked": "locked",
};

interface Coming {
  provider: Provider;
  whence: Whence;
  now: string;
  through: Web;
}

/** `claims` of an ID token that was checked. Throws `unavailable` where it cannot be recorded; then nobody is signed in. */
export async function signInWithProvider(
  claims: Record<string, unknown>,
  provider: Provider,
  whence: Whence,
  through: Web = web(),
): Promise<ProviderSignIn> {
  const found = identify(claims, provider);
  const key = "oidc" in found ? found.oidc : `${provider.issuer} ${found.subject ?? "nobody"}`;
  const attempt: Attempt = { door: "provider", key };
  const coming = { provider, whence, now: through.clock(), through };
  return guard(() =>
    through.sql.begin(async (sql) => {
      const count = await countAttempt(sql, attempt, coming.now);
      const held = "oidc" in found ? await findHeld(sql, found) : undefined;
      const refusal = count.locked ? "provider-locked" : whyNot(found, held);
      if (refusal || !("oidc" in found) || !found.role) {
        const why = refusal ?? "provider-group";
        if (count.failures <= 100 || count.failures % 100 === 0) await refuse(sql, found, held, why, coming);
        return { outcome: "refused", refusal: why };
      }
      await forget(sql, attempt);
      return letIn(sql, found, found.role, held, coming);
    }),
  );
}

type Found = HeldPerson & { oidc: string | null };

/** Held until the transaction ends. By the subject; else by the e-mail address, which the provider verified. */
async function findHeld(sql: Transaction, { oidc, email }: Identified): Promise<Found | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from app.people where oidc = ${oidc} or email = ${email} order by (oidc = ${oidc}) is true desc limit 1`;
  if (!row) return undefined;
  const held = await holdPerson(sql, row.id);
  const [now] = await sql<{ oidc: string | null }[]>`select oidc from app.people where id = ${row.id}`;
  return { ...held, oidc: now?.oidc ?? null };
}

function whyNot(found: ReturnType<typeof identify>, held: Found | undefined): ProviderRefusal | undefined {
  if ("refusal" in found) return found.refusal;
  if (held?.oidc && held.oidc !== found.oidc) return "provider-taken";
  if (held?.deactivatedAt) return "provider-deactivated";
  return found.role ? undefined : "provider-group";
}

async function refuse(
  sql: Transaction,
  found: ReturnType<typeof identify>,
  held: Found | undefined,
  refusal: ProviderRefusal,
  { provider, whence, through }: Coming,
): Promise<void> {
  const tried = { email: "oidc" in found ? found.email : "", account: held, whence };
  const data = [keep("reason", reasons[refusal]), keep("via", "provider"), keep("provider", provider.name)];
  await post(sql, attemptEvent(tried, "user.login_failed", data), through.clock);
}

async function letIn(
  sql: Transaction,
  found: Identified,
  role: Role,
  held: Found | undefined,
  coming: Coming,
): Promise<ProviderSignIn> {
  const { provider, whence, now, through } = coming;
  const person = held ? await follow(sql, found, role, held, coming) : await create(sql, found, role, coming);
  const { secret, reference } = await openSession(sql, person.id, whence, now, { via: "oidc" });
  const by = { person, session: reference, scope: {}, ...whence };
  const data = [keep("via", "provider"), keep("provider", provider.name)];
  const target = targetOf({ type: "person", id: person.id });
  const event = { type: "user.signed_in", category: "authentication", target, data } as const;
  await post(sql, eventBy(by, event), through.clock);
  return { outcome: "signed-in", secret, person };
}

/** An auditor's period and sources are nobody's but an administrator's to give: until then there is nothing to see. */
const scopeOf = (role: Role): Scope => (role === "auditor" ? { sources: [] } : {});

async function create(sql: Transaction, found: Identified, role: Role, coming: Coming): Promise<Person> {
  const { now, provider } = coming;
  const id = eventId(microseconds(now), randomBytes(10));
  const person = { id, email: found.email, name: nameOf(found), role };
  await insertPerson(sql, { ...person, password: null, createdAt: now });
  const scope = JSON.stringify(scopeOf(role));
  await sql`update app.people set oidc = ${found.oidc}, scope = ${scope}::text::jsonb where id = ${id}`;
  const data = [keep("role", role), keep("by", `the groups of ${provider.name}`)];
  await postOwn(sql, personEvent("person.created", "permission", person, { data }), coming);
  return person;
}

/** Links the account where it is not linked yet, and gives it the role of its groups; the last administrator stays one. */
async function follow(sql: Transaction, found: Identified, role: Role, held: Found, coming: Coming): Promise<Person> {
  const { id, email, name } = held;
  if (!held.oidc) {
    await sql`update app.people set oidc = ${found.oidc} where id = ${id}`;
    if (!held.joined) await endLinks(sql, id, coming.now);
    const data = [keep("provider", coming.provider.name)];
    await postOwn(sql, personEvent("person.linked", "authentication", held, { data }), coming);
  }
  if (held.role === role || held.lastAdministrator) return { id, email, name, role: held.role };
  const auditing = role === "auditor" || held.role === "auditor";
  const scope = JSON.stringify(auditing ? scopeOf(role) : held.scope);
  await sql`update app.people set role = ${role}, scope = ${scope}::text::jsonb where id = ${id}`;
  const by = `the groups of ${coming.provider.name}`;
  const told = {
    type: "role.changed",
    data: { who: capitalised(by), role: aRole(role) },
    address: "/account",
  } as const;
  await notify(sql, [id], told, coming.now);
  const data = [keep("by", by)];
  const changes = [changed("role", held.role, role)];
  await postOwn(sql, personEvent("person.role_changed", "permission", held, { data, changes }), coming);
  return { id, email, name, role };
}

function nameOf({ name, email }: Identified): string {
  try {
    return readName(name);
  } catch {
    return readName(email.slice(0, email.indexOf("@")).slice(0, 100));
  }
}

/** What follows from the provider's word is Vouch's own act. */
async function postOwn(
  sql: Transaction,
  told: ReturnType<typeof personEvent>,
  { whence, through }: Coming,
): Promise<void> {
  const actor: OwnEvent["actor"] = { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" };
  await post(sql, { ...told, actor, origin: originOf(whence) }, through.clock);
}
