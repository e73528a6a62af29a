/**
 * Signing in with e-mail and password. Every attempt leaves an event in the transaction of its counter and its session. Where a
 * second factor is set, or the rules demand one, the session waits for it and opens nothing until then (second-step.ts).
 */
import type { Transaction } from "../database/index.ts";
import { post } from "../ledger/index.ts";
import { countAttempt, forget, lockedUntil, minutesUntil, prune, takeBack } from "./attempts.ts";
import { type Web, web } from "./connection.ts";
import { attemptEvent, type Counts, recordFailure, recordLocks, type Tried } from "./failure.ts";
import { passwordSignIn } from "./oidc.ts";
import { passwordMatches } from "./password.ts";
import { type Account, findAccount, isEmail, longestEmail, normalEmail } from "./people.ts";
import type { Person, Whence } from "./principal.ts";
import { readRules } from "./rules.ts";
import { type Opening, openSession } from "./sessions.ts";
import { eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

export type SignIn =
  | { outcome: "signed-in"; secret: string; person: Person }
  /** The password was right; the session opens nothing until the second factor has come, too. */
  | { outcome: "waits"; waitsFor: NonNullable<Opening["waitsFor"]>; secret: string; person: Person }
  /** Unknown account, wrong password, deactivated: the person is not told which. */
  | { outcome: "wrong" }
  | { outcome: "locked"; minutes: number };

/** One attempt: what was typed, and what is known of the account. */
interface Try extends Tried {
  account: Account | undefined;
  matches: boolean;
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
  const counts: Counts = { byAccount, byAddress };
  await prune(sql, now);
  const lock = [byAccount, byAddress].find((count) => count?.locked);
  if (lock) {
    await recordFailure(sql, attempt, "user.login_failed", "locked", counts, through);
    return { outcome: "locked", minutes: minutesUntil(lock.until, now) };
  }
  const refusal = whyNot(attempt);
  if (!account || refusal) {
    await recordFailure(sql, attempt, "user.login_failed", refusal ?? "unknown account", counts, through);
    const minutes = await recordLocks(sql, attempt, counts, through);
    return minutes === undefined ? { outcome: "wrong" } : { outcome: "locked", minutes };
  }
  await forget(sql, attempts.account);
  if (attempts.address) await takeBack(sql, attempts.address);
  return letIn(sql, attempt, account, through);
}

function whyNot({ account, matches }: Try): string | undefined {
  if (!account) return "unknown account";
  if (!matches) return account.password === undefined ? "no password was chosen" : "wrong password";
  if (account.deactivated) return "deactivated";
  return passwordSignIn(account.role) ? undefined : "passwords are off";
}

async function letIn(sql: Transaction, attempt: Try, account: Account, { clock }: Web): Promise<SignIn> {
  const { whence, now } = attempt;
  const { id, email, name, role } = account;
  const person = { id, email, name, role };
  const waitsFor = account.secondFactor
    ? "code"
    : (await readRules(sql)).secondFactor.includes(role)
      ? "enrolment"
      : undefined;
  const opening: Opening = waitsFor ? { via: "password", waitsFor } : { via: "password" };
  const { secret, reference } = await openSession(sql, id, whence, now, opening);
  if (waitsFor) {
    // a claim still: half of what this account asks for has been shown
    await post(sql, attemptEvent(attempt, "user.password_accepted", [keep("waits_for", waitsFor)]), clock);
    return { outcome: "waits", waitsFor, secret, person };
  }
  const principal = { person, session: reference, scope: {}, ...whence };
  const data = [keep("via", "password")];
  const target = targetOf({ type: "person", id });
  await post(sql, eventBy(principal, { type: "user.signed_in", category: "authentication", target, data }), clock);
  return { outcome: "signed-in", secret, person };
}
