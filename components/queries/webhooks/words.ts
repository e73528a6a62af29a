/** The words for what was sent to a webhook. Pure. */
import { countOf } from "@/lib/event";
import type { Delivery } from "@/lib/search";

/** "Not taken after 2 attempts; the next in 5 minutes. Answered 503 Service Unavailable." */
export function deliverySaid({ state, attempts, nextAt, answer }: Delivery, now: Date): string {
  const tries = countOf(String(attempts), "attempt");
  const said = answer ? ` ${answer.replace(/\.?$/, ".")}` : "";
  if (state === "delivered") return attempts === 1 ? `Taken.${said}` : `Taken after ${tries}.${said}`;
  if (state === "failed") return attempts === 0 ? `Not sent.${said}` : `Given up after ${tries}.${said}`;
  if (attempts === 0) return "Waits to be sent.";
  return answer === null ? "Is being sent." : `Not taken after ${tries}; the next ${inSaid(nextAt, now)}.${said}`;
}

function inSaid(time: string | null, now: Date): string {
  const minutes = time === null ? 0 : Math.ceil((Date.parse(time) - now.getTime()) / 60_000);
  if (minutes < 1) return "follows now";
  if (minutes <= 90) return `in ${countOf(String(minutes), "minute")}`;
  return `in ${countOf(String(Math.round(minutes / 60)), "hour")}`;
}
