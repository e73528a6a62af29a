/**
 * Inviting somebody, and a link for whoever lost their password. The link is given back once, to be handed over, and sent by mail
 * where that is set up. Every change is an event in its own transaction; the mail goes out after it was committed.
 */
import { randomBytes } from "node:crypto";
import type { Transaction } from "../database/index.ts";
import { eventId, Fault, type Field, microseconds } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { type Web, web } from "./connection.ts";
import { authorise, recordDenial } from "./gate.ts";
import { letterOf } from "./letter.ts";
import { endLinks, linkAddress, makeLink, type Purpose } from "./links.ts";
import { type Sent, sendMail } from "./mail.ts";
import { notify } from "./notices.ts";
import { passwordSignIn } from "./oidc.ts";
import { holdPerson, insertPerson, readEmail, readName } from "./people.ts";
import { personEvent, scopeWords } from "./person-event.ts";
import type { Person, Principal } from "./principal.ts";
import { readScope, type Scope } from "./scope.ts";
import { eventBy, keep } from "./trace.ts";
import { guard } from "./trouble.ts";
import { type GivenRole, readGivenRole, sourceNames, takesTwo } from "./wish.ts";

export interface Invitation extends GivenRole {
  email: string;
  name: string;
}

/** A link to hand over: `address` holds its secret and is never shown again. */
export interface MadeLink {
  person: Person;
  purpose: Purpose;
  address: string;
  expiresAt: string;
  mail: Sent;
}

const mostPeople = 5_000;

/**
 * A new account that nobody has a password for yet; inviting somebody again who has not come replaces what was said before.
 * Throws `forbidden` (recorded; also for administrators, which takes two people), `invalid`, and `conflict` for a known account.
 */
export async function invitePerson(
  principal: Principal | undefined,
  wish: Invitation,
  through: Web = web(),
): Promise<MadeLink> {
  const act = { target: { type: "person" } };
  const by = await authorise(principal, "people.manage", act, through);
  const given = readGivenRole(wish);
  const invited = { email: readEmail(wish.email), name: readName(wish.name), ...given };
  if (given.role === "administrator") {
    await recordDenial(through, by, "people.manage", act);
    throw new Fault("forbidden", takesTwo);
  }
  return making(by, "invitation", through, async (sql, now) => {
    const names = await sourceNames(sql, invited.scope);
    const { person, again } = await writeInvited(sql, invited, now);
    return {
      person,
      event: "person.invited",
      data: [...roleData(invited, names), ...(again ? [keep("again", "true")] : [])],
    };
  });
}

