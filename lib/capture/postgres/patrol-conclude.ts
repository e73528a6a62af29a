/** From a look, or from silence, to what is remembered and what is posted. Pure. */
import {
  type Alarm,
  alarmsAfter,
  isGap,
  longestSilence,
  type Measured,
  microseconds,
  type Observation,
} from "../../event/index.ts";
import type { OwnEvent } from "../../ledger/index.ts";
import { type Circumstances, compare, type Finding, type Known, type Wish } from "./patrol-compare.ts";
import { type Look, writtenAt } from "./patrol-look.ts";
import {
  alarmEvent,
  alterationEvent,
  type Outage,
  observationEvent,
  type Patrolled,
  type Stored,
  type Summary,
} from "./patrol-stored.ts";
import type { RegisteredSource } from "./sources.ts";

type Said = Omit<Observation, "source">;
type Concluded = Omit<Patrolled, "ledger">;

/** What was known of a source before. */
export interface About {
  source: RegisteredSource;
  before: Stored | undefined;
  /** The sequencer takes nothing more from it. */
  stopped: boolean;
}

export interface Looked extends Circumstances {
  seen: Look;
  wish: Wish;
}

/** The source answered. */
export function afterLook({ source, before, stopped }: About, looked: Looked): Concluded {
  const { seen } = looked;
  const known = before?.state.known && { ...before.state.known, lookedAt: before.lookedAt };
  const outage = outageIn(seen, source, before, stopped);
  const finding = outage ? undefined : compare(known, seen, looked.wish, looked);
  const said = [...aboutWhole(before, outage, seen, stopped), ...(finding?.observations ?? [])];
  const measured: Measured = {
    silent: 0n,
    stopped,
    paused: source.paused,
    clock: seen.clock,
    // room that nothing waits in any more is given back later, and is no reason for an alarm
    ...(seen.waiting && { waiting: seen.waiting.rows > 0n ? seen.waiting : { bytes: 0n } }),
    ...(source.settings.outboxLimit !== undefined && { limit: BigInt(source.settings.outboxLimit) }),
  };
  const alarms = alarmsAfter(before?.alarms ?? [], measured);
  const after: Stored = {
    lookedAt: seen.from,
    reachable: true,
    trouble: null,
    clockOffset: seen.clock.offset,
    clockError: seen.clock.error,
    waitingRows: seen.waiting?.rows ?? null,
    waitingBytes: seen.waiting?.bytes ?? null,
    waitingSince: seen.waiting?.age === undefined ? null : writtenAt(seen.from, seen.waiting.age),
    alarms,
    state: {
      ...(finding ? { known: finding.known, summary: summaryOf(finding.known) } : remembered(before)),
      ...(outage && { outage }),
    },
  };
  return { source, before, after, events: eventsOf(source, said, before, alarms, finding) };
}

/** What cannot be compared table by table keeps the catalogue as it was, so that it can be compared when it is back. */
function remembered(before: Stored | undefined) {
  const { known, summary } = before?.state ?? {};
  return { ...(known && { known }), ...(summary && { summary }) };
}

function outageIn(
  seen: Look,
  source: RegisteredSource,
  before: Stored | undefined,
  stopped: boolean,
): Outage | undefined {
  const { outage } = before?.state ?? {};
  const since = (cause: Outage["cause"]) => (outage?.cause === cause ? outage.since : (before?.lookedAt ?? seen.from));
  if (stopped || seen.system !== source.settings.system) return { since: since("restored"), cause: "restored" };
  if (!seen.functions) return { since: since("removed"), cause: "removed" };
  return undefined;
}

/** What the look says of the whole source: that an outage began, or is over, or that nobody looked for a while. */
function aboutWhole(before: Stored | undefined, outage: Outage | undefined, seen: Look, stopped: boolean): Said[] {
  const was = before?.state.outage;
  if (outage) {
    // the sequencer has said so itself where it stopped
    if (was?.cause === outage.cause || stopped) return [];
    const state = outage.cause === "removed" ? "not_captured" : "unknown";
    return [{ from: outage.since, state, cause: outage.cause }];
  }
  if (was) {
    // triggers went on capturing while nobody could ask; where something was switched off, the tables say so
    const all = was.cause === "connector_down";
    return [{ from: all ? was.since : seen.until, state: "captured", cause: all ? "answered_again" : "switched_on" }];
  }
  const silent = before?.state.known ? microseconds(seen.from) - microseconds(before.lookedAt) : 0n;
  if (!before || silent <= longestSilence) return [];
  const detail = "Nothing had been switched off meanwhile, unless a table says otherwise.";
  return [{ from: before.lookedAt, to: seen.until, state: "captured", cause: "worker_down", detail }];
}

/** The source did not answer; `trouble` says why. */
export function afterSilence({ source, before, stopped }: About, trouble: string, now: string): Concluded {
  const lookedAt = before?.lookedAt ?? now;
  const silent = microseconds(now) - microseconds(lookedAt);
  const begins = before !== undefined && silent > longestSilence && !before.state.outage;
  const outage: Outage | undefined = begins ? { since: lookedAt, cause: "connector_down" } : before?.state.outage;
  const said: Said[] = begins ? [{ from: lookedAt, state: "unknown", cause: "connector_down" }] : [];
  const alarms = alarmsAfter(before?.alarms ?? [], { silent, stopped, paused: source.paused });
  const nothing = { clockOffset: null, clockError: null, waitingRows: null, waitingBytes: null, waitingSince: null };
  const state = { ...before?.state, ...(outage && { outage }) };
  const after: Stored = {
    ...nothing,
    ...before,
    lookedAt,
    reachable: false,
    trouble: trouble.slice(0, 500),
    alarms,
    state,
  };
  return { source, before, after, events: eventsOf(source, said, before, alarms) };
}

/** The source was removed from Vouch, by somebody who may. */
export function afterRemoval(source: { id: string; name: string }, before: Stored, removedAt: string): Concluded {
  const { outage } = before.state;
  const from = outage?.cause === "removed" && outage.since < removedAt ? outage.since : removedAt;
  const said: Said[] = [
    { from, state: "not_captured", cause: "left_out", detail: "The source was removed from Vouch." },
  ];
  const after: Stored = { ...before, alarms: [], state: { ...remembered(before), closed: true } };
  return { source, before, after, events: eventsOf(source, said, before, []) };
}

function eventsOf(
  source: { id: string; name: string },
  said: Said[],
  before: Stored | undefined,
  alarms: Alarm[],
  finding?: Finding,
): OwnEvent[] {
  const on = before?.alarms ?? [];
  return [
    ...said.map((each) => observationEvent(source, each)),
    ...(finding?.alterations ?? []).map((each) => alterationEvent(source, each)),
    ...alarms.filter((alarm) => !on.includes(alarm)).map((alarm) => alarmEvent(source, alarm, true)),
    ...on.filter((alarm) => !alarms.includes(alarm)).map((alarm) => alarmEvent(source, alarm, false)),
  ];
}

/** Names of a summary at most. */
const mostNames = 20;

function summaryOf({ tables }: Omit<Known, "lookedAt">): Summary {
  const wanted = Object.values(tables).filter(({ standing }) => standing.cause !== "left_out");
  const missing = wanted.filter(({ standing }) => isGap(standing)).map(({ name }) => name);
  return {
    tables: wanted.length,
    captured: wanted.length - missing.length,
    missing: missing.sort().slice(0, mostNames),
  };
}
