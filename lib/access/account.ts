/** One's own account: what anybody who is signed in may see and change of it, and of nobody else's. */
import { Fault, type Field } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { confirmed } from "./confirm.ts";
import { type Web, web } from "./connection.ts";
import { signedIn } from "./gate.ts";
import { endLinks } from "./links.ts";
import { readProvider } from "./oidc.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { readName } from "./people.ts";
import { daysOf } from "./period.ts";
import { permissionNames, ruleOf } from "./permissions.ts";
import type { Person, Principal } from "./principal.ts";
import { recoveryCodesLeft } from "./recovery.ts";
import type { KnownSource } from "./roster.ts";
import { readRules } from "./rules.ts";
import type { Scope } from "./scope.ts";
import { endSessions, listSessions, type Session } from "./session-list.ts";
import { endTokens, listTokens, type Token } from "./tokens.ts";
import { eventBy, keep, legible, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export interface OwnAccount {
  person: Person;
  /** What the role may do, each to follow “may”. */
  may: string[];
  scope: Scope;
  /** The first and the last day of the period, in UTC. */
  days: { from?: string; to?: string };
  /** Those that the person is held to, by name; empty where it is all of them. */
  sources: KnownSource[];
  /** Whether a password lets them in. */
  password: boolean;
  /** What people call the provider, where they have come with it. */
  provider: string | undefined;
  /** Since when it counts, and how many recovery codes are left. */
  secondFactor: { since: string; codesLeft: number } | undefined;
  /** Whether the rules demand one of this role. */
  secondFactorRequired: boolean;
  sessions: Session[];
  /** Those of their scripts that work. */
  tokens: Token[];
}

/** Looking at one's own account is no act that is recorded. Throws `unauthenticated`. */
export async function readAccount(principal: Principal | undefined, through: Web = web()): Promise<OwnAccount> {
  const by = signedIn(principal);
  const { person, scope } = by;
  return guard(async () => {
    const { sql } = through;
    const [row] = await sql<{ password: boolean; oidc: boolean; since: string | null }[]>`
      select password is not null as password, oidc is not null as oidc, totp_since as since
      from app.people where id = ${person.id}`;
    if (!row) throw new Fault("unauthenticated", "Your account is not there any more. Ask an administrator.");
    const allowed = permissionNames.map(ruleOf).filter((rule) => rule.roles.includes(person.role));
    return {
      person,
      may: [...new Set(allowed.map(({ says }) => says))],
      scope,
      days: daysOf(scope),
      sources: await sql<OwnAccount["sources"]>`
        select id, name, removed_at is not null as removed from app.sources where id::text = any(${scope.sources ?? []}) order by name`,
      password: row.password,
      provider: row.oidc ? (readProvider()?.name ?? "a provider that is not set up any more") : undefined,
      secondFactor: row.since ? { since: row.since, codesLeft: await recoveryCodesLeft(sql, person.id) } : undefined,
      secondFactorRequired: (await readRules(sql)).secondFactor.includes(person.role),
      sessions: await listSessions(by, person.id, through),
      tokens: await listTokens(by, through),
    };
  });
}

/** Entries from now on say the new name. Throws `invalid`. Nothing is recorded where nothing changes. */
export async function changeName(
  principal: Principal | undefined,
  name: string,
  through: Web = web(),
): Promise<string> {
  const by = signedIn(principal);
  const after = readName(name);
  if (after === by.person.name) return after;
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      await transaction`update app.people set name = ${after} where id = ${by.person.id}`;
      const before = legible(by.person.name, 4_000);
      const fields: Field[] = [{ name: "name", type: "text", mode: "erasable", changed: true, before, after }];
      const change = { operation: "update" as const, fields };
      const target = targetOf({ type: "person", id: by.person.id });
      const event = { type: "person.renamed", category: "configuration", target, change } as const;
      await post(transaction, eventBy(by, event), clock);
    }),
  );
  return after;
}

/**
 * Takes the old password. All other sessions and all tokens end, and so does a link that would let somebody choose one. Returns how many sessions
 * ended. Throws `invalid` for a password that does not follow the rule, `forbidden` for a wrong one.
 */
export async function changePassword(
  principal: Principal | undefined,
  given: { old: string; password: string },
  through: Web = web(),
): Promise<number> {
  const by = signedIn(principal);
  const { id, email } = by.person;
  checkPassword(given.password, email);
  if (given.password.normalize("NFC") === given.old.normalize("NFC")) {
    throw new Fault("invalid", "Expected another password than the one that you have, got the same. Choose another.");
  }
  return confirmed(by, given.old, through, async (sql) => {
    const now = through.clock();
    await sql`update app.people set password = ${await hashPassword(given.password)} where id = ${id}`;
    await endLinks(sql, id, now);
    const ended = await endSessions(sql, id, now, by.session);
    const tokens = await endTokens(sql, id, now);
    const data = [keep("sessions", String(ended)), ...(tokens > 0 ? [keep("tokens", String(tokens))] : [])];
    const target = targetOf({ type: "person", id });
    const event = { type: "person.password_changed", category: "authentication", target, data } as const;
    await post(sql, eventBy(by, event), through.clock);
    return ended;
  });
}
