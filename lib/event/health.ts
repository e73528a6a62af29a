/** How a source stands now, and what is said of it in words: for pages and for the terminal. Pure. */
import { type Alarm, alarms, longestSilence } from "./alarm.ts";
import { microseconds } from "./clock.ts";
import type { SourceKind } from "./event.ts";
import { countOf } from "./reading.ts";

export const sourceStates = ["capturing", "paused", "stopped", "unreachable", "unwatched", "removed", "new"] as const;
export type SourceState = (typeof sourceStates)[number];

/** Numbers are decimal text; times UTC with six decimals. */
export interface SourceHealth {
  id: string;
  name: string;
  kind: SourceKind;
  state: SourceState;
  /** Why it stopped, or does not answer. */
  reason?: string;
  /** Tables to capture, those of them that are captured now, and the first names of the others. */
  tables: number;
  captured: number;
  missing: string[];
  lookedAt?: string;
  /** The source's clock minus ours, and how far that may be off, in microseconds. */
  clock?: { offset: string; error: string };
  waiting?: { rows: string; bytes: string; since?: string };
  alarms: Alarm[];
  lastEventAt?: string;
}

/** Whether the last look is so old that nobody knows how things are. */
export function isStale(lookedAt: string, now: string): boolean {
  return microseconds(now) - microseconds(lookedAt) > longestSilence;
}

/** Whether something needs a person: an alarm, or a table that is not captured or of which nobody knows. */
export function needsAttention({ state, alarms: on, tables, captured, kind }: SourceHealth): boolean {
  const down = state === "stopped" || state === "unreachable" || state === "unwatched";
  return down || on.length > 0 || (kind === "postgres" && captured < tables);
}

/** "capturing 41 of 43 tables", to follow the source's name and a colon. */
export function stateWords({ state, kind, tables, captured }: SourceHealth): string {
  const all = countOf(String(tables), "table");
  const some = captured === tables ? `${all} captured` : `${captured} of ${all} captured`;
  const words: Record<SourceState, string> = {
    capturing: kind === "postgres" ? some : "receiving",
    paused: `${some}; paused, so changes wait in its outbox`,
    stopped: "stopped",
    unreachable: "does not answer",
    unwatched: "nobody is looking: Vouch’s worker is not running",
    removed: "removed from Vouch",
    // capture has just been installed: the patrol has not looked at it yet
    new: kind === "postgres" ? some : "receiving",
  };
  return words[state];
}

/** "its clock is 2.4 s ahead of ours, give or take 3 ms" */
export function clockWords({ clock }: SourceHealth): string {
  if (!clock) return "clock not compared";
  const [offset, error] = [Number(clock.offset), Number(clock.error)];
  if (Math.abs(offset) <= Math.max(error, 50_000))
    return `clock agrees with ours to within ${durationWords(Math.max(error, Math.abs(offset)))}`;
  return `clock ${durationWords(Math.abs(offset))} ${offset > 0 ? "ahead of" : "behind"} ours, give or take ${durationWords(error)}`;
}

/** "12 statements wait, the oldest for 3 s (48 kB)" */
export function waitingWords({ waiting }: SourceHealth, now: string): string {
  if (!waiting) return "outbox not read";
  if (waiting.rows === "0") return "nothing waits";
  const age = waiting.since && Number(microseconds(now) - microseconds(waiting.since));
  const oldest = age ? `, the oldest for ${durationWords(Math.max(age, 0))}` : "";
  return `${countOf(waiting.rows, "statement")} ${waiting.rows === "1" ? "waits" : "wait"}${oldest} (${byteWords(Number(waiting.bytes))})`;
}

/** Names of tables as people say them: `public` goes without saying. */
export function tableNames(names: readonly string[]): string {
  return names.map((name) => name.replace(/^public\./, "")).join(", ");
}

export function alarmWords({ alarms: on }: SourceHealth): string[] {
  return on.map((alarm) => alarms[alarm]);
}

/** "3 ms", "2.4 s", "12 min": of microseconds. */
export function durationWords(micros: number): string {
  if (micros < 1_000) return "1 ms";
  if (micros < 1_000_000) return `${Math.round(micros / 1_000)} ms`;
  if (micros < 60_000_000) return `${(micros / 1_000_000).toFixed(micros < 10_000_000 ? 1 : 0)} s`;
  if (micros < 7_200_000_000) return `${Math.round(micros / 60_000_000)} min`;
  if (micros < 172_800_000_000) return `${Math.round(micros / 3_600_000_000)} hours`;
  return `${Math.round(micros / 86_400_000_000)} days`;
}

/** "48 kB", in powers of 1,000. */
export function byteWords(count: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let at = 0;
  let value = count;
  while (value >= 1_000 && at < units.length - 1) {
    value /= 1_000;
    at++;
  }
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}
