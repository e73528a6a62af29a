/**
 * What an administrator changes about an account: role, what an auditor may see, deactivating, reactivating, ending a lock-out.
 * Each is an event in its transaction, with before and after. Nobody changes their own standing, and the last administrator
 * stays one. It takes effect with the person's next request, since role and scope are read each time.
 */
import type { Transaction } from "../database/index.ts";
import { aRole, Fault } from "../event/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { accountLock, forget } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { authorise, recordDenial } from "./gate.ts";
import { endLinks } from "./links.ts";
import { notify } from "./notices.ts";
import { type HeldPerson, holdPerson } from "./people.ts";
import { type GivenScope, readGivenScope } from "./period.ts";
import { changed, personEvent, scopeChanges } from "./person-event.ts";
import type { Principal } from "./principal.ts";
import { readScope, type Scope } from "./scope.ts";
import { endSessions } from "./session-list.ts";
import { endTokens } from "./tokens.ts";
import { eventBy, keep } from "./trace.ts";
import { guard } from "./trouble.ts";
import { type GivenRole, readGivenRole, sourceNames, takesTwo } from "./wish.ts";

type Told = Omit<OwnEvent, "actor" | "origin" | "correlation">;

/**
 * Another role than administrator, which takes two people. An auditor is given a period with it; whoever stops being one is no
 * longer held to it. Throws `forbidden`, `invalid`, `not-found` and `conflict`.
 */
export async function changeRole(
  principal: Principal | undefined,
  id: string,
  given: GivenRole,
  through: Web = web(),
): Promise<void> {
  await changing(principal, id, through, async (sql, held, by) => {
    const { role, scope } = await grantable(by, held.id, given, through);
    if (held.deactivatedAt)
      throw new Fault("conflict", `The account of ${held.name} is deactivated. Reactivate it first.`);
    if (held.role === role) throw new Fault("conflict", `${held.name} has that role already. Load the page again.`);
    keepAnAdministrator(held);
    const before = legibleScope(held.scope);
    const names = await sourceNames(sql, scope);
    await sql`update app.people set role = ${role}, scope = ${JSON.stringify(scope)}::text::jsonb where id = ${held.id}`;
    const auditing = role === "auditor" || held.role === "auditor";
    const told = { who: by.person.name, role: aRole(role) };
    await notify(sql, [held.id], { type: "role.changed", data: told, address: "/account" }, through.clock());
    const changes = [changed("role", held.role, role), ...(auditing ? scopeChanges(before, scope, names) : [])];
    return personEvent("person.role_changed", "permission", held, { changes });
  });
}

/** What an auditor may see. Throws as `changeRole` does, and `conflict` for anybody else. */
export async function changeScope(
  principal: Principal | undefined,
  id: string,
  given: GivenScope,
  through: Web = web(),
): Promise<void> {
  await changing(principal, id, through, async (sql, held) => {
    const scope = readGivenScope(given);
    if (held.role !== "auditor")
      throw new Fault("conflict", `${held.name} is no auditor: only auditors are held to a period and to sources.`);
    const names = await sourceNames(sql, scope);
    const changes = scopeChanges(legibleScope(held.scope), scope, names);
    if (changes.every((field) => !field.changed))
      throw new Fault("conflict", "That is what they may see already. Nothing was changed.");
    await sql`update app.people set scope = ${JSON.stringify(scope)}::text::jsonb where id = ${held.id}`;
    return personEvent("person.scope_changed", "permission", held, { changes });
  });
}

