/** The outbox of a protected PostgreSQL database, as the sequencer reads it (lib/ledger/outbox.ts). */
import { Directory, type Identity } from "../../access/index.ts";
import { connect, connectFault, isUnreachable, type Sql, sqlState } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { type Batch, type Cursor, emptySnapshot, nextCursor, type Outbox, snapshotEnd } from "../../ledger/index.ts";
import { type CapturedSource, eventsOf, type OutboxRow } from "./event.ts";
import type { FieldModes } from "./fields.ts";
import { gathered, inOrder, wholeStatements } from "./order.ts";
import { Shapes } from "./shapes.ts";
import { loadScanner } from "./statement.ts";

/** Rows of the outbox, images in them and bytes of these taken at a time; a single row is taken however much it holds. */
const mostRows = 1_000;
const mostImages = 2_000;
const mostBytes = 16_000_000;
/**
 * So many times as much is taken where a statement comes after what its triggers did, and that alone fills a batch: then the
 * order can still be told. What a single statement's triggers did beyond that precedes it in the ledger.
 */
const further = 8;

export interface PostgresSource {
  id: string;
  name: string;
  /** The reader's address. */
  address: string;
  modes: FieldModes;
  /** The named identities as they are when it is called. */
  identities?: () => Identity[];
}

/**
 * The planner knows nothing of an outbox that fills and empties all the time, and would sort the whole backlog for each batch:
 * with 20,000 rows waiting 15 ms instead of 3. The indexes on the position give the order, and a batch ends early.
 */
const alongTheIndex = { enable_sort: "off", enable_seqscan: "off", enable_bitmapscan: "off" };

/** Opens nothing yet; connects when it is first read. */
export function postgresOutbox({ id, name, address, modes, identities = () => [] }: PostgresSource): Outbox {
  const sql = connect(address, {
    application: "vouch reader",
    max: 1,
    statementTimeout: 60_000,
    settings: alongTheIndex,
  });
  const source: CapturedSource = { id, name, database: decodeURIComponent(new URL(address).pathname.slice(1)) };
  const reader = new Reader(sql, source, modes, identities);
  const reached = <T>(work: () => Promise<T>) =>
    work().catch((error: unknown) => Promise.reject(sayWhy(error, address)));
  return {
    source,
    system: () => reached(() => readSystem(sql)),
    start: async () => ({ seen: emptySnapshot, reading: emptySnapshot, position: 0n }),
    read: (cursor) => reached(() => reader.read(cursor)),
    empty: (cursor) => reached(async () => void (await sql`select vouch.empty(${cursor.seen}::pg_snapshot)`)),
    close: () => sql.end({ timeout: 2 }),
  };
}

function sayWhy(error: unknown, address: string): unknown {
  if (error instanceof Fault) return error;
  const state = sqlState(error);
  if (state === "42703" || state === "42883") {
    return new Fault(
      "unavailable",
      "Expected in the source's database what this Vouch installs, but another version's is there. Remove it with that version's vouch unprotect, and protect the database again.",
      { cause: error },
    );
  }
  if (state === "42P01" || state === "3F000") {
    return new Fault(
      "unavailable",
      "Expected Vouch's outbox in the source's database, but it is not there: somebody removed the schema vouch. Protect the database again.",
      { cause: error },
    );
  }
  return isUnreachable(error) || state !== undefined ? connectFault(error, address) : error;
}

async function readSystem(sql: Sql): Promise<string> {
  const [row] = await sql<{ system: string }[]>`
    select system_identifier::text || '/' || (select oid from pg_database where datname = current_database())::text as system from pg_control_system()`;
  return row?.system ?? "";
}

class Reader {
  #shapes: Shapes;

  constructor(
    private readonly sql: Sql,
    private readonly source: CapturedSource,
    modes: FieldModes,
    private readonly identities: () => Identity[],
  ) {
    this.#shapes = new Shapes(sql, modes);
  }

  async read(cursor: Cursor): Promise<Batch> {
    await loadScanner();
    const reading = cursor.reading === cursor.seen ? await this.#newSnapshot(cursor) : cursor.reading;
    if (reading === cursor.seen) return { events: [], next: cursor, ended: true };
    const { rows, all } = await this.#statements({ ...cursor, reading });
    await this.#shapes.learn(rows);
    const source = { ...this.source, directory: new Directory(this.identities(), this.source.id) };
    const events = gathered(inOrder(rows, (row) => this.#shapes.tableOf(row))).flatMap((row) =>
      eventsOf(row, source, this.#shapes.of(row)),
    );
    return { events, ...nextCursor(cursor, reading, rows.at(-1)?.position, all) };
  }

  /** The next rows, whole statements where they can be had, and whether they are all that the pass sees. */
  async #statements(cursor: Cursor): Promise<{ rows: OutboxRow[]; all: boolean }> {
    for (const times of [1, further]) {
      const found = await this.#rows(cursor, times);
      const { rows, whole } = wholeStatements(found);
      const visible = Number(found[0]?.visible ?? 0);
      const unlimited = visible === found.length && visible < mostRows * times;
      if (whole || unlimited || times === further) return { rows, all: unlimited && rows.length === found.length };
    }
    return { rows: [], all: true };
  }

  /** The snapshot of a new pass. Throws `held` when the source is behind what was read from it before. */
  async #newSnapshot({ seen }: Cursor): Promise<string> {
    const [row] = await this.sql<{ snapshot: string }[]>`select pg_current_snapshot()::text as snapshot`;
    const snapshot = row?.snapshot ?? emptySnapshot;
    if (snapshotEnd(snapshot) < snapshotEnd(seen)) {
      throw new Fault(
        "held",
        `${this.source.name} went back in time: it was restored from an older copy. What happened since that copy is unknown, and nothing more is taken from it. Remove the source and protect it again.`,
      );
    }
    return snapshot;
  }

  async #rows({ seen, reading, position }: Cursor, times: number): Promise<(OutboxRow & { visible: bigint })[]> {
    // the reader's own transactions have no number, so two snapshots of a quiet database are the same
    return this.sql<(OutboxRow & { visible: bigint })[]>`
      with next as (
        select *, count(*) over () as visible,
          sum(greatest(images, 1)) over (order by position) as images_so_far,
          sum(coalesce(pg_column_size(before), 0) + coalesce(pg_column_size(after), 0)) over (order by position) as bytes_so_far
        from (
          select * from vouch.outbox
          where position > ${position} and pg_visible_in_snapshot(xid, ${reading}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${seen}::pg_snapshot)
          order by position limit ${mostRows * times}
        ) waiting
      )
      select position, xid::text, at, relation::text, operation::text, depth, statement, part, rows, images, detail, login::text, role, application,
        host(address) as address, backend, query, strings, visible,
        -- lists travel as JSON: postgres.js reads a null within an array as the text NULL
        array_to_json(before) as before, array_to_json(after) as after, array_to_json(claims) as claims
      from next where images_so_far <= ${mostImages * times} and bytes_so_far <= ${mostBytes * times} or position = (select min(position) from next)
      order by position`;
  }
}
