/** What a monitor reads at /metrics, in Prometheus' text format: what this process counted, and what the database knows cheaply. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { guard, type Web, web } from "../access/index.ts";
import { microseconds } from "../event/index.ts";
import { theLedger } from "../ledger/index.ts";
import { type LedgerFigures, readFigures, type SourceFigures } from "./figures.ts";

export interface Counters {
  registry: Registry;
  begun(): void;
  /** `status`: "cut off" where no whole answer was sent. */
  answered(method: string, route: string, status: string, seconds: number): void;
  /** Events that came over HTTP, by outcome. */
  received(outcomes: Record<string, number>): void;
}

/** Of this process: requests, events over HTTP, the event loop, memory. */
export function openCounters(): Counters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: "vouch_http_request_duration_seconds",
    help: "Requests of pages and routes, by route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const open = new Gauge({
    name: "vouch_http_requests_open",
    help: "Requests that are being answered",
    registers,
  });
  const events = new Counter({
    name: "vouch_http_events_total",
    help: "Events received at /api/events, by outcome",
    labelNames: ["outcome"],
    registers,
  });
  return {
    registry,
    begun: () => open.inc(),
    answered: (method, route, status, seconds) => {
      open.dec();
      requests.observe({ method, route, status }, seconds);
    },
    received: (outcomes) => {
      for (const [outcome, count] of Object.entries(outcomes)) if (count > 0) events.inc({ outcome }, count);
    },
  };
}

/** All of it as text. Where the database does not answer, `vouch_database_up` is 0 and what it would have said is missing. */
export async function metricsText({ registry }: Counters, through: Web = web()): Promise<string> {
  const ours = new Registry();
  const gauge = gauges(ours);
  const up = await guard(async () => readFigures(through.sql, await theLedger(through.sql))).catch(() => undefined);
  gauge("vouch_database_up", "Whether the database answers", up ? 1 : 0);
  if (up) {
    const now = microseconds(through.clock());
    const age = (instant: string | null) => (instant === null ? undefined : Number(now - microseconds(instant)) / 1e6);
    tellLedger(gauge, up, age);
    for (const source of up.sources) tellSource(gauge, source, age);
  }
  return `${await registry.metrics()}\n${await ours.metrics()}`;
}

type Tell = (name: string, help: string, value: number | undefined, labels?: Record<string, string>) => void;
type Age = (instant: string | null) => number | undefined;

function gauges(register: Registry): Tell {
  const known = new Map<string, Gauge>();
  return (name, help, value, labels = {}) => {
    if (value === undefined) return;
    const gauge = known.get(name) ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [register] });
    known.set(name, gauge);
    gauge.set(labels, value);
  };
}

function tellLedger(tell: Tell, figures: LedgerFigures, age: Age): void {
  tell("vouch_ledger_entries", "Entries in the ledger", Number(figures.size));
  tell("vouch_worker_seen_age_seconds", "Seconds since the worker last noted that it reads", age(figures.workerSeenAt));
  tell("vouch_checkpoint_age_seconds", "Seconds since the newest checkpoint was signed", age(figures.signedAt));
  tell(
    "vouch_checkpoint_unsigned_entries",
    "Entries after the newest checkpoint",
    Number(figures.size - figures.signedTo),
  );
  for (const verdict of ["verified", "tampered", "not-checked"])
    tell("vouch_verdict", "1 for what the last verification found", figures.verdict === verdict ? 1 : 0, { verdict });
  tell("vouch_verdict_age_seconds", "Seconds since the last verification", age(figures.checkedAt));
  tell("vouch_sessions", "Sessions that are open", figures.sessions);
}

function tellSource(tell: Tell, source: SourceFigures, age: Age): void {
  const labels = { source: source.name, kind: source.kind };
  const optional = (value: bigint | null) => (value === null ? undefined : Number(value));
  tell(
    "vouch_source_entries_per_second",
    "Entries of the last minute, or of the newest 5,000",
    source.perSecond,
    labels,
  );
  tell("vouch_source_read_age_seconds", "Seconds since the source's outbox was last read", age(source.readAt), labels);
  tell("vouch_source_last_event_age_seconds", "Seconds since its newest event", age(source.lastEventAt), labels);
  tell(
    "vouch_source_stopped",
    "1 where reading stopped for a reason that a person must look at",
    source.stopped ? 1 : 0,
    labels,
  );
  tell(
    "vouch_source_reachable",
    "Whether it answered the last patrol",
    source.reachable === null ? undefined : Number(source.reachable),
    labels,
  );
  tell("vouch_source_waiting_rows", "Rows waiting in its outbox", optional(source.waitingRows), labels);
  tell("vouch_source_waiting_bytes", "The outbox on disk", optional(source.waitingBytes), labels);
  tell(
    "vouch_source_waiting_age_seconds",
    "Seconds that the oldest of them has waited",
    age(source.waitingSince) ?? 0,
    labels,
  );
  for (const alarm of source.alarms)
    tell("vouch_alarm", "1 for each alarm that is on", 1, { source: source.name, alarm });
}
