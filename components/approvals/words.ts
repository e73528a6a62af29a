/** The words for requests and how they stand. Pure. */
import type { OpenedRequest, RequestLine, RequestState } from "@/lib/approval";

export const stateNames: Record<RequestState, string> = {
  waiting: "Waiting",
  approved: "Approved",
  refused: "Refused",
  withdrawn: "Withdrawn",
  expired: "Expired",
  used: "Carried out",
  failed: "Not carried out",
};

/** "21 min 48 s", "23 h 41 min", "3 days": of milliseconds, whole units, never below zero. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [
    number,
    number,
    number,
  ];
  if (days >= 2) return `${days} days`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** What stands in the banner: how the request stands, and what has been done. */
export function standing({ state, carriedOut, asker, mine, needed, decisions }: OpenedRequest): string {
  const byAsker = carriedOut === "by the asker";
  switch (state) {
    case "waiting":
      return needed > 1
        ? `Waits for ${needed - decisions.length} more of ${needed} approvals. Nothing has been done.`
        : "Waits for a decision. Nothing has been done.";
    case "approved":
      return mine ? "Approved. You may open it once." : `Approved. ${asker.name} may open it once.`;
    case "refused":
      return "Refused. Nothing has been done.";
    case "withdrawn":
      return "Withdrawn. Nothing has been done.";
    case "expired":
      return decisions.length > 0 && byAsker
        ? "Expired: approved, and not opened in time."
        : "Expired before anybody decided. Nothing has been done.";
    case "failed":
      return "Not carried out. Nothing has been done.";
    case "used":
      return byAsker ? `Opened by ${asker.name}. It cannot be opened again.` : "Carried out, as it was approved.";
  }
}

/** "Petra Lind approved", for a line of the list. */
export function outcomeWords({ decidedBy, state, given, needed }: RequestLine): string {
  const last = decidedBy.at(-1);
  if (state === "waiting") return needed > 1 ? `${given} of ${needed} approvals given` : "Nobody has decided yet";
  if (!last) return state === "withdrawn" ? "Taken back by whoever asked" : "Nobody decided in time";
  return decidedBy.map(({ name, outcome }) => `${name} ${outcome}`).join(", ");
}

/** "Ada Marsh, Petra Lind or 3 more" */
export function anyOf(names: string[]): string {
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} or ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? "nobody") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}