/** Ends an account: sessions, tokens and links at once; its entries, and the keys that it made, stay. Throws as `changeRole` does. */
export async function deactivatePerson(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<void> {
  await changing(principal, id, through, async (sql, held) => {
    if (held.deactivatedAt)
      throw new Fault("conflict", `The account of ${held.name} is deactivated already. Load the page again.`);
    if (!held.joined) throw new Fault("conflict", `${held.name} has not come yet. Withdraw the invitation instead.`);
    keepAnAdministrator(held);
    const now = through.clock();
    await sql`update app.people set deactivated_at = ${now} where id = ${held.id}`;
    const sessions = await endSessions(sql, held.id, now);
    await endTokens(sql, held.id, now);
    await endLinks(sql, held.id, now);
    const changes = [changed("state", "active", "deactivated")];
    return personEvent("person.deactivated", "permission", held, {
      changes,
      data: [keep("sessions", String(sessions))],
    });
  });
}

/**
 * Lets somebody back in, with the password and role that they had. Who was an administrator comes back as something else, which
 * `given` says: otherwise one person alone could make an administrator of a forgotten account. Throws as `changeRole` does.
 */
export async function reactivatePerson(
  principal: Principal | undefined,
  id: string,
  given?: GivenRole,
  through: Web = web(),
): Promise<void> {
  await changing(principal, id, through, async (sql, held, by) => {
    if (!held.deactivatedAt)
      throw new Fault("conflict", `The account of ${held.name} is active already. Load the page again.`);
    if (!held.joined) throw new Fault("conflict", `${held.name} never came. Make a new invitation link instead.`);
    const back = held.role === "administrator" ? await formerAdministrator(by, held, given, through) : undefined;
    const { role, scope } = back ?? { role: held.role, scope: legibleScope(held.scope) };
    await sql`
      update app.people set deactivated_at = null, role = ${role}, scope = ${JSON.stringify(scope)}::text::jsonb where id = ${held.id}`;
    await endSessions(sql, held.id, through.clock()); // one may have been opened in the moment of deactivating
    const changes = [changed("state", "deactivated", "active"), ...(back ? [changed("role", held.role, role)] : [])];
    return personEvent("person.reactivated", "permission", held, { changes });
  });
}

/** Somebody who was locked out by too many attempts can try again at once. Throws `conflict` where nobody is locked out. */
export async function releaseLockOut(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<void> {
  await changing(principal, id, through, async (sql, held) => {
    const [lock] = await sql<{ until: string | null }[]>`
      select ${accountLock(sql, through.clock())} as until from app.people p where p.id = ${held.id}`;
    if (!lock?.until) throw new Fault("conflict", `${held.name} is not locked out any more. Load the page again.`);
    await forget(sql, { door: "account", key: held.email });
    await forget(sql, { door: "code", key: held.id });
    return personEvent("person.lockout_released", "authentication", held, { data: [keep("locked_until", lock.until)] });
  });
}

async function changing(
  principal: Principal | undefined,
  id: string,
  through: Web,
  work: (sql: Transaction, held: HeldPerson, by: Principal) => Promise<Told>,
): Promise<void> {
  const act = { target: { type: "person", id } };
  const by = await authorise(principal, "people.manage", act, through);
  if (id === by.person.id) {
    await recordDenial(through, by, "people.manage", act);
    throw new Fault(
      "forbidden",
      "Nobody changes their own account here, so that nobody locks themselves out. Ask another administrator.",
    );
  }
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      const held = await holdPerson(transaction, id);
      await post(transaction, eventBy(by, await work(transaction, held, by)), clock);
    }),
  );
}

async function grantable(by: Principal, id: string, given: GivenRole, through: Web) {
  const read = readGivenRole(given);
  if (read.role !== "administrator") return read;
  await recordDenial(through, by, "people.manage", { target: { type: "person", id } });
  throw new Fault("forbidden", takesTwo);
}

async function formerAdministrator(by: Principal, held: HeldPerson, given: GivenRole | undefined, through: Web) {
  if (!given) {
    throw new Fault(
      "invalid",
      `${held.name} was an administrator. Choose the role with which they come back; administrator again takes a second person.`,
    );
  }
  return grantable(by, held.id, given, through);
}

function keepAnAdministrator(held: HeldPerson): void {
  if (!held.lastAdministrator) return;
  throw new Fault(
    "conflict",
    `${held.name} is the last administrator: without one, nobody could let people in. Make somebody else an administrator first.`,
  );
}

/** A scope that cannot be read is replaced like any other: it admitted nobody. */
function legibleScope(stored: unknown): Scope {
  try {
    return readScope(stored);
  } catch {
    return {};
  }
}
