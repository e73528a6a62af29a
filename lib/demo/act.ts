/** What the story is made of: acts, each at its moment. Pure. */

import type { Day, Zone } from "./calendar.ts";
import type { Claims, Client, Name, User } from "./cast.ts";
import type { Chance } from "./chance.ts";

export type Place = "billing" | "payroll";
export type SystemName = "clinic" | "payroll" | "agents" | "identity";

/** One statement as a client sends it; a parameter stands for `$1`. */
export type Statement = [text: string, ...parameters: (string | number | boolean | null | readonly string[])[]];

/** One transaction in a captured database. */
export interface Change {
  kind: "change";
  /** Microseconds since 1970. */
  at: bigint;
  place: Place;
  client: Client;
  claims: Claims;
  run: Statement[];
}

/** One event that a system reports over HTTP. */
export interface Report {
  kind: "report";
  at: bigint;
  system: SystemName;
  /** As it is sent, without id and time. */
  event: { type: string } & Record<string, unknown>;
  /** Microseconds that the sender's clock is ahead; behind where negative. */
  skew?: bigint;
}

/** One of the people who use Vouch does something there. */
export interface Visit {
  kind: "visit";
  at: bigint;
  who: User;
  does: VisitAct[];
}

export type VisitAct =
  | { page: "events"; query: Record<string, string> }
  | { page: "entry"; back: number }
  | { page: "wrong password" }
  | { page: "leave" };

/** The story stops: the patrol looks, somebody protects a table, a source does not answer. */
export interface Turn {
  kind: "turn";
  at: bigint;
  does:
    | "look"
    | "protect refund notes"
    | "payroll unreachable"
    | "payroll answers"
    | "ask for an administrator"
    | "ask to reveal salaries"
    | "keep searches"
    | "close what is over";
}

export type Act = Change | Report | Visit | Turn;

/** What the story is told with. */
export interface Telling {
  days: readonly Day[];
  /** Nothing happens later, in microseconds since 1970. */
  until: bigint;
  /** How much of the ordinary happens, and how large the large things are; 1 is the whole story. */
  scale: number;
  counters: Counters;
}

/** Numbers that are given out one after the other. */
export interface Counters {
  invoice: number;
  payment: number;
  ticket: number;
  form: number;
  note: number;
  run: number;
}

export function newCounters(): Counters {
  return { invoice: 18_000, payment: 52_000, ticket: 1_400, form: 7_000, note: 300, run: 40 };
}

/** A part of ordinary life: what happens on a day. */
export type Life = (day: Day, telling: Telling, chance: Chance) => Act[];

/** A scene: told once. */
export interface Scene {
  name: string;
  /** The question that finds it. */
  question: string;
  acts(telling: Telling): Act[];
}

/** What is left out until its part of Vouch exists. */
export interface Missing {
  name: string;
  needs: "gateway" | "mongodb" | "review" | "packets" | "retention" | "tampering";
}

export function change(at: bigint, place: Place, client: Client, claims: Claims, ...run: Statement[]): Change {
  return { kind: "change", at, place, client, claims, run };
}

export function report(at: bigint, system: SystemName, event: Report["event"], skew?: bigint): Report {
  return { kind: "report", at, system, event, ...(skew !== undefined && { skew }) };
}

export function turn(at: bigint, does: Turn["does"]): Turn {
  return { kind: "turn", at, does };
}

export type { Name, Zone };
