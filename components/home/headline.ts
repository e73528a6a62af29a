/** The first sentence of the first page: what matters most to whoever reads it. */
import type { Role } from "@/lib/access";
import { countOf, needsAttention } from "@/lib/event";
import type { Home, Today } from "@/lib/search";
import { dateWords } from "../event/time";

export function headline({ integrity, sources, entries }: Home, today: Today, waiting: number, role: Role): string {
  if (integrity.state === "tampered") return "Problem found: the ledger does not match what was signed.";
  if (waiting > 0) return `${waitingWords(waiting)} you today.`;
  if (role === "approver") return "Nothing waits for your decision.";
  if (role === "auditor" && today.limits) return `You may look at ${limitsWords(today.limits)}.`;
  if (sources.length === 0) return "No source is connected yet.";
  const stopped = sources.filter((source) => source.state === "stopped").length;
  if (stopped > 0) return `Capture has stopped for ${countOf(String(stopped), "source")}.`;
  const troubled = sources.filter(needsAttention).length;
  if (troubled > 0) return `Capture needs attention for ${countOf(String(troubled), "source")}.`;
  return `Capture is running. ${countOf(entries, "entry", "entries")} recorded.`;
}

/** "Two approvals need" */
function waitingWords(count: number): string {
  const small = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"][count];
  return `${small ?? countOf(String(count), "approval").split(" ")[0]} ${count === 1 ? "approval needs" : "approvals need"}`;
}

/** "1 January 2026 to 30 June 2026, in billing and payroll" */
export function limitsWords({ from, to, sources }: NonNullable<Today["limits"]>): string {
  const period =
    from && to
      ? `${dateWords(from)} to ${dateWords(to)}`
      : from
        ? `everything since ${dateWords(from)}`
        : to
          ? `everything until ${dateWords(to)}`
          : "every day";
  return sources ? `${period}, in ${listed(sources)}` : period;
}

function listed(names: string[]): string {
  if (names.length === 0) return "no source";
  const shown = names.slice(0, 3);
  const more = names.length - shown.length;
  const last = more > 0 ? `${more} more` : shown.pop();
  return shown.length > 0 ? `${shown.join(", ")} and ${last}` : `${last}`;
}
