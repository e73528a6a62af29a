/** A drawn plan, carried out on a protected database: what was done to its tables, and what the ledger makes of it. */
import { type Sql, sqlState } from "../../database/index.ts";
import type { TestLedger } from "../../ledger/builders.ts";
import { append, type Cursor, findEntries, type Outbox } from "../../ledger/index.ts";
import { quoted } from "./protect.ts";
import { Rebuilt } from "./replay-ledger.ts";
import { createTable, createTrigger, type TableWish } from "./replay-schema.ts";
import { type Kind, settings, statements } from "./replay-statements.ts";
import { compareTables, readCatalogue } from "./replay-tables.ts";
import { Random } from "./replay-values.ts";

export interface Step {
  connection: number;
  kind: Kind | "commit" | "rollback" | "savepoint" | "back" | "drain";
  table: number;
  seed: number;
}

export interface Plan {
  place: number;
  tables: TableWish[];
  /** From which the settings of the sessions are drawn. */
  sessions: number;
  steps: Step[];
}

/** A protected database on which plans are carried out. */
export interface Place {
  name: string;
  version: number;
  ledger: TestLedger;
  outbox: Outbox;
  /** One connection each; the last one's login has rights on tables and nothing else. */
  connections: Sql[];
  /** The owner's, with every setting pinned that changes what a value looks like. */
  reading: Sql;
  /** Whether changes of the schema are captured by event triggers. */
  superuser: boolean;
  /** How far the ledger has taken the outbox. */
  cursor: Cursor;
}

/** How often each kind of statement succeeded, and with which error it failed. */
export const tally = new Map<string, Map<string, number>>();

