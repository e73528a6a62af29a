/** What `vouch protect` would do to a database, before anything is done. */
import { connect, connectFault, readAddress, type Sql } from "../../database/index.ts";
import { Fault, type Mode } from "../../event/index.ts";
import { type FieldModes, modesOf, readFieldModes } from "./fields.ts";
import { fullName, type Manner, readTables, type Table } from "./table.ts";

export interface ProtectWish {
  /** The owner's address. */
  url: string;
  /** Names, with or without schema; nothing: every table that the user owns. */
  tables?: string[];
  /** Text of a fields file. */
  fields?: string;
  /** What becomes of tables that are made later. Captured, unless somebody chose otherwise. */
  later?: Later;
  /** What happens to a write that cannot be recorded, by table as `tables` names them: it fails, unless it is let through. */
  failing?: Record<string, Failing>;
}

export type Later = "capture" | "report";
export type Failing = "fail" | "pass";

export interface PlannedTable {
  name: string;
  table: Table;
  modes: Record<string, Mode>;
  /** Already captured, in the manner and with the policy that are wished for. */
  captured: boolean;
  failing: Failing;
  /** What a person should know of it. */
  notes: string[];
}

export interface Plan {
  database: string;
  system: string;
  serverVersion: number;
  /** The source whose capture is installed there now. */
  installed?: string;
  /** Whether a login of its own can be made for reading. */
  canMakeLogin: boolean;
  tables: PlannedTable[];
  modes: FieldModes;
  later?: Later;
  superuser: boolean;
  /** Whether the text of schema changes is captured, or will be: event triggers take a superuser; else the patrol finds them. */
  schemaChanges: "event trigger" | "patrol";
  /** Tables left out, and why. */
  leftOut: { name: string; reason: string }[];
}

const oldest = 140_000;

