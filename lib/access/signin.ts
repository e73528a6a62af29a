/** Signing in with e-mail and password. Every attempt leaves an event in the transaction of its counter and its session. */
import type { Transaction } from "../database/index.ts";
import { type OwnEvent, post } from "../ledger/index.ts";
import {
  type Attempt,
  type Count,
  countAttempt,
  forget,
  limits,
  lockedUntil,
  minutesUntil,
  prune,
  takeBack,
} from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { passwordMatches } from "./password.ts";
import { type Account, findAccount, isEmail, longestEmail, normalEmail } from "./people.ts";
import type { Person, Whence } from "./principal.ts";
import { openSession } from "./sessions.ts";
import { erasable, eventBy, keep, originOf, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export type SignIn =
  | { outcome: "signed-in"; secret: string; person: Person }
  /** Unknown account, wrong password, deactivated: the person is not told which. */
  | { outcome: "wrong" }
  | { outcome: "locked"; minutes: number };

/** One attempt: what was typed, and what is known of the account. */
interface Try {
  email: string;
  account: Account | undefined;
  matches: boolean;
  whence: Whence;
  now: string;
  attempts: { account: Attempt; address?: Attempt };
}

/** Throws `unavailable` where the attempt cannot be recorded; then nobody is signed in. */
export async function signIn(
  typed: { email: string; password: string },
  whence: Whence,
  through: Web = web(),
): Promise<SignIn> {
  const { sql, clock } = through;
  const email = normalEmail(typed.email).slice(0, longestEmail + 1);
  const attempts: Try["attempts"] = { account: { door: "account", key: email } };
  if (whence.address) attempts.address = { door: "address", key: whence.address };
  return guard(async () => {
    const now = clock();
    const account = isEmail(email) ? await findAccount(sql, email) : undefined;
    const locked = await lockedUntil(sql, Object.values(attempts), now);
    // hashing is slow on purpose and needs no transaction; whether the result counts is decided under the counters' locks
    const matches = locked === undefined && (await passwordMatches(typed.password, account?.password));
    return sql.begin((transaction) => decide(transaction, { email, account, matches, whence, now, attempts }, through));
  });
}

async function decide(sql: Transaction, attempt: Try, through: Web): Promise<SignIn> {
  const { account, now, attempts } = attempt;
  const byAccount = await countAttempt(sql, attempts.account, now);
  const byAddress = attempts.address && (await countAttempt(sql, attempts.address, now));
  await prune(sql, now);
  const lock = [byAccount, byAddress].find((count) => count?.locked);
  if (lock) {
    await recordFailure(sql, attempt, "locked", [byAccount, byAddress], through);
    return { outcome: "locked", minutes: minutesUntil(lock.until, now) };
  }
  if (!account || !attempt.matches || account.deactivated) {
    const reason = !account ? "unknown account" : attempt.matches ? "deactivated" : "wrong password";
    await recordFailure(sql, attempt, reason, [byAccount, byAddress], through);
    return lockOut(sql, attempt, byAccount, byAddress, through);
  }
  return letIn(sql, attempt, account, through);
}

async function letIn(
  sql: Transaction,
  { whence, now, attempts }: Try,
  account: Account,
  { clock }: Web,
): Promise<SignIn> {
  await forget(sql, attempts.account);
  if (attempts.address) await takeBack(sql, attempts.address);
  const { secret, reference } = await openSession(sql, account.id, whence, now);
  const { id, email, name, role } = account;
  const person = { id, email, name, role };
  const principal = { person, session: reference, scope: {}, ...whence };
  const target = targetOf({ type: "person", id });
  await post(sql, eventBy(principal, { type: "user.signed_in", category: "authentication", target }), clock);
  return { outcome: "signed-in", secret, person };
}

async function lockOut(
  sql: Transaction,
  attempt: Try,
  byAccount: Count,
  byAddress: Count | undefined,
  { clock }: Web,
): Promise<SignIn> {
  const { account, now, whence } = attempt;
  const lock = byAccount.last ? byAccount : byAddress?.last ? byAddress : undefined;
  if (!lock) return { outcome: "wrong" };
  if (byAccount.last) {
    const target = account && targetOf({ type: "person", id: account.id });
    await post(sql, lockEvent(attempt, limits.account.minutes, target), clock);
  }
  if (byAddress?.last) {
    await post(
      sql,
      lockEvent(attempt, limits.address.minutes, targetOf({ type: "address", id: whence.address })),
      clock,
    );
  }
  return { outcome: "locked", minutes: minutesUntil(lock.until, now) };
}

function lockEvent(attempt: Try, minutes: number, target: OwnEvent["target"]): OwnEvent {
  const event = attemptEvent(attempt, "user.locked_out", [keep("minutes", String(minutes))]);
  return { ...event, target };
}

/**
 * Every failure is recorded until a door has seen a hundred in one period; after that every hundredth, with the count, so that
 * somebody who is not even signed in cannot fill the ledger.
 */
async function recordFailure(
  sql: Transaction,
  attempt: Try,
  reason: string,
  counts: (Count | undefined)[],
  { clock }: Web,
): Promise<void> {
  const failures = Math.max(...counts.map((count) => count?.failures ?? 0));
  if (failures > 100 && failures % 100 !== 0) return;
  const data = [keep("reason", reason), keep("failures", String(failures))];
  await post(sql, attemptEvent(attempt, "user.login_failed", data), clock);
}

/** Nobody was authenticated: the account is what somebody claimed. Text that is no e-mail address may be a password, and stays out. */
function attemptEvent({ email, account, whence }: Try, type: string, data: NonNullable<OwnEvent["data"]>): OwnEvent {
  const actor: OwnEvent["actor"] = account
    ? { kind: "human", id: account.email, name: account.name, attribution: "claimed" }
    : { kind: "unknown", id: "unknown", attribution: "none" };
  const typed = account ? [] : isEmail(email) ? [erasable("email", email)] : [keep("email", "not an e-mail address")];
  const target = account && targetOf({ type: "person", id: account.id });
  return { type, category: "authentication", actor, origin: originOf(whence), target, data: [...typed, ...data] };
}
