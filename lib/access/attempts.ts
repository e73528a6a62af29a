/**
 * Failures at a door, counted per account and per address. Counting comes first and locks the row, so that guesses which
 * arrive together are counted one after the other; a success takes its count back. The count starts anew after `until`.
 */
import { createHash } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { instant, microseconds } from "../event/index.ts";

/** So many failures lock a door for that time. */
export const limits = {
  account: { failures: 5, minutes: 15 },
  address: { failures: 30, minutes: 15 },
  setup: { failures: 10, minutes: 15 },
  key: { failures: 30, minutes: 15 },
  /** Tokens that let nobody in, per address. */
  token: { failures: 30, minutes: 15 },
  /** Searches by scripts, per person, whether they succeed or not: each of them is an entry. */
  reading: { failures: 300, minutes: 5 },
  source: { failures: 20, minutes: 15 },
  /** Codes of the second factor, per person, whichever session they come from. */
  code: { failures: 5, minutes: 15 },
  /** Accounts of a provider that may not come in; locking them locks nobody else. */
  provider: { failures: 30, minutes: 15 },
  /** Links that let somebody in once: wrong ones of an address, and those that were made for an account. */
  link: { failures: 20, minutes: 15 },
  invitation: { failures: 10, minutes: 60 },
  /** Requests for two-person acts, per asker: each of them tells others. */
  ask: { failures: 30, minutes: 60 },
  /** Reveals of concealed values, per person, whether they succeed or not. */
  reveal: { failures: 30, minutes: 60 },
  /** Searches that are saved, per person. */
  query: { failures: 250, minutes: 60 },
  /** Tests of webhooks, per person: each asks an address somewhere. */
  webhook: { failures: 20, minutes: 60 },
  /** Exports that are asked for, per person. */
  export: { failures: 60, minutes: 60 },
  /** Files of exports that are taken away, per person: each is read twice from the disk. */
  download: { failures: 120, minutes: 60 },
  /** Values offered to whoever types a search, per person: several for every key that is pressed. */
  completion: { failures: 1_500, minutes: 5 },
} as const;
export type Door = keyof typeof limits;

export interface Attempt {
  door: Door;
  /** The e-mail or address. Stored as its hash: people type passwords into the wrong field. */
  key: string;
}

export interface Count {
  failures: number;
  until: string;
  /** This attempt came while the door was locked. */
  locked: boolean;
  /** This attempt, should it fail, locks the door. */
  last: boolean;
}

export async function countAttempt(sql: Transaction, attempt: Attempt, now: string): Promise<Count> {
  const { failures: limit, minutes } = limits[attempt.door];
  const [counted] = await sql<{ failures: number; until: string }[]>`
    insert into app.attempts as a (door, key, failures, until)
    values (${attempt.door}, ${hashed(attempt)}, 1, ${later(now, minutes)})
    on conflict (door, key) do update set
      failures = case when a.until <= ${now} then 1 else a.failures + 1 end,
      until = case when a.until <= ${now} or a.failures + 1 = ${limit} then excluded.until else a.until end
    returning failures, until`;
  if (!counted) throw new Error("an upsert returned nothing");
  return { ...counted, locked: counted.failures > limit, last: counted.failures === limit };
}

/** Until when one of the doors is locked, without counting: for refusing before any work is done. */
export async function lockedUntil(sql: Sql, attempts: Attempt[], now: string): Promise<string | undefined> {
  for (const attempt of attempts) {
    const [row] = await sql<{ until: string }[]>`
      select until from app.attempts
      where door = ${attempt.door} and key = ${hashed(attempt)}
        and failures >= ${limits[attempt.door].failures} and until > ${now}`;
    if (row) return row.until;
  }
  return undefined;
}

/** After a success: forgets the failures of an account. */
export async function forget(sql: Transaction, attempt: Attempt): Promise<void> {
  await sql`delete from app.attempts where door = ${attempt.door} and key = ${hashed(attempt)}`;
}

/** After a success: takes back this attempt alone, so that one good account does not clear the way for guessing at others. */
export async function takeBack(sql: Transaction, attempt: Attempt): Promise<void> {
  await sql`
    update app.attempts set failures = failures - 1
    where door = ${attempt.door} and key = ${hashed(attempt)} and failures > 0`;
}

/** Removes some counts that are over, waiting for nobody. */
export async function prune(sql: Transaction, now: string): Promise<void> {
  await sql`
    delete from app.attempts where ctid in (
      select ctid from app.attempts where until <= ${now} limit 100 for update skip locked)`;
}

/** Whole minutes to wait, at least one. */
export function minutesUntil(until: string, now: string): number {
  return Math.max(1, Math.ceil(Number(microseconds(until) - microseconds(now)) / 60_000_000));
}

/** `minutes` after an instant. */
export function later(now: string, minutes: number): string {
  return instant(microseconds(now) + BigInt(minutes) * 60_000_000n);
}

/**
 * Until when the account of `app.people p` is locked, by passwords or by codes, as an expression of SQL; null where it is not.
 * The keys as `hashed` makes them.
 */
export function accountLock(sql: Sql | Transaction, now: string) {
  return sql`
    (select max(a.until) from app.attempts a
    where a.until > ${now} and (
      (a.door = 'account' and a.failures >= ${limits.account.failures}
        and a.key = encode(sha256('account'::bytea || '\\x00'::bytea || convert_to(p.email, 'UTF8')), 'hex'))
      or (a.door = 'code' and a.failures >= ${limits.code.failures}
        and a.key = encode(sha256('code'::bytea || '\\x00'::bytea || convert_to(p.id::text, 'UTF8')), 'hex'))))`;
}

function hashed({ door, key }: Attempt): string {
  return createHash("sha256").update(`${door}\0${key}`).digest("hex");
}
