/** One look at a source: what its catalogue says of tables, triggers and functions, what waits in its outbox, what its clock says. */
import type { Sql, Transaction } from "../../database/index.ts";
import { type Clock, Fault, instant, microseconds } from "../../event/index.ts";
import { type Cursor, emptySnapshot } from "../../ledger/index.ts";

/** Of a table's triggers, those that call a function of the schema vouch. `xmin` changes with every change of the row. */
export interface SeenTrigger {
  oid: string;
  /** pg_trigger.tgenabled: A always, O in ordinary sessions, R in the replica role, D disabled. */
  enabled: string;
  /** pg_trigger.tgtype: 4 insert, 8 delete, 16 update, 32 truncate. */
  type: number;
  xmin: string;
  /** Name of its function. */
  function: string;
}

export interface SeenColumn {
  number: number;
  name: string;
  type: string;
  /** xmin of what the catalogue says of it, and of its expression where it is generated. */
  xmin: string;
}

export interface SeenTable {
  /** `schema.table` */
  name: string;
  /** r ordinary, p partitioned. */
  form: string;
  /** Its file on disk: another one when it was rewritten or emptied. */
  file: string;
  /** Whether the catalogue lets its triggers fire at all. */
  fires: boolean;
  /** Tables that it is a partition of or inherits from, by oid. */
  parents: string[];
  columns: SeenColumn[];
  triggers: SeenTrigger[];
}

export interface SeenFunction {
  xmin: string;
  /** MD5 of its text, its settings, its owner and whose rights it runs with. */
  digest: string;
  /** MD5 of its text alone. */
  text: string;
  /** `trigger`, `event_trigger` or another type. */
  returns: string;
}

export interface Waiting {
  rows: bigint;
  /** On disk, what is no longer needed included. */
  bytes: bigint;
  /** Microseconds since the oldest was written; nothing where nothing waits. */
  age?: bigint;
}

export interface Look {
  /** Our clock before anything was read, and after. */
  from: string;
  until: string;
  /** As the sequencer knows it: system identifier and database. */
  system: string;
  /** Another one after a failover, or after it was set back to an earlier time. */
  timeline: string;
  /** The functions of the schema vouch by name. Nothing where the schema is not there. */
  functions?: Record<string, SeenFunction>;
  /** Whether the text of DDL is captured by an event trigger. */
  ddl: boolean;
  /** By oid. */
  tables: Record<string, SeenTable>;
  waiting?: Waiting;
  /** The source's clock minus ours, and how far that may be off, in microseconds. */
  clock: { offset: bigint; error: bigint };
}

/** Looks once, in one snapshot that changes nothing. `cursor`: how far the ledger has taken the outbox. */
export async function look(sql: Sql, clock: Clock, cursor: Cursor | undefined): Promise<Look> {
  const offset = await compareClocks(sql, clock);
  const from = clock();
  const seen = await sql.begin("isolation level repeatable read read only", async (read) => {
    const server = await readServer(read);
    const tables = await readSeenTables(read);
    return { ...server, tables, ...(server.functions && { waiting: await readWaiting(read, cursor) }) };
  });
  return { from, until: clock(), clock: offset, ...seen };
}

/** Samples; the quickest is the least wrong. */
const samples = 3;

/** By the midpoint method: the source read its clock somewhere between our two readings, so half of that is the error. */
async function compareClocks(sql: Sql, clock: Clock): Promise<Look["clock"]> {
  let best: Look["clock"] | undefined;
  for (let sample = 0; sample < samples; sample++) {
    const before = microseconds(clock());
    const [row] = await sql<{ now: bigint }[]>`select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now`;
    const after = microseconds(clock());
    const error = (after - before + 1n) / 2n;
    if (row && (!best || error < best.error)) best = { offset: row.now - (before + after) / 2n, error };
  }
  if (!best) throw new Fault("unavailable", "Expected the source to say what time it has, but it did not.");
  return best;
}

