/** Failed attempts to sign in, as entries: each of them, the ones that lock a door, and not one more than tells something. */
import type { Transaction } from "../database/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import { type Attempt, type Count, limits, minutesUntil } from "./attempts.ts";
import type { Web } from "./connection.ts";
import { isEmail } from "./people.ts";
import type { Person, Whence } from "./principal.ts";
import { erasable, keep, originOf, targetOf } from "./trace.ts";

/** Who is said to have tried, from where, and the doors at which it counts. */
export interface Tried {
  /** As it was typed, in lower case. */
  email: string;
  /** Undefined where nobody has that e-mail. */
  account: Person | undefined;
  whence: Whence;
  now: string;
  attempts: { account: Attempt; address?: Attempt };
}

export interface Counts {
  byAccount: Count;
  byAddress: Count | undefined;
}

/**
 * Every failure is recorded until a door has seen a hundred in one period; after that every hundredth, with the count, so that
 * somebody who is not even signed in cannot fill the ledger.
 */
export async function recordFailure(
  sql: Transaction,
  tried: Tried,
  type: "user.login_failed" | "user.second_factor_failed",
  reason: string,
  { byAccount, byAddress }: Counts,
  { clock }: Web,
): Promise<void> {
  const failures = Math.max(byAccount.failures, byAddress?.failures ?? 0);
  if (failures > 100 && failures % 100 !== 0) return;
  const data = [keep("reason", reason), keep("failures", String(failures))];
  await post(sql, attemptEvent(tried, type, data), clock);
}

/** Records the locks that this failure brings about. Returns the minutes to wait, where it does. */
export async function recordLocks(
  sql: Transaction,
  tried: Tried,
  { byAccount, byAddress }: Counts,
  { clock }: Web,
): Promise<number | undefined> {
  const { account, now, whence, attempts } = tried;
  if (byAccount.last) {
    const target = account && targetOf({ type: "person", id: account.id });
    await post(sql, lockEvent(tried, limits[attempts.account.door].minutes, target), clock);
  }
  if (byAddress?.last) {
    const target = targetOf({ type: "address", id: whence.address });
    await post(sql, lockEvent(tried, limits.address.minutes, target), clock);
  }
  const lock = byAccount.last ? byAccount : byAddress?.last ? byAddress : undefined;
  return lock && minutesUntil(lock.until, now);
}

function lockEvent(tried: Tried, minutes: number, target: OwnEvent["target"]): OwnEvent {
  return { ...attemptEvent(tried, "user.locked_out", [keep("minutes", String(minutes))]), target };
}

/** Nobody was authenticated: the account is what somebody claimed. Text that is no e-mail address may be a password, and stays out. */
export function attemptEvent(
  { email, account, whence }: Pick<Tried, "email" | "account" | "whence">,
  type: string,
  data: NonNullable<OwnEvent["data"]>,
): OwnEvent {
  const actor: OwnEvent["actor"] = account
    ? { kind: "human", id: account.email, name: account.name, attribution: "claimed" }
    : { kind: "unknown", id: "unknown", attribution: "none" };
  const typed = account ? [] : isEmail(email) ? [erasable("email", email)] : [keep("email", "not an e-mail address")];
  const target = account && targetOf({ type: "person", id: account.id });
  return { type, category: "authentication", actor, origin: originOf(whence), target, data: [...typed, ...data] };
}
