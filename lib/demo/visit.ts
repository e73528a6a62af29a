/** What people do in Vouch itself, through the functions that its pages call. */
import { type Principal, signIn } from "../access/index.ts";
import { findLines, openEntry, readAsk } from "../search/index.ts";
import type { Visit, VisitAct } from "./act.ts";
import type { Ground } from "./ground.ts";
import { principalOf } from "./people.ts";

const second = 1_000_000n;

/** `size`: how many entries there are for them to open. */
export async function visit(ground: Ground, { at, who, does }: Visit, size: bigint): Promise<void> {
  const { clock, web, users } = ground;
  const account = users[who];
  clock.set(at);
  if (does.some(({ page }) => page === "wrong password")) {
    await signIn({ email: account.email, password: "not the one" }, { address: account.address }, web);
    clock.set(at + 9n * second);
  }
  const principal = await principalOf(account, web);
  let then = at + 20n * second;
  for (const act of does) {
    clock.set(then);
    await look(ground, principal, act, size);
    then += 41n * second;
  }
}

async function look({ web }: Ground, principal: Principal, act: VisitAct, size: bigint): Promise<void> {
  if (act.page === "events") await findLines(principal, readAsk(act.query, "UTC"), web);
  if (act.page === "entry" && size > 0n) {
    const back = BigInt(act.back) < size ? BigInt(act.back) : size;
    await openEntry(principal, `${size - back}`, web).catch(forbidden);
  }
}

/** A denial is an entry like any other. */
function forbidden(error: unknown): void {
  if ((error as { code?: string }).code !== "forbidden") throw error;
}
