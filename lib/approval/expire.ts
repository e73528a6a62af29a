/** Expiring: what nobody decided on, or used, in its time is over. Whoever meets such a request closes it; a clock closes the rest. */
import { guard, notify, type Web, web } from "../access/index.ts";
import type { Transaction } from "../database/index.ts";
import { Fault } from "../event/index.ts";
import { addressOfRequest, endRequest, getRequest, postStep, type Request } from "./request.ts";

/** Closes a request that is locked and over. */
export async function close(sql: Transaction, request: Request, through: Web, now: string): Promise<Fault> {
  await endRequest(sql, request, "expired", now);
  await postStep(sql, "expired", request, undefined, through);
  const data = { what: request.effect.title };
  const address = addressOfRequest(request.number);
  await notify(sql, [request.askedBy], { type: "approval.expired", data, address }, now);
  return new Fault(
    "conflict",
    `Request ${request.number} has expired, so nothing was done. Ask again if it is needed.`,
  );
}

/** Closes what is over, at most 100 at once, waiting for nobody. Returns how many. */
export async function expireRequests(through: Web = web()): Promise<number> {
  return guard(() =>
    through.sql.begin(async (sql) => {
      const now = through.clock();
      const due = await sql<{ number: number }[]>`
        select number from app.requests where state in ('waiting', 'approved') and expires_at <= ${now}
        order by expires_at limit 100 for update skip locked`;
      for (const { number } of due) await close(sql, await getRequest(sql, number), through, now);
      return due.length;
    }),
  );
}

const seconds = 30;

/** Closes what is over every half minute, as long as this process lives. A failure leaves it to the next time. */
export function expireByTheClock(): void {
  const timer = setInterval(() => void expireRequests().catch(() => {}), seconds * 1000);
  timer.unref();
}
