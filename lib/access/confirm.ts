/**
 * Changes to one's own account that take the password again, so that somebody else's open browser is not enough. Wrong ones count
 * at the door of the account, as they do when signing in.
 */
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { post } from "../ledger/index.ts";
import { type Attempt, countAttempt, forget, lockedUntil, minutesUntil } from "./attempts.ts";
import type { Web } from "./connection.ts";
import { passwordMatches } from "./password.ts";
import { type Account, findAccount } from "./people.ts";
import type { Principal } from "./principal.ts";
import { eventBy, keep, targetOf } from "./trace.ts";
import { guard } from "./trouble.ts";

/**
 * Does `work` in the transaction in which the password was found right; what it throws takes everything back. Throws `forbidden`
 * for a wrong password (recorded) and too many of them, `conflict` where the account has none.
 */
export async function confirmed<T>(
  by: Principal,
  password: string,
  through: Web,
  work: (sql: Transaction, account: Account) => Promise<T>,
): Promise<T> {
  const { sql, clock } = through;
  const attempt: Attempt = { door: "account", key: by.person.email };
  return guard(async () => {
    const now = clock();
    const account = await findAccount(sql, by.person.email);
    if (account?.password === undefined) {
      throw new Fault("conflict", "Your account has no password: you sign in with a provider, and its rules count.");
    }
    const locked = await lockedUntil(sql, [attempt], now);
    if (locked) throw tooOften(locked, now);
    const matches = await passwordMatches(password, account.password);
    const done = await sql.begin(async (transaction) => {
      const count = await countAttempt(transaction, attempt, now);
      if (count.locked) return { refusal: tooOften(count.until, now) };
      if (!matches) {
        await recordWrong(transaction, by, count.failures, through);
        return {
          refusal: count.last ? tooOften(count.until, now) : new Fault("forbidden", "The password is not right."),
        };
      }
      await forget(transaction, attempt);
      return { value: await work(transaction, account) };
    });
    if (done.refusal) throw done.refusal;
    return done.value;
  });
}

async function recordWrong(sql: Transaction, by: Principal, failures: number, { clock }: Web): Promise<void> {
  const target = targetOf({ type: "person", id: by.person.id });
  const data = [keep("failures", String(failures))];
  const event = { type: "person.confirmation_failed", category: "authentication", target, data } as const;
  await post(sql, eventBy(by, event), clock);
}

function tooOften(until: string, now: string): Fault {
  const minutes = minutesUntil(until, now);
  return new Fault(
    "forbidden",
    `Too many wrong passwords. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
  );
}
