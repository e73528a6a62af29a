/** The outbox of a protected PostgreSQL database, as the sequencer reads it (lib/ledger/outbox.ts). */
import { connect, connectFault, isUnreachable, type Sql, sqlState } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { type Batch, type Cursor, emptySnapshot, nextCursor, type Outbox, snapshotEnd } from "../../ledger/index.ts";
import { type CapturedSource, eventsOf, type OutboxRow, type Shape } from "./event.ts";
import { type FieldModes, modesOf } from "./fields.ts";
import { readImage } from "./image.ts";
import { inOrder, wholeStatements } from "./order.ts";
import { loadScanner } from "./statement.ts";
import { readTables } from "./table.ts";

/** Rows of the outbox, and images in them, taken at a time; a single row is taken however many it holds. */
const mostRows = 1_000;
const mostImages = 2_000;

export interface PostgresSource {
  id: string;
  name: string;
  /** The reader's address. */
  address: string;
  modes: FieldModes;
}

/** Opens nothing yet; connects when it is first read. */
export function postgresOutbox({ id, name, address, modes }: PostgresSource): Outbox {
  const sql = connect(address, { application: "vouch reader", max: 1, statementTimeout: 60_000 });
  const source: CapturedSource = { id, name, database: decodeURIComponent(new URL(address).pathname.slice(1)) };
  const reader = new Reader(sql, source, modes);
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
  #shapes = new Map<string, Shape[]>();

  constructor(
    private readonly sql: Sql,
    private readonly source: CapturedSource,
    private readonly modes: FieldModes,
  ) {}

  async read(cursor: Cursor): Promise<Batch> {
    await loadScanner();
    const reading = cursor.reading === cursor.seen ? await this.#newSnapshot(cursor) : cursor.reading;
    if (reading === cursor.seen) return { events: [], next: cursor, ended: true };
    const found = await this.#rows({ ...cursor, reading });
    const rows = wholeStatements(found);
    await this.#learn(rows);
    const events = inOrder(rows).flatMap((row) => eventsOf(row, this.source, this.#shapeOf(row)));
    const visible = Number(found[0]?.visible ?? 0);
    const ended = visible === rows.length && visible < mostRows;
    return { events, ...nextCursor(cursor, reading, rows.at(-1)?.position, ended) };
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

  async #rows({ seen, reading, position }: Cursor): Promise<(OutboxRow & { visible: bigint })[]> {
    // the reader's own transactions have no number, so two snapshots of a quiet database are the same
    return this.sql<(OutboxRow & { visible: bigint })[]>`
      with next as (
        select *, sum(case when operation = 'T' then 1 else least(500, rows - 500 * part) end) over (order by position) as images, count(*) over () as visible
        from (
          select * from vouch.outbox
          where position > ${position} and pg_visible_in_snapshot(xid, ${reading}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${seen}::pg_snapshot)
          order by position limit ${mostRows}
        ) waiting
      )
      select position, xid::text, at, relation::text, operation::text, depth, statement, part, rows, login::text, role, application,
        host(address) as address, backend, query, strings, visible,
        -- lists travel as JSON: postgres.js reads a null within an array as the text NULL
        array_to_json(before) as before, array_to_json(after) as after, array_to_json(claims) as claims
      from next where images <= ${mostImages} or position = (select min(position) from next)
      order by position`;
  }

  /** Reads what the catalogue says now of the tables in `rows`; what it said before is remembered once. */
  async #learn(rows: OutboxRow[]): Promise<void> {
    const relations = [...new Set(rows.map(({ relation }) => relation))];
    if (relations.length === 0) return;
    for (const table of await readTables(this.sql, relations)) {
      const [latest, ...older] = this.#shapes.get(table.oid) ?? [];
      const same = latest && JSON.stringify(latest.table) === JSON.stringify(table);
      if (!same)
        this.#shapes.set(table.oid, [{ table, modes: modesOf(table, this.modes) }, ...(latest ? [latest] : older)]);
    }
  }

  /** The table as the row shows it: a row with fewer or more fields than now was captured before the table was altered. */
  #shapeOf(row: OutboxRow): Shape | undefined {
    const shapes = this.#shapes.get(row.relation) ?? [];
    const image = row.after?.[0] ?? row.before?.[0];
    if (image === undefined || shapes.length < 2) return shapes[0];
    const { length } = readImage(image);
    return shapes.find(({ table }) => table.columns.length === length) ?? shapes[0];
  }
}
