/** The question of a monitor: how do the ledger and its sources stand? No table that grows with the ledger is read in full. */
import type { Sql } from "../database/index.ts";
import { vouchSource } from "../ledger/index.ts";

export interface SourceFigures {
  name: string;
  kind: string;
  perSecond: number;
  readAt: string | null;
  lastEventAt: string | null;
  stopped: boolean;
  reachable: boolean | null;
  waitingRows: bigint | null;
  waitingBytes: bigint | null;
  waitingSince: string | null;
  alarms: string[];
}

export interface LedgerFigures {
  size: bigint;
  workerSeenAt: string | null;
  signedTo: bigint;
  signedAt: string | null;
  verdict: string | null;
  checkedAt: string | null;
  sessions: number;
  sources: SourceFigures[];
}

/** Entries that are looked at for rates. */
const newest = 5_000;

export async function readFigures(sql: Sql, ledger: string): Promise<LedgerFigures> {
  const [head] = await sql<Omit<LedgerFigures, "sources">[]>`
    select h.size, c.signed_at as "signedAt", coalesce(c.size, 0) as "signedTo", v.verdict, v.checked_at as "checkedAt",
      (select max(p.read_at) from ledger.positions p where p.ledger = h.ledger) as "workerSeenAt",
      (select count(*)::int from app.sessions s where s.expires_at > now() and s.revoked_at is null) as sessions
    from ledger.heads h
      left join lateral (select size, signed_at from ledger.checkpoints where ledger = h.ledger order by size desc limit 1) c on true
      left join lateral (select verdict, checked_at from ledger.verdicts where ledger = h.ledger order by checked_at desc limit 1) v on true
    where h.ledger = ${ledger}`;
  if (!head) throw new Error("a ledger without a head");
  return { ...head, sources: await readSources(sql, ledger, head.size) };
}

/** Of Vouch itself too: what its pages and the HTTP API hand in waits in the inbox, which is read like any outbox. */
async function readSources(sql: Sql, ledger: string, size: bigint): Promise<SourceFigures[]> {
  const from = size > newest ? size - BigInt(newest) : 0n;
  return sql<SourceFigures[]>`
    with recent as ( -- by partition and primary key: never more than the newest 5,000
      select source, recorded_at from ledger.projection
      where ledger = ${ledger} and index >= ${from} and recorded_at > now() - interval '1 minute'
    ), span as (
      select case when count(*) < ${newest} then 60 else greatest(extract(epoch from now() - min(recorded_at)), 1) end as seconds
      from recent
    ), rates as (select source, count(*) / (select seconds from span) as rate from recent group by source)
    select s.name, s.kind, coalesce(r.rate, 0)::float8 as "perSecond", p.read_at as "readAt", p.last_event_at as "lastEventAt",
      coalesce(p.state = 'stopped', false) as stopped, w.reachable, w.waiting_rows as "waitingRows",
      w.waiting_bytes as "waitingBytes", w.waiting_since as "waitingSince", coalesce(w.alarms, '{}') as alarms
    from (
      select id, name, kind from app.sources where ledger = ${ledger} and removed_at is null and kind <> 'vouch'
      union all select ${vouchSource.id}::uuid, 'Vouch', 'vouch'
    ) s
      left join rates r on r.source = s.id
      left join ledger.positions p on p.ledger = ${ledger} and p.source = s.id
      left join ledger.patrols w on w.ledger = ${ledger} and w.source = s.id
    order by s.name`;
}
