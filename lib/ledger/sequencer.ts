/**
 * The sequencer: the only writer of a ledger's entries, one at a time. It reads every outbox in turn, appends what is new
 * and acknowledges it in the same transaction, and empties the outbox afterwards.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isUnreachable, type Sql } from "../database/index.ts";
import { type Event, eventId, Fault, microseconds } from "../event/index.ts";
import { type Appender, append, type Progress } from "./append.ts";
import { failpoint } from "./failpoint.ts";
import { vouchSource } from "./inbox.ts";
import { type Head, readHead } from "./ledgers.ts";
import type { Batch, Cursor, Outbox } from "./outbox.ts";

export interface Sequencing extends Appender {
  /** With the sequencer's login. */
  sql: Sql;
  /** Another of the same login, of one connection: its session holds the ledger's lock, and it serves nothing else. */
  lock: Sql;
  /** The outboxes to read now; asked for anew every few seconds. */
  outboxes(): Promise<Outbox[]>;
  /** Ends it after the batch at hand. */
  signal: AbortSignal;
  /** One sentence for the log; never a value. */
  report(sentence: string): void;
  /** Milliseconds between two looks at outboxes that were empty. */
  rest?: number;
}

interface Reading {
  cursor: Cursor;
  system: string;
  storedAt: number;
  /** What the outbox was last emptied of, and when, in milliseconds of the process's clock. */
  emptied: Cursor["seen"];
  emptiedAt: number;
}

/** A source that could not be read: when to try again, in milliseconds of the process's clock, and how long that wait is. */
interface Waiting {
  until: number;
  patience: number;
}

/** Milliseconds after which an idle source's position is stored all the same: the pages show when it was last read. */
const heartbeat = 5_000;
const longestPatience = 10_000;

/** Runs until `signal`; waits while another sequencer holds the ledger, or while its database cannot be reached. */
export async function sequence(work: Sequencing): Promise<void> {
  while (!work.signal.aborted) {
    try {
      await holdLedger(work, (stillHeld) => new Sequencer(work, stillHeld).run());
    } catch (error) {
      if (!isUnreachable(error) && !(error instanceof Fault && error.code === "conflict")) throw error;
      work.report(
        error instanceof Fault
          ? error.message
          : "The ledger's database cannot be reached; what happens meanwhile waits in the outboxes.",
      );
    }
    await rest(work, 1_000);
  }
}

/**
 * Takes the ledger's lock, waiting for it if need be; the lock goes with its session. A client of its own and not a reserved
 * connection: on one that has died the driver throws where nobody can catch it (github.com/porsager/postgres/issues/1208).
 */
async function holdLedger(work: Sequencing, run: (stillHeld: () => Promise<boolean>) => Promise<void>): Promise<void> {
  const { lock, ledger, signal } = work;
  const take = async () => {
    const [row] = await lock<{ held: boolean }[]>`select pg_try_advisory_lock(8246911, hashtext(${ledger})) as held`;
    return row?.held === true;
  };
  try {
    for (let said = false; !signal.aborted && !(await take()); said = true) {
      if (!said) work.report("Another sequencer holds this ledger; this one waits until it ends.");
      await rest(work, 500);
    }
    if (signal.aborted) return;
    await run(async () => {
      const [row] = await lock<{ held: boolean }[]>`
        select exists (select from pg_locks where locktype = 'advisory' and classid = 8246911 and pid = pg_backend_pid() and granted) as held`;
      return row?.held === true;
    });
  } finally {
    await lock`select pg_advisory_unlock_all()`.catch(() => {}); // a session that ended has let it go
  }
}

async function rest({ signal }: Sequencing, milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => {});
}

class Sequencer {
  #work: Sequencing;
  #stillHeld: () => Promise<boolean>;
  #readings = new Map<string, Reading>();
  #waiting = new Map<string, Waiting>();
  #head: Head | undefined;

  constructor(work: Sequencing, stillHeld: () => Promise<boolean>) {
    this.#work = work;
    this.#stillHeld = stillHeld;
  }

