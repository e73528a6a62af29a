/** The words for what a key may report, and for the state of the page. */
import type { ApiKey, KeyedSystem, reportable } from "@/lib/access";
import { countOf } from "@/lib/event";

export type Reportable = (typeof reportable)[number];

/** In the order in which people look for them. */
export const categories: { id: Reportable; says: string; help: string }[] = [
  { id: "authentication", says: "Sign-ins", help: "and failures, and signing out" },
  { id: "permission", says: "Permissions", help: "roles granted and taken away" },
  { id: "record", says: "Changes of records", help: "with before and after" },
  { id: "sensitive_read", says: "Views of sensitive data", help: "only of the types that are flagged" },
  { id: "statement", says: "Jobs and statements", help: "started, finished, failed" },
  { id: "agent_decision", says: "Decisions of AI agents", help: "model, input, output, confidence, override" },
  { id: "approval", says: "Approvals", help: "and refusals" },
  { id: "export", says: "Exports", help: "data that left the system" },
];

export function categoriesSaid(given: string[]): string {
  if (categories.every(({ id }) => given.includes(id))) return "Everything that can be reported";
  const said = categories.filter(({ id }) => given.includes(id)).map(({ says }) => says.toLowerCase());
  const list = said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
  return list.replace(/\bai\b/, "AI").replace(/^./, (letter) => letter.toUpperCase());
}

export function headline(systems: KeyedSystem[]): string {
  if (systems.length === 0) return "No system reports over HTTP yet.";
  const working = systems.flatMap(({ keys }) => keys).filter(({ state }) => state === "works").length;
  const say = systems.length === 1 ? "reports" : "report";
  return `${countOf(String(systems.length), "system")} ${say} over HTTP, with ${countOf(String(working), "key")} that ${working === 1 ? "works" : "work"}.`;
}

export function readsSaid({ flagged }: KeyedSystem): string {
  if (flagged.includes("*")) return "Views of every type of record are recorded.";
  if (flagged.length === 0) return "Views of records are not recorded.";
  return `Views are recorded of ${flagged.join(", ")}.`;
}

export const kindWords = { human: "person", service: "service or job", agent: "AI agent" } as const;

/** Whether a key that works ends within a fortnight, so that somebody should replace it. */
export function endsSoon({ state, expiresAt }: ApiKey, now: Date): boolean {
  return state === "works" && expiresAt !== null && Date.parse(expiresAt) - now.getTime() < 14 * 86_400_000;
}