/** Connects as the owner, runs `work` and disconnects; every error of the connection becomes one sentence. */
export async function withOwner<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  readAddress(url);
  const sql = connect(url, { application: "vouch protect", max: 1 });
  try {
    return await work(sql);
  } catch (error) {
    throw error instanceof Fault ? error : connectFault(error, url);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/** Which database this is, whatever its address, and whether Vouch has put anything there. */
export async function readIdentity(sql: Sql): Promise<{ system: string; installed: boolean }> {
  const [row] = await sql<{ system: string; installed: boolean }[]>`
    select system_identifier::text || '/' || (select oid from pg_database where datname = current_database())::text as system,
      to_regclass('vouch.installation') is not null as installed
    from pg_control_system()`;
  if (!row) throw new Fault("unavailable", "Expected the server to say what it is, but it did not.");
  return row;
}

export async function plan(sql: Sql, wish: ProtectWish): Promise<Plan> {
  const [server] = await sql<
    {
      database: string;
      version: number;
      canMakeLogin: boolean;
      canCreate: boolean;
      superuser: boolean;
      watched: boolean;
      own: boolean;
      encoding: string;
    }[]
  >`
    select current_database() as database, current_setting('server_version_num')::int as version,
      (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as "canMakeLogin",
      has_database_privilege(current_database(), 'create') as "canCreate",
      (select rolsuper from pg_roles where rolname = current_user) as superuser,
      exists (select from pg_event_trigger where evtname = 'vouch_command' and evtenabled <> 'D') as watched,
      to_regclass('ledger.entries') is not null as own,
      (select pg_encoding_to_char(encoding) from pg_database where datname = current_database()) as encoding`;
  if (!server) throw new Fault("unavailable", "Expected the server to say what it is, but it did not.");
  const identity = await readIdentity(sql);
  if (server.version < oldest)
    throw new Fault(
      "invalid",
      `Expected PostgreSQL 14 or newer, got ${Math.floor(server.version / 10_000)}. Upgrade the server first.`,
    );
  if (server.own)
    throw new Fault(
      "invalid",
      `Expected somebody else's database, but ${server.database} is Vouch's own. Vouch's own acts are recorded without it.`,
    );
  if (server.encoding === "SQL_ASCII")
    throw new Fault(
      "invalid",
      `Expected a database whose text has an encoding, but that of ${server.database} is SQL_ASCII: it may hold bytes that are no text, which could not be recorded without loss. Convert it to UTF8 first.`,
    );
  if (!identity.installed && !server.canCreate)
    throw new Fault(
      "forbidden",
      `Expected a user that may create a schema in ${server.database}, but this one may not. Connect as the owner of the database, or grant CREATE on it.`,
    );
  const installed = identity.installed ? await installation(sql) : undefined;
  const { chosen, leftOut } = choose(await readTables(sql), wish.tables);
  const modes = wish.fields === undefined ? {} : readFieldModes(wish.fields, chosen);
  const failing = readFailing(wish.failing, chosen);
  const captured = identity.installed ? await capturedTables(sql) : new Map<string, Captured>();
  return {
    database: server.database,
    system: identity.system,
    serverVersion: server.version,
    installed,
    canMakeLogin: server.canMakeLogin,
    superuser: server.superuser,
    schemaChanges: (identity.installed ? server.watched : server.superuser) ? "event trigger" : "patrol",
    later: wish.later,
    tables: chosen.map((table) => {
      const now = captured.get(table.oid);
      const policy = failing.get(table.oid) ?? now?.failing ?? "fail";
      return {
        name: fullName(table),
        table,
        modes: modesOf(table, modes),
        captured: now !== undefined && now.manner === table.manner && now.failing === policy,
        failing: policy,
        notes: notesOn(table),
      };
    }),
    modes,
    leftOut,
  };
}

/** Of drizzle/sql/source; raised when what an installed source has would not do any more. */
export const installedFormat = 2;

function older(): Fault {
  return new Fault(
    "conflict",
    "Expected what this Vouch installs in a database, but another version installed it. Let the worker take what waits, remove it with that version's vouch unprotect, and protect the database again.",
  );
}

/** The source that capture was installed for. Throws `conflict` for a schema vouch that Vouch did not make. */
export async function installation(sql: Sql): Promise<string> {
  try {
    const [row] = await sql<{ source: string; format: number }[]>`select source, format from vouch.installation`;
    if (row && row.format !== installedFormat) throw older();
    if (row) return row.source;
  } catch (error) {
    if (error instanceof Fault) throw error; // else somebody else's schema of that name, or no right to look into it
  }
  throw new Fault(
    "conflict",
    "Expected either no schema vouch or one that Vouch made, but there is another one of that name. Rename it, or connect as its owner.",
  );
}

interface Captured {
  manner: Manner;
  failing: Failing;
}

/** Triggers that a table has in each manner (drizzle/sql/source/5-tables.sql). */
export const triggers: Record<Manner, number> = { statements: 4, rows: 6, applied: 2 };

/** What is captured as it should be, all triggers in place, by table. */
async function capturedTables(sql: Sql): Promise<Map<string, Captured>> {
  const rows = await sql<(Captured & { relation: string })[]>`
    select relation::text, manner, failing from vouch.tables where vouch.is_whole(relation)`;
  return new Map(rows.map(({ relation, manner, failing }) => [relation, { manner, failing }]));
}

function readFailing(wished: ProtectWish["failing"], chosen: Table[]): Map<string, Failing> {
  return new Map(Object.entries(wished ?? {}).map(([name, failing]) => [find(chosen, name).oid, failing]));
}

function choose(tables: Table[], names: string[] | undefined): { chosen: Table[]; leftOut: Plan["leftOut"] } {
  const all = tables.filter(({ partition }) => !partition);
  if (names) {
    const chosen = withRelatives(
      names.map((name) => find(tables, name)),
      all,
    );
    for (const table of chosen) {
      const reason = obstacle(table);
      if (reason) throw new Fault("invalid", `${fullName(table)} cannot be protected: ${reason}`);
    }
    return { chosen, leftOut: [] };
  }
  const chosen = all.filter((table) => !obstacle(table));
  const leftOut = all.flatMap((table) => {
    const reason = obstacle(table);
    return reason ? [{ name: fullName(table), reason }] : [];
  });
  if (chosen.length === 0)
    throw new Fault(
      "not-found",
      "Expected at least one table that this user owns, but there is none. Connect as the owner of the tables, or name them with --tables.",
    );
  return { chosen, leftOut };
}

/** A statement on one table of a family changes rows of the others, so they are captured together. */
function withRelatives(chosen: Table[], all: Table[]): Table[] {
  const found = new Set(chosen);
  for (const { relatives } of found) {
    for (const table of all) if (relatives.includes(table.oid)) found.add(table);
  }
  return [...found];
}

function find(all: Table[], name: string): Table {
  const full = name.includes(".") ? name : `public.${name}`;
  const table = all.find((candidate) => fullName(candidate) === full);
  if (table) return table;
  const known = all.slice(0, 10).map(fullName).join(", ");
  throw new Fault(
    "not-found",
    `Expected a table named ${full}, but there is none. ${known ? `There are: ${known}${all.length > 10 ? " and more" : ""}.` : "The database has no tables."}`,
  );
}

function obstacle(table: Table): string | undefined {
  if (table.partition)
    return "it is a partition, which is captured with the table that it is a part of. Name that one.";
  if (!table.owned) return "it belongs to another user; connect as its owner.";
  return undefined;
}

function notesOn(table: Table): string[] {
  const notes: string[] = [];
  if (table.primaryKey.length === 0)
    notes.push("It has no primary key: its changes are captured, but they cannot be followed record by record.");
  if (table.form === "p") notes.push("It is partitioned: its partitions are captured with it, those made later too.");
  if (table.manner === "rows")
    notes.push("It inherits or is inherited from: it is captured row by row, which costs bulk statements more.");
  if (table.manner === "applied")
    notes.push("Logical replication writes to it: it is captured row by row, and nothing is known of the statements.");
  return notes;
}
