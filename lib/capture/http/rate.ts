/**
 * How fast a key may report: a bucket of events that fills again with time, kept by the process that serves. What is refused for
 * it is load shed, and at most once a minute and source an event says how much, so that it is not just missing.
 */
import type { Reporter, Web } from "../../access/index.ts";
import { microseconds } from "../../event/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import { limits } from "./limits.ts";
import { Refusal } from "./problem.ts";

interface Bucket {
  /** Events that may still come. */
  left: number;
  /** Microseconds of our clock. */
  at: bigint;
}

interface Shed {
  refused: number;
  since: string;
  until: string;
  /** Microseconds of our clock; undefined before the first. */
  postedAt?: bigint;
  timer?: NodeJS.Timeout;
}

const minute = 60_000_000n;
const place = Symbol.for("vouch.rates");
/** On globalThis, so that there is one per process however often a bundle or a hot reload loads this file. */
const kept = globalThis as { [place]?: { buckets: Map<string, Bucket>; shed: Map<string, Shed> } };
kept[place] ??= { buckets: new Map(), shed: new Map() };
const { buckets, shed } = kept[place];

/** Takes so many events from the key's bucket. Throws `too-fast` where it does not hold them, after that was noted. */
export async function holdToRate(reporter: Reporter, events: number, through: Web): Promise<void> {
  const { sustained, burst } = reporter.source.settings.rate ?? limits.rate;
  const now = microseconds(through.clock());
  const bucket = buckets.get(reporter.key.id) ?? { left: burst, at: now };
  const passed = now > bucket.at ? Number(now - bucket.at) / 1_000_000 : 0;
  const left = Math.min(burst, bucket.left + passed * sustained);
  const wanted = Math.min(Math.max(events, 1), burst);
  const enough = left >= wanted;
  buckets.set(reporter.key.id, { left: enough ? left - wanted : left, at: now });
  if (enough) return;
  await noteShed(reporter.source, Math.max(events, 1), through);
  throw new Refusal(
    "too-fast",
    `Expected at most ${sustained} events a second from this key, got more. Nothing of this request was recorded: send it again later.`,
    undefined,
    Math.max(1, Math.ceil((wanted - left) / sustained)),
  );
}

async function noteShed({ id, name }: Reporter["source"], refused: number, through: Web): Promise<void> {
  const now = through.clock();
  const noted: Shed = shed.get(id) ?? { refused: 0, since: now, until: now };
  shed.set(id, noted);
  if (noted.refused === 0) noted.since = now;
  noted.refused += refused;
  noted.until = now;
  const wait = noted.postedAt === undefined ? 0n : minute - (microseconds(now) - noted.postedAt);
  if (wait <= 0n) return postShed(id, name, noted, through);
  noted.timer ??= setTimeout(() => postShed(id, name, noted, through), Number(wait / 1_000n)).unref();
}

/** What cannot be posted now is counted further, and posted with the next. */
async function postShed(id: string, name: string, noted: Shed, { sql, clock }: Web): Promise<void> {
  clearTimeout(noted.timer);
  noted.timer = undefined;
  const { refused, since, until } = noted;
  if (refused === 0) return;
  noted.postedAt = microseconds(clock());
  noted.refused = 0;
  try {
    await post(sql, shedEvent(id, name, { refused, since, until }), clock);
  } catch {
    noted.refused += refused;
    noted.since = since;
  }
}

function shedEvent(id: string, name: string, { refused, since, until }: Shed): OwnEvent {
  const kept = (field: string, type: string, value: string) => ({ name: field, type, mode: "keep" as const, value });
  return {
    type: "source.shed",
    category: "coverage",
    actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
    target: { system: "vouch", type: "source", id },
    data: [
      kept("source", "text", name),
      kept("refused", "numeric", String(refused)),
      kept("since", "timestamp", since),
      kept("until", "timestamp", until),
      kept("cause", "text", "rate"),
    ],
  };
}