/** A new link for somebody who was invited and has not come. Throws `forbidden`, `not-found`, `conflict`. */
export async function inviteAgain(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<MadeLink> {
  const by = await authorise(principal, "people.manage", { target: { type: "person", id } }, through);
  return making(by, "invitation", through, async (sql) => {
    const held = await holdPerson(sql, id);
    if (held.joined) throw alreadyJoined(held.name);
    if (held.role === "administrator") throw new Fault("forbidden", takesTwo);
    const scope = readScope(held.scope);
    await sql`update app.people set deactivated_at = null where id = ${held.id}`;
    const data = roleData({ role: held.role, scope }, await sourceNames(sql, {}));
    return { person: held, event: "person.invited", data: [...data, keep("again", "true")] };
  });
}

/** Somebody who was invited and has not come no longer may. Throws `forbidden`, `not-found`, `conflict`. */
export async function withdrawInvitation(
  principal: Principal | undefined,
  id: string,
  through: Web = web(),
): Promise<void> {
  const by = await authorise(principal, "people.manage", { target: { type: "person", id } }, through);
  const { sql, clock } = through;
  await guard(() =>
    sql.begin(async (transaction) => {
      const now = clock();
      const held = await holdPerson(transaction, id);
      if (held.joined) throw alreadyJoined(held.name);
      if (held.deactivatedAt)
        throw new Fault("conflict", "This invitation was withdrawn already. Load the page again.");
      await endLinks(transaction, held.id, now);
      await transaction`update app.people set deactivated_at = ${now} where id = ${held.id}`;
      await post(transaction, eventBy(by, personEvent("person.invitation_withdrawn", "permission", held)), clock);
    }),
  );
}

/**
 * A link with which somebody chooses a new password; their sessions end when they use it, not before. Their second factor stays.
 * Throws `forbidden`, `not-found`, and `conflict` where there is no password to replace.
 */
export async function makeReset(principal: Principal | undefined, id: string, through: Web = web()): Promise<MadeLink> {
  const by = await authorise(principal, "people.manage", { target: { type: "person", id } }, through);
  return making(by, "reset", through, async (sql, now) => {
    const held = await holdPerson(sql, id);
    if (held.id === by.person.id)
      throw new Fault("conflict", "Change your own password on your account page, with the old one.");
    if (held.deactivatedAt)
      throw new Fault("conflict", `The account of ${held.name} is deactivated. Reactivate it first.`);
    if (!held.joined) throw new Fault("conflict", `${held.name} has not come yet. Make a new invitation link instead.`);
    if (!held.hasPassword)
      throw new Fault("conflict", `${held.name} signs in with a provider and has no password here.`);
    const told = { who: by.person.name };
    await notify(sql, [held.id], { type: "password.reset", data: told, address: "/account" }, now);
    return { person: held, event: "person.reset_made", data: [] };
  });
}

interface Made {
  person: Person;
  event: string;
  data: Field[];
}

async function making(
  by: Principal,
  purpose: Purpose,
  through: Web,
  work: (sql: Transaction, now: string) => Promise<Made>,
): Promise<MadeLink> {
  const { sql, clock } = through;
  const made = await guard(() =>
    sql.begin(async (transaction) => {
      const now = clock();
      const { person: held, event, data } = await work(transaction, now);
      const { id, email, name, role } = held;
      const person = { id, email, name, role };
      if (!passwordSignIn(role)) throw noPasswords();
      const { secret, expiresAt } = await makeLink(transaction, { person, purpose, madeBy: by.person.id }, now);
      const category = purpose === "invitation" ? "permission" : "authentication";
      await post(
        transaction,
        eventBy(by, personEvent(event, category, person, { data: [...data, keep("expires", expiresAt)] })),
        clock,
      );
      return { person, purpose, address: linkAddress(secret), expiresAt };
    }),
  );
  return { ...made, mail: await sendMail(letterOf(purpose, made.person, by.person, made)) };
}

type Invited = Pick<Person, "email" | "name" | "role"> & { scope: Scope };

/** The row of somebody invited; one who has not come yet keeps their id. */
async function writeInvited(
  sql: Transaction,
  invited: Invited,
  now: string,
): Promise<{ person: Person; again: boolean }> {
  const { email, name, role, scope } = invited;
  await sql`select pg_advisory_xact_lock(8246910, 11)`; // of two who invite the same person at once the second finds them
  const stored = JSON.stringify(scope);
  const [known] = await sql<{ id: string }[]>`select id from app.people where email = ${email}`;
  if (!known) {
    const [{ count } = { count: 0 }] = await sql<{ count: number }[]>`select count(*)::int as count from app.people`;
    if (count >= mostPeople) throw new Fault("conflict", `There are ${mostPeople} accounts, which is the limit.`);
    const id = eventId(microseconds(now), randomBytes(10));
    await insertPerson(sql, { id, email, name, role, password: null, createdAt: now });
    await sql`update app.people set scope = ${stored}::text::jsonb where id = ${id}`;
    return { person: { id, email, name, role }, again: false };
  }
  const held = await holdPerson(sql, known.id);
  if (held.joined) throw alreadyJoined(held.name);
  await sql`
    update app.people set name = ${name}, role = ${role}, scope = ${stored}::text::jsonb, deactivated_at = null where id = ${held.id}`;
  return { person: { id: held.id, email, name, role }, again: true };
}

function roleData({ role, scope }: Pick<Invited, "role" | "scope">, names: Map<string, string>): Field[] {
  if (role !== "auditor") return [keep("role", role)];
  const { first_day, last_day, sources } = scopeWords(scope, names);
  return [
    keep("role", role),
    ...(first_day ? [keep("first_day", first_day)] : []),
    ...(last_day ? [keep("last_day", last_day)] : []),
    keep("sources", sources),
  ];
}

function alreadyJoined(name: string): Fault {
  return new Fault(
    "conflict",
    `${name} has an account with this e-mail already. Find them in the list of people; a deactivated account can be reactivated there.`,
  );
}

function noPasswords(): Fault {
  return new Fault(
    "conflict",
    "This Vouch takes no passwords but administrators’ (VOUCH_OIDC_ONLY). Give the person a group at the provider: their account is made when they first sign in.",
  );
}
