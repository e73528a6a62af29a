/** Recovery codes: for whoever has lost the second factor. Ten of 80 random bits, each of which works once; only hashes are kept. */
import { createHash, randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";

export const recoveryCodeCount = 10;

/** Without i, l, o and u (Crockford): nothing that is taken for another letter or a digit. */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** New codes, in groups of four, in place of all that were there. This is the only time that they can be read. */
export async function replaceRecoveryCodes(sql: Transaction, person: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newCode);
  await removeRecoveryCodes(sql, person);
  for (const code of codes)
    await sql`insert into app.recovery_codes (hash, person) values (${hashOf(person, code)}, ${person})`;
  return codes;
}

export async function removeRecoveryCodes(sql: Transaction, person: string): Promise<void> {
  await sql`delete from app.recovery_codes where person = ${person}`;
}

/** Uses up a code. Returns whether it was good: of two who come at once with the same one, it is for one. */
export async function takeRecoveryCode(sql: Transaction, person: string, typed: string, now: string): Promise<boolean> {
  if (!looksLikeRecoveryCode(typed)) return false;
  const used = await sql`
    update app.recovery_codes set used_at = ${now}
    where hash = ${hashOf(person, typed)} and person = ${person} and used_at is null`;
  return used.count === 1;
}

/** How many are left to use. */
export async function recoveryCodesLeft(sql: Sql | Transaction, person: string): Promise<number> {
  const [row] = await sql<{ left: number }[]>`
    select count(*)::int as left from app.recovery_codes where person = ${person} and used_at is null`;
  return row?.left ?? 0;
}

/** Whether it has the form of one, right or wrong. */
export function looksLikeRecoveryCode(typed: string): boolean {
  return normal(typed).length === 16;
}

function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => alphabet[byte & 31]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
}

/** Blanks, hyphens and capitals do not count, and letters that are no part of the alphabet are the digits that they look like. */
function normal(typed: string): string {
  return typed
    .slice(0, 100)
    .toLowerCase()
    .replaceAll("o", "0")
    .replace(/[il]/g, "1")
    .replace(/[^0-9a-z]/g, "");
}

/** A fast hash will do: nobody goes through 80 random bits. */
function hashOf(person: string, code: string): Buffer {
  return createHash("sha256")
    .update(`${person}\0${normal(code)}`)
    .digest();
}
