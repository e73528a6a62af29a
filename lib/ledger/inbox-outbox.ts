/** The inbox as the sequencer reads it: an outbox like that of any source. */
import type { Sql } from "../database/index.ts";
import { type Event, Fault } from "../event/index.ts";
import { vouchSource } from "./inbox.ts";
import { type Batch, type Cursor, emptySnapshot, nextCursor, type Outbox } from "./outbox.ts";

/** Events taken at a time. */
const batchSize = 1000;

/** Milliseconds between two times that ids received long ago are forgotten. */
const forgetEvery = 3_600_000;

/** For the sequencer's login. */
export function inboxOutbox(sql: Sql): Outbox {
  let forgotAt = -forgetEvery;
  return {
    source: vouchSource,
    async system() {
      const [row] = await sql<{ system: string }[]>`
        select system_identifier::text || '/' || (select oid from pg_database where datname = current_database())::text as system from pg_control_system()`;
      if (!row) throw new Fault("unavailable", "Expected the database to say which cluster it is, but it did not.");
      return row.system;
    },
    start: async () => ({ seen: emptySnapshot, reading: emptySnapshot, position: 0n }),
    read: (cursor) => readInbox(sql, cursor),
    async empty() {
      await sql`select inbox.empty()`;
      if (performance.now() - forgotAt < forgetEvery) return;
      await sql`select inbox.forget()`;
      forgotAt = performance.now();
    },
    close: async () => {},
  };
}

interface Posted {
  position: bigint;
  event: string;
  /** The HTTP source that sent it; null: Vouch itself. */
  source: string | null;
  name: string | null;
}

async function readInbox(sql: Sql, cursor: Cursor): Promise<Batch> {
  const reading = cursor.reading === cursor.seen ? await currentSnapshot(sql) : cursor.reading;
  const rows = await sql<Posted[]>`
    select e.position, e.event, e.source, s.name
    from inbox.events e left join app.sources s on s.id = e.source
    where e.position > ${cursor.position} and pg_visible_in_snapshot(e.xid, ${reading}::pg_snapshot) and not pg_visible_in_snapshot(e.xid, ${cursor.seen}::pg_snapshot)
    order by e.position limit ${batchSize}`;
  const events = rows.map(readEvent);
  return { events, ...nextCursor(cursor, reading, rows.at(-1)?.position, rows.length < batchSize) };
}

/** Members of members that are followed; deeper ones would exhaust the stack. */
const deepest = 1_000;

/**
 * Any text may have been posted; what is no event becomes something that is refused when its leaf is made, with its text. Where
 * it comes from is what the inbox says, never the event.
 */
function readEvent({ position, event: text, source, name }: Posted): Event {
  const posted = parse(text);
  const isEvent =
    typeof posted === "object" && posted !== null && !Array.isArray(posted) && !nestsBeyond(posted, deepest);
  const from =
    source === null ? vouchSource : { id: source, kind: "http", name: name ?? source, position: `${position}` };
  return { ...(isEvent ? posted : { posted: text }), source: from } as Event;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nestsBeyond(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => nestsBeyond(member, levels - 1));
}

async function currentSnapshot(sql: Sql): Promise<string> {
  const [row] = await sql<{ snapshot: string }[]>`select pg_current_snapshot()::text as snapshot`;
  return row?.snapshot ?? emptySnapshot;
}