  async run(): Promise<void> {
    const work = this.#work;
    let partitionsMadeAt = 0;
    let outboxes: Outbox[] = [];
    let listedAt = 0;
    while (!work.signal.aborted) {
      const now = performance.now();
      if (listedAt === 0 || now - listedAt > 2_000) {
        outboxes = await work.outboxes();
        if (!(await this.#stillHeld())) return;
        listedAt = now;
      }
      if (partitionsMadeAt === 0 || now - partitionsMadeAt > 3_600_000) {
        await work.sql`select ledger.make_partitions(${work.clock()}, 2)`;
        partitionsMadeAt = now;
      }
      let busy = false;
      for (const outbox of outboxes) {
        if (!work.signal.aborted) busy = (await this.#take(outbox)) || busy;
      }
      if (!busy) await rest(work, work.rest ?? 200);
    }
  }

  /** Takes one batch of one outbox. Returns whether there was anything. */
  async #take(outbox: Outbox): Promise<boolean> {
    const { id } = outbox.source;
    if (performance.now() < (this.#waiting.get(id)?.until ?? 0)) return false;
    let reading: Reading | undefined;
    let batch: Batch;
    try {
      reading = this.#readings.get(id) ?? (await this.#resume(outbox));
      if (!reading) return false;
      batch = await outbox.read(reading.cursor);
    } catch (error) {
      await this.#unreadable(outbox, error);
      return false;
    }
    this.#waiting.delete(id);
    const middle = !batch.ended || reading.cursor.reading !== reading.cursor.seen;
    if (batch.events.length > 0 || middle || performance.now() - reading.storedAt > heartbeat) {
      await this.#append(batch.events, { source: id, cursor: batch.next, system: reading.system });
      reading.cursor = batch.next;
      reading.storedAt = performance.now();
    }
    if (batch.ended) await this.#empty(outbox, reading);
    return batch.events.length > 0;
  }

  async #append(events: Event[], progress: Progress): Promise<void> {
    const { sql, ledger } = this.#work;
    try {
      const head = this.#head ?? (await readHead(sql, ledger));
      this.#head = await append(sql, this.#work, head, events, progress);
    } catch (error) {
      // whether a commit that was cut off happened, only the database knows: everything is read from it again
      this.#head = undefined;
      this.#readings.clear();
      throw error;
    }
  }

  async #empty(outbox: Outbox, reading: Reading): Promise<void> {
    // again now and then: some of it can only be emptied later
    if (reading.emptied === reading.cursor.seen && performance.now() - reading.emptiedAt < heartbeat) return;
    failpoint("before-empty");
    try {
      await outbox.empty(reading.cursor);
      reading.emptied = reading.cursor.seen;
      reading.emptiedAt = performance.now();
    } catch (error) {
      if (!(error instanceof Fault) && !isUnreachable(error)) throw error; // unreachable: emptied after the next batch
    }
  }

  /** Where a source stands; nothing if it was stopped. Throws `held` when it is another database than before. */
  async #resume(outbox: Outbox): Promise<Reading | undefined> {
    const { sql, ledger } = this.#work;
    const { source } = outbox;
    // first the head, then the position: whoever appends in between moves the head, and our append is refused
    this.#head ??= await readHead(sql, ledger);
    const [stored] = await sql<(Cursor & { system: string; state: string })[]>`
      select seen::text, reading::text, position, system, state from ledger.positions where ledger = ${ledger} and source = ${source.id}`;
    if (stored?.state === "stopped") return undefined;
    const system = await outbox.system();
    if (stored && stored.system !== system) {
      throw new Fault(
        "held",
        `The database behind ${source.name} is another one than before: it was restored, replaced or moved. What happened in between is unknown. Remove the source and protect it again.`,
      );
    }
    const reading = { cursor: stored ?? (await outbox.start()), system, storedAt: 0, emptied: "", emptiedAt: 0 };
    this.#readings.set(source.id, reading);
    return reading;
  }

  /** A source that could not be read is waited for, or stopped with its reason. */
  async #unreadable(outbox: Outbox, error: unknown): Promise<void> {
    const { id, name } = outbox.source;
    if (error instanceof Fault && error.code === "held") return this.#stop(outbox, error.message);
    if (!(error instanceof Fault)) throw error;
    this.#readings.delete(id); // when it is back, it is asked again who it is
    const patience = this.#waiting.get(id)?.patience ?? 0;
    if (patience === 0)
      this.#work.report(`${name} cannot be read just now; its changes wait in its outbox. ${error.message}`);
    const longer = Math.min(longestPatience, Math.max(250, patience * 2));
    this.#waiting.set(id, { until: performance.now() + longer, patience: longer });
  }

  async #stop({ source }: Outbox, reason: string): Promise<void> {
    const { sql, ledger, report } = this.#work;
    report(reason);
    const head = this.#head ?? (await readHead(sql, ledger));
    const [known] = await sql<{ readAt: string }[]>`
      select read_at as "readAt" from ledger.positions where ledger = ${ledger} and source = ${source.id}`;
    this.#head = await append(sql, this.#work, head, [this.#stoppedEvent(source, reason, known?.readAt)], {
      source: source.id,
      stopped: reason,
    });
    this.#readings.delete(source.id);
  }

  /** `readAt`: until when it was read as ever; from then on nobody knows (lib/event/coverage.ts reads it as an observation). */
  #stoppedEvent(stopped: Outbox["source"], reason: string, readAt?: string): Event {
    const occurredAt = this.#work.clock();
    return {
      id: eventId(microseconds(occurredAt), randomBytes(10)),
      type: "source.stopped",
      category: "coverage",
      occurredAt,
      source: vouchSource,
      actor: { kind: "service", id: "vouch", name: "Vouch", attribution: "verified" },
      target: { type: "source", id: stopped.id },
      retention: "standard",
      data: [
        { name: "source", type: "text", mode: "keep", value: stopped.name },
        { name: "reason", type: "text", mode: "keep", value: reason },
        { name: "from", type: "text", mode: "keep", value: readAt ?? occurredAt },
      ],
    };
  }
}
