/** The people who use Vouch. */
import type { Sql, Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import type { Role } from "./permissions.ts";
import type { Person } from "./principal.ts";

export const longestEmail = 254; // RFC 5321 §4.5.3.1.3
export const longestName = 120;

const emailForm = /^[!-?A-~]+@[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;

/** As it is stored: lower case, without blanks round it. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

export function isEmail(email: string): boolean {
  return email.length <= longestEmail && emailForm.test(email);
}

/** The normal form. Throws `invalid` where it is no e-mail address; the message does not repeat it. */
export function readEmail(email: string): string {
  const normal = normalEmail(email);
  if (!isEmail(normal)) {
    throw new Fault(
      "invalid",
      `Expected an e-mail address of at most ${longestEmail} letters such as ada@example.org. Correct it.`,
    );
  }
  return normal;
}

/** A person's name with single blanks. Throws `invalid` where nothing is left of it or it is too long. */
export function readName(name: string): string {
  const normal = name
    .normalize("NFC")
    .replace(/[\s\p{Control}\p{Surrogate}]+/gu, " ")
    .trim();
  if (normal.length === 0 || normal.length > longestName) {
    throw new Fault("invalid", `Expected a name of 1 to ${longestName} letters, got ${normal.length}. Correct it.`);
  }
  return normal;
}

/** An account as signing in needs it. */
export interface Account extends Person {
  /** Undefined where somebody was invited and has not come yet, or signs in with a provider alone. */
  password: string | undefined;
  deactivated: boolean;
  /** Whether a second factor counts. */
  secondFactor: boolean;
}

export async function findAccount(sql: Sql | Transaction, email: string): Promise<Account | undefined> {
  const [account] = await sql<(Omit<Account, "password"> & { password: string | null })[]>`
    select id, email, name, role, password, deactivated_at is not null as deactivated,
      totp_since is not null as "secondFactor"
    from app.people where email = ${email}`;
  return account && { ...account, password: account.password ?? undefined };
}

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Null until somebody who was invited chooses one. */
  password: string | null;
  createdAt: string;
}

export async function insertPerson(sql: Transaction, person: NewPerson): Promise<void> {
  await sql`
    insert into app.people (id, email, name, role, password, created_at)
    values (${person.id}, ${person.email}, ${person.name}, ${person.role}, ${person.password}, ${person.createdAt})`;
}

/** An account as changing it needs it. */
export interface HeldPerson extends Person {
  /** As it is stored. */
  scope: unknown;
  hasPassword: boolean;
  /** Has a way to sign in: a password, or a provider's account. */
  joined: boolean;
  deactivatedAt: string | null;
  /** Nobody else could administer Vouch without them. */
  lastAdministrator: boolean;
}

/**
 * An account, held until the transaction ends together with every administrator's: of two who change accounts at once the second
 * sees what the first did. Signing in goes on meanwhile. Throws `not-found`.
 */
export async function holdPerson(sql: Transaction, id: string): Promise<HeldPerson> {
  const held = await sql<Omit<HeldPerson, "lastAdministrator">[]>`
    select id, email, name, role, scope, deactivated_at as "deactivatedAt", password is not null as "hasPassword",
      password is not null or oidc is not null as joined
    from app.people where id::text = ${id} or (role = 'administrator' and deactivated_at is null)
    order by id for no key update`;
  const person = held.find((one) => one.id === id);
  if (!person)
    throw new Fault("not-found", "Expected an account that exists, got another. Load the list of people again.");
  const administers = (one: typeof person) => one.role === "administrator" && one.joined && one.deactivatedAt === null;
  const others = held.filter((one) => one !== person && administers(one));
  return { ...person, lastAdministrator: administers(person) && others.length === 0 };
}
