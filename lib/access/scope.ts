/** How far a principal may see: part of every principal from the start. Pure. */
import { Fault, isInstant, months } from "../event/index.ts";

/** What is absent is not limited; the empty scope is everything. */
export interface Scope {
  /** Events that occurred at this instant or later (UTC, six decimals). */
  from?: string;
  /** Events that occurred before this instant. */
  to?: string;
  /** Ids of sources. */
  sources?: string[];
  /** Ids of evidence frameworks. */
  frameworks?: string[];
}

const members = ["from", "to", "sources", "frameworks"];

/** The scope as it is stored with a person. Throws `forbidden` for anything else: a limit that cannot be read admits nobody. */
export function readScope(stored: unknown): Scope {
  if (!isScope(stored)) {
    throw new Fault("forbidden", "The scope of your account cannot be read. Ask an administrator to set it again.");
  }
  return stored;
}

function isScope(stored: unknown): stored is Scope {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) return false;
  if (Object.keys(stored).some((name) => !members.includes(name))) return false;
  const { from, to, sources, frameworks } = stored as Record<string, unknown>;
  const isTime = (value: unknown) => value === undefined || (typeof value === "string" && isInstant(value));
  const isList = (value: unknown) =>
    value === undefined || (Array.isArray(value) && value.every((id) => typeof id === "string"));
  return isTime(from) && isTime(to) && isList(sources) && isList(frameworks);
}

/** Why `asked` goes beyond `scope`, as the end of a sentence; undefined where it does not. What is not asked for is not compared. */
export function beyond(scope: Scope, asked: Scope): string | undefined {
  if (scope.from && asked.from && asked.from < scope.from) return `nothing before ${inWords(scope.from)}`;
  if (scope.to && asked.to && asked.to > scope.to) return `nothing from ${inWords(scope.to)} on`;
  if (asked.sources?.some((id) => scope.sources && !scope.sources.includes(id))) return "not that source";
  if (asked.frameworks?.some((id) => scope.frameworks && !scope.frameworks.includes(id))) return "not that framework";
  return undefined;
}

/** "24 May 2026, 00:00 UTC" */
function inWords(instant: string): string {
  return `${Number(instant.slice(8, 10))} ${months[Number(instant.slice(5, 7)) - 1]} ${instant.slice(0, 4)}, ${instant.slice(11, 16)} UTC`;
}

/** Throws `forbidden` where an event lies outside the scope; inside `permit` that is recorded as a denial. */
export function holdTo(scope: Scope, event: { occurredAt: string; source: string }): void {
  const { from, to, sources } = scope;
  const inside =
    (!from || event.occurredAt >= from) &&
    (!to || event.occurredAt < to) &&
    (!sources || sources.includes(event.source));
  if (!inside) throw outsideScope();
}

/** The denial of an entry that lies beyond a scope. */
export function outsideScope(): Fault {
  return new Fault(
    "forbidden",
    "This entry lies outside the period and sources that you may see. Ask an administrator.",
  );
}
