/**
 * What a patrol remembers of a source, in ledger.patrols, and the events that it posts: both in one transaction, so that no
 * kill loses or doubles what was found out. A patrol that is not the last one to have written is told so and posts nothing.
 */
import type { Sql, Transaction } from "../../database/index.ts";
import {
  type Alarm,
  alarms,
  type Clock,
  type CoverageCause,
  isAlarm,
  type Observation,
  observationData,
} from "../../event/index.ts";
import { type Cursor, type OwnEvent, post } from "../../ledger/index.ts";
import type { Known } from "./patrol-compare.ts";
import type { Alteration } from "./patrol-table.ts";

/** Why nothing can be said of a source now, and since when. */
export interface Outage {
  since: string;
  cause: CoverageCause;
}

/** How many tables there are to capture, and which of them are not captured now: for pages, which read no strips for it. */
export interface Summary {
  tables: number;
  captured: number;
  /** The first few names. */
  missing: string[];
}

/** The column `state`. */
export interface Remembered {
  known?: Omit<Known, "lookedAt">;
  outage?: Outage;
  summary?: Summary;
  /** The source was removed from Vouch, and that has been said. */
  closed?: true;
}

/** A row of ledger.patrols. */
export interface Stored {
  lookedAt: string;
  reachable: boolean;
  trouble: string | null;
  clockOffset: bigint | null;
  clockError: bigint | null;
  waitingRows: bigint | null;
  waitingBytes: bigint | null;
  waitingSince: string | null;
  alarms: Alarm[];
  state: Remembered;
}

/** How far the ledger has taken a source's outbox. */
export interface Taken extends Cursor {
  stopped: boolean;
}

export async function readStored(sql: Sql, ledger: string, source: string): Promise<Stored | undefined> {
  const [row] = await sql<(Omit<Stored, "alarms"> & { alarms: string[] })[]>`
    select looked_at as "lookedAt", reachable, trouble, clock_offset as "clockOffset", clock_error as "clockError",
      waiting_rows as "waitingRows", waiting_bytes as "waitingBytes", waiting_since as "waitingSince", alarms, state
    from ledger.patrols where ledger = ${ledger} and source = ${source}`;
  return row && { ...row, alarms: row.alarms.filter(isAlarm) };
}

export async function readTaken(sql: Sql, ledger: string, source: string): Promise<Taken | undefined> {
  const [row] = await sql<Taken[]>`
    select seen::text, reading::text, position, state = 'stopped' as stopped
    from ledger.positions where ledger = ${ledger} and source = ${source}`;
  return row;
}

export interface Patrolled {
  ledger: string;
  source: { id: string; name: string };
  /** What this patrol began from; nothing: the source had never been looked at. */
  before: Stored | undefined;
  after: Stored;
  events: OwnEvent[];
}

/** Returns false, having changed nothing, where another patrol has written since `before` was read. */
export async function store(sql: Sql, done: Patrolled, clock: Clock): Promise<boolean> {
  return sql.begin(async (transaction) => {
    if (!(await replace(transaction, done))) return false;
    for (const event of done.events) await post(transaction, event, clock);
    return true;
  });
}

async function replace(sql: Transaction, { ledger, source, before, after }: Patrolled): Promise<boolean> {
  const { lookedAt, reachable, trouble, clockOffset, clockError, waitingRows, waitingBytes, waitingSince } = after;
  const state = sql.json(after.state as never);
  if (!before) {
    const inserted = await sql`
      insert into ledger.patrols (ledger, source, looked_at, reachable, trouble, clock_offset, clock_error, waiting_rows, waiting_bytes, waiting_since, alarms, state)
      values (${ledger}, ${source.id}, ${lookedAt}, ${reachable}, ${trouble}, ${clockOffset}, ${clockError}, ${waitingRows}, ${waitingBytes}, ${waitingSince}, ${after.alarms}, ${state})
      on conflict do nothing`;
    return inserted.count === 1;
  }
  const { outage, closed } = before.state;
  // the catalogue as it was seen is written again only where it is another
  const same = JSON.stringify(before.state) === JSON.stringify(after.state);
  const updated = await sql`
    update ledger.patrols set looked_at = ${lookedAt}, reachable = ${reachable}, trouble = ${trouble}, clock_offset = ${clockOffset},
      clock_error = ${clockError}, waiting_rows = ${waitingRows}, waiting_bytes = ${waitingBytes}, waiting_since = ${waitingSince},
      alarms = ${after.alarms} ${same ? sql`` : sql`, state = ${state}`}
    where ledger = ${ledger} and source = ${source.id} and looked_at = ${before.lookedAt} and reachable = ${before.reachable}
      and alarms = ${before.alarms} and state -> 'outage' is not distinct from ${outage ? sql.json(outage as never) : null}::jsonb
      and (state -> 'closed') is null = ${closed === undefined}`;
  return updated.count === 1;
}

const vouch = { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" } as const;

export function observationEvent({ id, name }: Patrolled["source"], said: Omit<Observation, "source">): OwnEvent {
  return {
    type: "coverage.observed",
    category: "coverage",
    actor: vouch,
    target: { type: "source", id },
    data: observationData({ ...said, source: id }, name),
  };
}

/** What the catalogue shows of DDL after the fact: who did it cannot be known. */
export function alterationEvent({ name }: Patrolled["source"], { table, verb, changes }: Alteration): OwnEvent {
  const [schema = "", bare = table] = [table.slice(0, table.indexOf(".")), table.slice(table.indexOf(".") + 1)];
  return {
    type: `${bare}.${verb}`,
    category: "statement",
    actor: { kind: "unknown", id: "unknown", attribution: "none" },
    target: { system: name, schema, type: bare },
    data: [
      { name: "source", type: "text", mode: "keep", value: name },
      { name: "changes", type: "array", mode: "keep", value: changes.map((value) => ({ type: "text", value })) },
      {
        name: "noticed",
        type: "text",
        mode: "keep",
        value: "By the patrol, in the catalogue: the statement and who sent it are not known.",
      },
    ],
  };
}

/** The begin or the end of an alarm. */
export function alarmEvent({ id, name }: Patrolled["source"], alarm: Alarm, began: boolean): OwnEvent {
  return {
    type: began ? "source.alarm_raised" : "source.alarm_ended",
    category: "coverage",
    actor: vouch,
    target: { type: "source", id },
    data: [
      { name: "source", type: "text", mode: "keep", value: name },
      { name: "alarm", type: "text", mode: "keep", value: alarm },
      { name: "says", type: "text", mode: "keep", value: alarms[alarm] },
    ],
  };
}
