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
  password: string;
  deactivated: boolean;
}

export async function findAccount(sql: Sql | Transaction, email: string): Promise<Account | undefined> {
  const [account] = await sql<Account[]>`
    select id, email, name, role, password, deactivated_at is not null as deactivated
    from app.people where email = ${email}`;
  return account;
}

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  role: Role;
  password: string;
  createdAt: string;
}

export async function insertPerson(sql: Transaction, person: NewPerson): Promise<void> {
  await sql`
    insert into app.people (id, email, name, role, password, created_at)
    values (${person.id}, ${person.email}, ${person.name}, ${person.role}, ${person.password}, ${person.createdAt})`;
}
