/** The question: who uses Vouch, and how does each of them stand? State is computed by the database, so that filters see everybody. */
import type { Sql, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { accountLock } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { permit, type Read } from "./gate.ts";
import { daysOf } from "./period.ts";
import { permissionNames, type Role, roles, ruleOf } from "./permissions.ts";
import type { Person, Principal } from "./principal.ts";
import { type Rules, readRules } from "./rules.ts";
import { readScope, type Scope } from "./scope.ts";

/**
 * `invited`: may still come. `expired`: was invited, and the link's time is over. `withdrawn`: never came and no longer may.
 * `locked`: too many attempts. `deactivated`: may not sign in any more.
 */
export const personStates = ["active", "locked", "invited", "expired", "deactivated", "withdrawn"] as const;
export type PersonState = (typeof personStates)[number];

export interface ListedPerson extends Person {
  state: PersonState;
  /** When the invitation or the lock ends. */
  until: string | null;
  /** When the link for a new password ends, where there is one. */
  resetUntil: string | null;
  createdAt: string;
  deactivatedAt: string | null;
  lastSignIn: string | null;
  hasPassword: boolean;
  hasProvider: boolean;
  secondFactor: boolean;
  /** Undefined where it cannot be read, which admits nobody. */
  scope: Scope | undefined;
  /** First and last day of the scope, both counted (UTC). */
  days: { from?: string; to?: string };
}

export interface RosterQuery {
  /** Part of a name or e-mail. */
  text?: string;
  state?: PersonState;
}

export interface Roster {
  people: ListedPerson[];
  /** How many there are of each state that match the text. */
  counts: Record<PersonState, number>;
  /** Those of the state that was asked for; more than `people` where the list is cut. */
  found: number;
  sources: KnownSource[];
  query: RosterQuery;
}

/** A source by name, for saying and choosing a scope. */
export interface KnownSource {
  id: string;
  name: string;
  removed: boolean;
}

export interface OpenedPerson {
  person: ListedPerson;
  sources: KnownSource[];
  /** What their role may do, each to follow “may”. */
  may: string[];
  /** Their role must have a second factor. */
  secondFactorNeeded: boolean;
  /** Nobody else could administer Vouch. */
  lastAdministrator: boolean;
  self: boolean;
}

/** Lines of the list. */
const most = 500;
const longestText = 200;

/** Everybody who matches, by name. Throws `unauthenticated` and `forbidden`. */
export async function listPeople(
  principal: Principal | undefined,
  query: RosterQuery = {},
  through: Web = web(),
): Promise<Roster> {
  const text = query.text?.trim().slice(0, longestText) || undefined;
  const state = personStates.find((known) => known === query.state);
  const asked = { ...(text && { text }), ...(state && { state }) };
  return permit(principal, "people.view", {}, (read) => readRoster(read, asked, through.clock()), through);
}

async function readRoster({ sql }: Read, query: RosterQuery, now: string): Promise<Roster> {
  const { text = "", state } = query;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const matching = sql`with known as (${standing(sql, now)} where p.name ilike ${pattern} or p.email ilike ${pattern})`;
  const counted = await sql<{ state: PersonState; count: number }[]>`
    ${matching} select state, count(*)::int as count from known group by state`;
  const rows = await sql<StoredPerson[]>`
    ${matching} select * from known where ${state ?? null}::text is null or state = ${state ?? null}
    order by lower(name), email limit ${most}`;
  const counts = Object.fromEntries(personStates.map((one) => [one, 0])) as Roster["counts"];
  for (const one of counted) counts[one.state] = one.count;
  const found = state ? counts[state] : Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { people: rows.map(listed), counts, found, sources: await readSources(sql), query };
}

/** One person. Throws `not-found`, also for what is no id. */
export async function openPerson(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<OpenedPerson> {
  const act = { target: { type: "person", id } };
  return permit(principal, "people.view", act, (read) => readPerson(read, id, through.clock()), through);
}

async function readPerson({ sql, principal }: Read, id: string, now: string): Promise<OpenedPerson> {
  const [found] = await sql<StoredPerson[]>`${standing(sql, now)} where p.id::text = ${id}`;
  if (!found)
    throw new Fault("not-found", "Expected an account that exists, got another. Load the list of people again.");
  const person = listed(found);
  const [others] = await sql<{ any: boolean }[]>`
    select exists (select from app.people where role = 'administrator' and deactivated_at is null and id <> ${person.id}
      and (password is not null or oidc is not null)) as any`;
  const allowed = permissionNames.map(ruleOf).filter((rule) => rule.roles.includes(person.role));
  return {
    person,
    sources: await readSources(sql),
    may: [...new Set(allowed.map(({ says }) => says))],
    secondFactorNeeded: (await readRules(sql)).secondFactor.includes(person.role),
    lastAdministrator: person.role === "administrator" && person.deactivatedAt === null && !others?.any,
    self: principal.person.id === person.id,
  };
}

export interface RulesInForce {
  rules: Rules;
  /** How many of each role sign in with a password, and how many of them have no second factor. */
  roles: { role: Role; people: number; without: number }[];
}

/** What the rules of signing in mean for those who are there. */
export async function readRulesInForce(principal: Principal | undefined, through: Web = web()): Promise<RulesInForce> {
  return permit(
    principal,
    "people.view",
    {},
    async ({ sql }) => {
      const counted = await sql<{ role: Role; people: number; without: number }[]>`
        select role, count(*)::int as people, (count(*) filter (where totp_since is null))::int as without
        from app.people where deactivated_at is null and password is not null group by role`;
      const of = (role: Role) => counted.find((one) => one.role === role) ?? { role, people: 0, without: 0 };
      return { rules: await readRules(sql), roles: roles.map(of) };
    },
    through,
  );
}

type StoredPerson = Omit<ListedPerson, "scope" | "days"> & { scope: unknown };

function listed({ scope: stored, ...person }: StoredPerson): ListedPerson {
  const scope = scopeIfLegible(stored);
  return { ...person, scope, days: daysOf(scope ?? {}) };
}

function scopeIfLegible(stored: unknown): Scope | undefined {
  try {
    return readScope(stored);
  } catch {
    return undefined;
  }
}

/** Accounts with how they stand at `now`; to be followed by a condition on `p`. */
function standing(sql: Sql | Transaction, now: string) {
  return sql`
    select p.id, p.email, p.name, p.role, p.scope, p.created_at as "createdAt", p.deactivated_at as "deactivatedAt",
      p.password is not null as "hasPassword", p.oidc is not null as "hasProvider", p.totp_since is not null as "secondFactor",
      (select max(s.created_at) from app.sessions s where s.person = p.id and s.waits_for is null) as "lastSignIn",
      case when joined.yes then l.reset end as "resetUntil",
      case when p.deactivated_at is not null then null when joined.yes then k.until else l.invitation end as until,
      case
        when p.deactivated_at is not null then case when joined.yes then 'deactivated' else 'withdrawn' end
        when not joined.yes then case when l.invitation is null then 'expired' else 'invited' end
        when k.until is not null then 'locked'
        else 'active'
      end as state
    from app.people p
      cross join lateral (select p.password is not null or p.oidc is not null as yes) joined
      cross join lateral (select ${accountLock(sql, now)} as until) k
      cross join lateral (
        select max(expires_at) filter (where purpose = 'invitation') as invitation, max(expires_at) filter (where purpose = 'reset') as reset
        from app.links where person = p.id and ended_at is null and expires_at > ${now}
      ) l`;
}

async function readSources(sql: Transaction): Promise<KnownSource[]> {
  return sql<KnownSource[]>`
    select id, name, removed_at is not null as removed from app.sources order by removed_at is not null, lower(name), created_at`;
}
