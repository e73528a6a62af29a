/** Observations of coverage as events, and read back from them. Pure. */
import { instant, microseconds } from "./clock.ts";
import {
  type CoverageCause,
  type CoverageState,
  coverageCauses,
  coverageStates,
  type Observation,
} from "./coverage.ts";
import type { Field, Value } from "./event.ts";

/** An observation as the data of its event, `coverage.observed`; `name` is the source's. */
export function observationData(observation: Observation, name: string): Field[] {
  const { tables, from, to, state, cause, detail } = observation;
  const kept = (field: string, value: string | undefined): Field[] =>
    value === undefined ? [] : [{ name: field, type: "text", mode: "keep", value }];
  const list = tables?.map((table) => ({ type: "text", value: table }));
  return [
    ...kept("source", name),
    ...(list ? [{ name: "tables", type: "array", mode: "keep" as const, value: list }] : []),
    ...kept("state", state),
    ...kept("cause", cause),
    ...kept("from", from),
    ...kept("to", to),
    ...kept("detail", detail),
  ];
}

/** What an observation is read from: an event of Vouch's own, or of a capture that failed, with the values that stand in its leaf. */
export interface Observed {
  type: string;
  occurredAt?: string;
  source?: { id: string };
  target?: { schema?: string; type: string; id?: string };
  data?: { name: string; value?: unknown }[];
}

/** Types of Vouch's own events that are observations. */
export const observedTypes = ["coverage.observed", "source.stopped", "source.shed"] as const;
/** Of a protected database: a write that was let through although it could not be recorded. */
export const missedType = "change.missed";

/** The observation that an event makes; nothing where it makes none, or one that cannot be read. */
export function readObservation(event: Observed, entry?: string): Observation | undefined {
  const { type, target, data } = event;
  if (type === missedType) return readMissed(event, entry);
  const said = (name: string) => data?.find((field) => field.name === name)?.value;
  const time = (name: string) => {
    const value = said(name);
    return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value) ? value : undefined;
  };
  const source = target?.type === "source" ? target.id : undefined;
  const from = time("from") ?? time("since");
  const to = time("to") ?? time("until");
  if (source === undefined || from === undefined) return undefined;
  const shared = { source, from, ...(to && { to }), ...(entry !== undefined && { entry }) };
  if (type === "source.stopped") return { ...shared, state: "unknown", cause: "restored" };
  if (type === "source.shed")
    return to === undefined ? undefined : { ...shared, state: "not_captured", cause: "shed_load" };
  const [state, cause, detail] = [said("state"), said("cause"), said("detail")];
  const tables = namesOf(said("tables") ?? said("table"));
  if (type !== "coverage.observed" || !isState(state) || !isCause(cause) || tables === null) return undefined;
  return { ...shared, ...(tables && { tables }), state, cause, ...(typeof detail === "string" && { detail }) };
}

/** A write is a moment: it is shown as a second, and its entry says when exactly. */
function readMissed({ occurredAt, source, target, data }: Observed, entry?: string): Observation | undefined {
  if (!occurredAt || !source || !target?.schema) return undefined;
  const error = data?.find(({ name }) => name === "error")?.value;
  return {
    source: source.id,
    tables: [`${target.schema}.${target.type}`],
    from: occurredAt,
    to: instant(microseconds(occurredAt) + 1_000_000n),
    state: "not_captured",
    cause: "capture_failed",
    ...(typeof error === "string" && error && { detail: `The error was ${error}.` }),
    ...(entry !== undefined && { entry }),
  };
}

function isState(value: unknown): value is CoverageState {
  return coverageStates.some((state) => state === value);
}

function isCause(value: unknown): value is CoverageCause {
  return typeof value === "string" && Object.hasOwn(coverageCauses, value);
}

/** Names of tables; nothing where none are given, null where they cannot be read. */
function namesOf(given: unknown): string[] | undefined | null {
  if (given === undefined) return undefined;
  if (typeof given === "string") return [given];
  if (!Array.isArray(given)) return null;
  const names = given.map((member) => (member as { value?: Value } | null)?.value);
  return names.every((name): name is string => typeof name === "string") ? names : null;
}
