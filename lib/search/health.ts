/** The question: how does each source stand now? From what the patrol and the sequencer keep; what they found out is in the ledger. */
import type { Sql, Transaction } from "../database/index.ts";
import { isAlarm, longestSilence, microseconds, type SourceHealth, type SourceState } from "../event/index.ts";

interface Row {
  id: string;
  name: string;
  kind: SourceHealth["kind"];
  paused: boolean;
  removed: boolean;
  listed: number;
  stopped: boolean;
  reason: string | null;
  lastEventAt: string | null;
  createdAt: string;
  removedAt: string | null;
  lookedAt: string | null;
  reachable: boolean | null;
  trouble: string | null;
  clockOffset: bigint | null;
  clockError: bigint | null;
  waitingRows: bigint | null;
  waitingBytes: bigint | null;
  waitingSince: string | null;
  alarms: string[] | null;
  outage: string | null;
  summary: { tables: number; captured: number; missing: string[] } | null;
}

/** A source, and what only the pages of coverage need of it. */
export interface KnownSource extends SourceHealth {
  createdAt: string;
  removedAt?: string;
}

/** Every source but Vouch itself, by name; `sources`: only those of these ids. Removed ones only with `removed`. */
export async function readHealth(
  sql: Sql | Transaction,
  ledger: string,
  now: string,
  { sources, removed = false }: { sources?: string[]; removed?: boolean } = {},
): Promise<KnownSource[]> {
  const rows = await sql<Row[]>`
    select s.id, s.name, s.kind, s.paused, s.created_at as "createdAt", s.removed_at as "removedAt",
      coalesce(jsonb_array_length(s.settings -> 'tables'), 0) as listed,
      coalesce(p.state = 'stopped', false) as stopped, p.reason,
      -- an HTTP source has no position of its own: when one of its keys was last used
      coalesce(p.last_event_at, (select max(k.last_used_at) from app.keys k where k.source = s.id)) as "lastEventAt",
      w.looked_at as "lookedAt", w.reachable, w.trouble, w.clock_offset as "clockOffset", w.clock_error as "clockError",
      w.waiting_rows as "waitingRows", w.waiting_bytes as "waitingBytes", w.waiting_since as "waitingSince", w.alarms,
      w.state -> 'outage' ->> 'cause' as outage, w.state -> 'summary' as summary
    from app.sources s
      left join ledger.positions p on p.ledger = s.ledger and p.source = s.id
      left join ledger.patrols w on w.ledger = s.ledger and w.source = s.id
    where s.ledger = ${ledger} and s.kind <> 'vouch' and (s.removed_at is null or ${removed})
      and (${sources ?? null}::uuid[] is null or s.id = any(${sources ?? []}::uuid[]))
    order by s.removed_at is not null, s.name, s.created_at`;
  return rows.map((row) => ({
    ...healthOf(row, now),
    createdAt: row.createdAt,
    ...(row.removedAt && { removedAt: row.removedAt }),
  }));
}

function healthOf(row: Row, now: string): SourceHealth {
  const state = stateOf(row, now);
  const { tables, captured, missing } = row.summary ?? { tables: row.listed, captured: row.listed, missing: [] };
  const known = state === "capturing" || state === "paused" || state === "new";
  const reason = state === "stopped" ? row.reason : state === "unreachable" ? row.trouble : null;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state,
    tables,
    captured: known && row.outage === null ? captured : 0,
    missing,
    alarms: (row.alarms ?? []).filter(isAlarm),
    ...(reason && { reason }),
    ...(row.lookedAt && { lookedAt: row.lookedAt }),
    ...(row.lastEventAt && { lastEventAt: row.lastEventAt }),
    ...(row.clockOffset !== null &&
      row.clockError !== null && { clock: { offset: `${row.clockOffset}`, error: `${row.clockError}` } }),
    ...(row.waitingRows !== null && {
      waiting: {
        rows: `${row.waitingRows}`,
        bytes: `${row.waitingBytes ?? 0n}`,
        ...(row.waitingSince && { since: row.waitingSince }),
      },
    }),
  };
}

function stateOf({ removedAt, createdAt, stopped, lookedAt, reachable, kind, paused }: Row, now: string): SourceState {
  if (removedAt !== null) return "removed";
  if (stopped) return "stopped";
  if (kind === "postgres") {
    const silent = microseconds(now) - microseconds(lookedAt ?? createdAt) > longestSilence;
    if (silent) return lookedAt === null || reachable ? "unwatched" : "unreachable";
    if (lookedAt === null) return "new";
  }
  return paused ? "paused" : "capturing";
}
