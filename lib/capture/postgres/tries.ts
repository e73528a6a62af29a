/** Connections that a page asks for, counted per person while they fail: nobody guesses passwords or scans a network from here. */
import { countAttempt, minutesUntil, type Principal, takeBack, type Web } from "../../access/index.ts";
import { Fault } from "../../event/index.ts";

/** Counts first, so that tries which arrive together are counted one after the other. Throws `held` when it is too many. */
export async function counting<T>({ person }: Principal, { sql, clock }: Web, work: () => Promise<T>): Promise<T> {
  const attempt = { door: "source", key: person.id } as const;
  const now = clock();
  const count = await sql.begin((transaction) => countAttempt(transaction, attempt, now));
  if (count.locked) {
    const minutes = minutesUntil(count.until, now);
    throw new Fault(
      "held",
      `Too many of your connections failed in a row. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}, and check the address meanwhile.`,
    );
  }
  const done = await work();
  await sql.begin((transaction) => takeBack(transaction, attempt));
  return done;
}
