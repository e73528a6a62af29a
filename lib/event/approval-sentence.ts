/** Two-person acts as sentences: who asked for what, who decided, and what was carried out. Pure. */
import { count, type Part, record, shownData, text } from "./part.ts";
import { countOf } from "./reading.ts";
import type { SeenEvent } from "./seen.ts";

export const ofApprovals: Record<string, (event: SeenEvent) => Part[]> = {
  "approval.asked": (event) => [text("asked "), ...whatOf(event), text(" ("), requestOf(event), text(")")],
  "approval.approved": (event) => [text("approved "), requestOf(event), text(", "), ...whatOf(event)],
  "approval.refused": (event) => [text("refused "), requestOf(event), text(", "), ...whatOf(event)],
  "approval.withdrawn": (event) => [text("withdrew "), requestOf(event), text(", "), ...whatOf(event)],
  "approval.expired": (event) => [text("closed "), requestOf(event), text(", which expired, "), ...whatOf(event)],
  "approval.failed": (event) => [
    text("closed "),
    requestOf(event),
    text(", which could not be carried out, "),
    ...whatOf(event),
  ],
  "role.granted": (event) => [
    text("gave "),
    record(saidOf(event, "name") ?? "somebody"),
    text(" the role "),
    record(saidOf(event, "role") ?? "of an administrator"),
  ],
};

/** What an approved request revealed at once; undefined where one value alone was revealed, which says more of itself. */
export function revealedMany(event: SeenEvent): Part[] | undefined {
  const [values, entries] = [saidOf(event, "values"), shownData(event, "entries")];
  if (event.target?.type !== "request" || values === undefined || !Array.isArray(entries)) return undefined;
  return [
    text("revealed "),
    count(countOf(values, "concealed value")),
    text(" of "),
    count(countOf(String(entries.length), "entry", "entries")),
    text(" ("),
    requestOf(event),
    text(")"),
  ];
}

/** “to make Ada Marsh an administrator”; what was erased is left out. */
function whatOf(event: SeenEvent): Part[] {
  const what = saidOf(event, "what");
  return what === undefined ? [text("to do what can no longer be read")] : [text("to "), record(what)];
}

function requestOf({ target }: SeenEvent): Part {
  return record(target?.id === undefined ? "a request" : `request ${target.id}`);
}

function saidOf(event: SeenEvent, name: string): string | undefined {
  const value = shownData(event, name);
  return typeof value === "string" ? value : undefined;
}