function count(kind: string, outcome: string): void {
  const outcomes = tally.get(kind) ?? new Map<string, number>();
  tally.set(kind, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
}

let runs = 0;

/** Carries out a plan in a schema of its own. Throws where the ledger does not rebuild a table exactly. */
export async function carryOut(place: Place, plan: Plan): Promise<Rebuilt> {
  const schema = `run ${++runs}`;
  const run = new Run(place, schema);
  try {
    await run.make(plan);
    for (const step of plan.steps) await run.take(step);
    await run.end();
    await run.drain();
    await compareTables(place.reading, schema, run.rebuilt);
    return run.rebuilt;
  } catch (error) {
    if (process.env.VOUCH_REPLAY_TELL) console.error(run.told.join("\n"));
    throw error;
  } finally {
    await run.leave();
  }
}

class Run {
  rebuilt = new Rebuilt();
  /** What was done, a line each. */
  told: string[] = [];
  #open: boolean[];

  constructor(
    private readonly place: Place,
    private readonly schema: string,
  ) {
    this.#open = place.connections.map(() => false);
  }

  async make({ tables, sessions }: Plan): Promise<void> {
    const { connections, version } = this.place;
    const [owner] = connections as [Sql];
    const schema = quoted(this.schema);
    const wishes = tables.filter(({ name }, i) => tables.findIndex((other) => other.name === name) === i);
    await owner.unsafe(`create schema ${schema}`);
    await owner.unsafe(`grant usage on schema ${schema} to public`);
    await owner.unsafe(`alter default privileges in schema ${schema} grant all on tables to public`);
    await this.#alter(owner, `create table ${schema}."log of all" (tag text, of text)`);
    const referred = wishes.find(
      ({ form, key }) => form !== "referencing" && form !== "keyless" && form !== "composite" && key === "integer",
    );
    for (const wish of [...wishes].sort(
      (a, b) => Number(a.form === "referencing") - Number(b.form === "referencing"),
    )) {
      for (const text of createTable(this.schema, wish, version, referred && quoted(this.schema, referred.name)))
        await this.#alter(owner, text);
      for (const text of createTrigger(this.schema, wish)) {
        this.told.push(text);
        await owner.unsafe(text);
      }
    }
    const random = new Random(sessions);
    for (const [n, sql] of connections.entries()) {
      await sql`set lock_timeout = '50ms'`;
      // the first session is left as it is, so that what differs between them shows
      for (let i = 0; i < 6 && n > 0; i++) await this.#try(n, "session", `set ${random.pick(settings)}`);
    }
  }

  /** A change of the schema: where no event trigger tells of it, the ledger gets everything before and after it by itself. */
  async #alter(sql: Sql, text: string): Promise<void> {
    const { superuser } = this.place;
    if (!superuser) await this.drain();
    this.told.push(text);
    await sql.unsafe(text);
    if (superuser) return;
    for (const { schema, name } of await readCatalogue(sql, this.schema)) {
      await sql`select vouch.attach(c.oid) from pg_class c where c.oid = ${quoted(schema, name)}::regclass and c.oid not in (select relation from vouch.tables)`;
    }
    this.rebuilt.alter(text);
  }

  async take(step: Step): Promise<void> {
    const { connection, kind } = step;
    const sql = this.place.connections[connection] as Sql;
    if (kind === "drain") return this.drain();
    if (kind === "commit" || kind === "rollback") return this.#close(connection, kind);
    const random = new Random(step.seed);
    if (!this.#open[connection] && random.chance(0.6)) {
      await sql.unsafe("begin");
      this.#open[connection] = true;
    }
    if (kind === "savepoint") return void (this.#open[connection] && (await sql.unsafe("savepoint theirs")));
    if (kind === "back")
      return void (this.#open[connection] && (await this.#try(connection, kind, "rollback to savepoint theirs")));
    const tables = await readCatalogue(sql, this.schema);
    const ddl = kind === "alter";
    const candidates = ddl ? tables.filter(({ child }) => !child) : tables;
    const table = candidates[step.table % candidates.length];
    if (!table) return;
    const text = statements[kind]({ random, table, others: tables });
    if (ddl && !this.place.superuser) {
      if (connection === 0 && !text.includes(" as select ") && !text.startsWith("select")) await this.#alone(text);
      return;
    }
    await this.#try(connection, kind, text);
  }

  /** Without event triggers a change of the schema is known from the next reading on, so nothing else may be under way. */
  async #alone(text: string): Promise<void> {
    await this.end();
    const [owner] = this.place.connections as [Sql];
    await this.#alter(owner, text).catch((error) => this.#allow("alter", error, text));
  }

  async #try(connection: number, kind: string, text: string): Promise<void> {
    const sql = this.place.connections[connection] as Sql;
    const open = this.#open[connection] && kind !== "back";
    if (open) await sql.unsafe("savepoint ours");
    this.told.push(`${connection}${this.#open[connection] ? " in a transaction" : ""}: ${text}`);
    try {
      await sql.unsafe(text);
      count(kind, "done");
      if (open) await sql.unsafe("release savepoint ours");
    } catch (error) {
      this.#allow(kind, error, text);
      if (open) await sql.unsafe("rollback to savepoint ours");
      else if (this.#open[connection]) await this.#close(connection, "rollback");
    }
  }

  /** Statements may fail, but none because of capture. */
  #allow(kind: string, error: unknown, text: string): void {
    const state = sqlState(error) ?? "none";
    this.told.push(`   failed: ${(error as Error).message}`);
    const where = String((error as { where?: string }).where ?? "");
    if (/function vouch\./.test(where) && !["55P03", "40P01"].includes(state))
      throw new Error(`Capture let a statement fail (${state}: ${(error as Error).message}): ${text}\n${where}`, {
        cause: error,
      });
    if (state === "none") throw error;
    count(kind, state);
  }

  async #close(connection: number, how: "commit" | "rollback"): Promise<void> {
    if (!this.#open[connection]) return;
    this.#open[connection] = false;
    this.told.push(`${connection}: ${how}`);
    const sql = this.place.connections[connection] as Sql;
    await sql.unsafe(how).then(
      () => count(how, "done"),
      (error) => this.#allow(how, error, how),
    );
  }

  async end(): Promise<void> {
    for (const connection of this.#open.keys())
      await this.#close(connection, connection % 2 === 0 ? "commit" : "rollback");
  }

  /** Everything that has been committed goes into the ledger, as the sequencer takes it, and from there into the tables that are rebuilt. */
  async drain(): Promise<void> {
    const { place } = this;
    this.told.push("drain");
    const { ledger, outbox } = place;
    for (let ended = false; !ended; ) {
      const batch = await outbox.read(place.cursor);
      ended = batch.ended && place.cursor.reading === place.cursor.seen;
      const head = await ledger.head();
      await append(ledger.sql, ledger, head, batch.events, {
        source: outbox.source.id,
        cursor: batch.next,
        system: "replay",
      });
      place.cursor = batch.next;
      if (batch.ended) await outbox.empty(batch.next);
      const indexes = batch.events.map((_, i) => head.size + BigInt(i));
      for (const entry of await findEntries(ledger.owner, ledger.home, ledger.ledger, indexes)) {
        if (!entry.leaf || !entry.disclosures) throw new Error(`Entry ${entry.index} cannot be read.`);
        this.rebuilt.apply({ ...entry, leaf: entry.leaf, disclosures: entry.disclosures });
      }
    }
  }

  /** Connections as they were, and nothing left of the tables. */
  async leave(): Promise<void> {
    for (const sql of this.place.connections) {
      await sql.unsafe("rollback").catch(() => {});
      await sql.unsafe("reset all").catch(() => {});
    }
    const [owner] = this.place.connections as [Sql];
    await owner`set client_min_messages = warning`;
    await owner.unsafe(`drop schema if exists ${quoted(this.schema)} cascade`);
  }
}
