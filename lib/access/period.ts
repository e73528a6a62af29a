/** A period in whole days, as people give it, and the scope that is made of it. Pure. */
import { Fault, instant, microseconds } from "../event/index.ts";
import type { Scope } from "./scope.ts";

/** What somebody may see, as an administrator gives it: from the first to the last day, both counted (UTC). */
export interface GivenScope {
  /** "2026-01-01" */
  from: string;
  to: string;
  /** Ids of sources; undefined: every source. */
  sources?: string[];
}

const day = 86_400_000_000n;
const mostSources = 200;

/** Throws `invalid` where a day is missing or is none, the last comes before the first, or no source is left. */
export function readGivenScope({ from, to, sources }: GivenScope): Scope {
  const [first, last] = [startOf(from, "first"), startOf(to, "last")];
  if (last < first) {
    throw new Fault("invalid", `Expected a last day that does not come before the first, ${from}. Change one of them.`);
  }
  const period = { from: first, to: instant(microseconds(last) + day) };
  if (sources === undefined) return period;
  const chosen = [...new Set(sources)];
  if (chosen.length === 0 || chosen.length > mostSources) {
    throw new Fault(
      "invalid",
      `Expected 1 to ${mostSources} sources, got ${chosen.length}. Choose at least one, or every source.`,
    );
  }
  return { ...period, sources: chosen };
}

/** The first and last day of a scope, both counted; a side that is open stays open. */
export function daysOf({ from, to }: Scope): { from?: string; to?: string } {
  return {
    ...(from && { from: from.slice(0, 10) }),
    ...(to && { to: instant(microseconds(to) - 1n).slice(0, 10) }),
  };
}

function startOf(date: string, which: "first" | "last"): string {
  const start = `${date}T00:00:00.000000Z`;
  const read = /^(19|2\d)\d\d-\d\d-\d\d$/.test(date) ? new Date(`${date}T00:00:00Z`) : undefined;
  // 30 February is read as 2 March
  if (!read || Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== date) {
    throw new Fault(
      "invalid",
      `Expected the ${which} day of the period, such as 2026-06-30, got none that exists. Correct it.`,
    );
  }
  return start;
}