async function readServer(sql: Transaction): Promise<Pick<Look, "system" | "timeline" | "functions" | "ddl">> {
  const [row] = await sql<(Pick<Look, "system" | "timeline" | "ddl"> & { functions: Look["functions"] | null })[]>`
    select (select system_identifier::text from pg_control_system()) || '/' || (select oid from pg_database where datname = current_database())::text as system,
      (select timeline_id::text from pg_control_checkpoint()) as timeline,
      exists (select from pg_event_trigger where evtname like 'vouch\\_%' and evtevent = 'ddl_command_end' and evtenabled <> 'D') as ddl,
      case when n.oid is not null then (select coalesce(json_object_agg(p.oid::regprocedure::text, json_build_object('xmin', p.xmin::text, 'text', md5(p.prosrc), 'returns', p.prorettype::regtype::text,
          'digest', md5(concat_ws(' ', p.prosrc, p.prosqlbody, p.proconfig, p.prosecdef, p.proowner, p.prolang)))), '{}')
        from pg_proc p where p.pronamespace = n.oid) end as functions
    from (select 1) always left join pg_namespace n on n.nspname = 'vouch'`;
  if (!row) throw new Fault("unavailable", "Expected the source to say what it is, but it did not.");
  const { functions, ...server } = row;
  return { ...server, ...(functions && { functions }) };
}

async function readSeenTables(sql: Transaction): Promise<Record<string, SeenTable>> {
  const rows = await sql<(SeenTable & { oid: string })[]>`
    select c.oid::text, n.nspname || '.' || c.relname as name, c.relkind::text as form, c.relfilenode::text as file, c.relhastriggers as fires,
      (select coalesce(json_agg(i.inhparent::text order by i.inhseqno), '[]') from pg_inherits i where i.inhrelid = c.oid) as parents,
      (select coalesce(json_agg(json_build_object('number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
            'xmin', concat_ws('/', a.xmin, d.xmin)) order by a.attnum), '[]')
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated <> ''
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(json_build_object('oid', t.oid::text, 'enabled', t.tgenabled, 'type', t.tgtype, 'xmin', t.xmin::text,
            'function', p.oid::regprocedure::text) order by t.oid), '[]')
        from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_namespace v on v.oid = p.pronamespace
        where t.tgrelid = c.oid and v.nspname = 'vouch') as triggers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and c.relpersistence <> 't'
      and n.nspname not in ('pg_catalog', 'information_schema', 'vouch') and n.nspname not like 'pg\\_toast%' and n.nspname not like 'pg\\_temp%'`;
  return Object.fromEntries(rows.map(({ oid, ...table }) => [oid, { ...table }]));
}

/** Rows are counted up to this many; beyond, their number follows from their positions. */
const counted = 10_000;

/** What is not in the ledger yet: a row is, once the last finished pass saw it, or the pass under way came past it. */
async function readWaiting(sql: Transaction, cursor: Cursor | undefined): Promise<Waiting> {
  const { seen, reading, position } = cursor ?? { seen: emptySnapshot, reading: emptySnapshot, position: 0n };
  const [row] = await sql<{ counted: number; spread: bigint; bytes: bigint; age: bigint | null }[]>`
    with waiting as (
      select position, at from vouch.outbox
      where not pg_visible_in_snapshot(xid, ${seen}::pg_snapshot)
        and not (position <= ${position} and pg_visible_in_snapshot(xid, ${reading}::pg_snapshot))
      order by position limit ${counted + 1}
    )
    select (select count(*)::int from waiting) as counted,
      coalesce((select max(position) from vouch.outbox) - (select min(position) from waiting) + 1, 0) as spread,
      (select (extract(epoch from clock_timestamp() - at) * 1000000)::bigint from waiting order by position limit 1) as age,
      (select sum(pg_total_relation_size(i.inhrelid))::bigint from pg_inherits i where i.inhparent = 'vouch.outbox'::regclass) as bytes`;
  if (!row) throw new Fault("unavailable", "Expected the source to say what waits in its outbox, but it did not.");
  const rows = row.counted > counted ? row.spread : BigInt(row.counted);
  return { rows, bytes: row.bytes ?? 0n, ...(row.age !== null && { age: row.age > 0n ? row.age : 0n }) };
}

/** When, by our clock, something was written that is `age` old now. */
export function writtenAt(now: string, age: bigint): string {
  return instant(microseconds(now) - age);
}
