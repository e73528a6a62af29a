/**
 * The sequencer: the only writer of a ledger's entries, one at a time. It reads every outbox in turn, appends what is new
 * and acknowledges it in the same transaction, and empties the outbox afterwards.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isUnreachable, type Sql } from "../database/index.ts";
import { type Event, eventId, Fault, microseconds } from "../event/index.ts";
import { type Appender, append, makeEntries, type Progress, storeEntries } from "./append.ts";
import { failpoint } from "./failpoint.ts";
import { type Holding, holdLedger } from "./hold.ts";
import { vouchSource } from "./inbox.ts";
import { Lane, type Reading } from "./lane.ts";
import { type Head, readHead } from "./ledgers.ts";
import type { Cursor, Outbox } from "./outbox.ts";

export interface Sequencing extends Appender, Holding {
  /** With the sequencer's login. */
  sql: Sql;
  /** The outboxes to read now; asked for anew every few seconds. */
  outboxes(): Promise<Outbox[]>;
  /** Ends it after the batch at hand. */
  signal: AbortSignal;
  /** One sentence for the log; never a value. */
  report(sentence: string): void;
  /** Milliseconds between two looks at outboxes that were empty. */
  rest?: number;
}

/** Milliseconds after which an idle source's position is stored all the same: the pages show when it was last read. */
const heartbeat = 5_000;
const longestPatience = 10_000;

/** Runs until `signal`; waits while another sequencer holds the ledger, or while its database cannot be reached. */
export async function sequence(work: Sequencing): Promise<void> {
  while (!work.signal.aborted) {
    try {
      await holdLedger(work, async (stillHeld) =>
        new Sequencer(work, await readHead(work.sql, work.ledger), stillHeld).run(),
      );
    } catch (error) {
      const passing = error instanceof Fault && (error.code === "conflict" || error.code === "unavailable");
      if (!isUnreachable(error) && !passing) throw error;
      work.report(
        error instanceof Fault
          ? error.message
          : "The ledger's database cannot be reached; what happens meanwhile waits in the outboxes.",
      );
    }
    await rest(work, 1_000);
  }
}

async function rest({ signal }: Sequencing, milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => {});
}

class Sequencer {
  #work: Sequencing;
  #stillHeld: () => Promise<boolean>;
  #lanes = new Map<string, Lane>();
  /** The ledger's end once everything made is stored. */
  #head: Head;
  /** The batch being stored, and the outboxes being emptied: never reject, but leave what went wrong in `#failed`. */
  #storing: Promise<void> = Promise.resolve();
  #emptying = new Map<string, Promise<void>>();
  #failed: { error: unknown } | undefined;

  constructor(work: Sequencing, head: Head, stillHeld: () => Promise<boolean>) {
    this.#work = work;
    this.#head = head;
    this.#stillHeld = stillHeld;
  }

  async run(): Promise<void> {
    try {
      await this.#takeTurns();
    } finally {
      await this.#storing;
      await Promise.all(this.#emptying.values());
    }
    this.#throwIfFailed();
  }

  #throwIfFailed(): void {
    if (this.#failed) throw this.#failed.error;
  }

  /** One batch of each outbox that has one, in turn; meanwhile the others are read, and the batch before is stored. */
  async #takeTurns(): Promise<void> {
    const work = this.#work;
    let partitionsMadeAt = 0;
    let listedAt = 0;
    let lanes: Lane[] = [];
    while (!work.signal.aborted) {
      this.#throwIfFailed();
      const now = performance.now();
      if (listedAt === 0 || now - listedAt > 2_000) {
        lanes = this.#lanesOf(await work.outboxes());
        if (!(await this.#stillHeld())) return;
        listedAt = now;
      }
      if (partitionsMadeAt === 0 || now - partitionsMadeAt > 3_600_000) {
        await work.sql`select ledger.make_partitions(${work.clock()}, 2)`;
        partitionsMadeAt = now;
      }
      for (const lane of lanes) lane.read();
      const ready = lanes.filter((lane) => lane.arrived);
      if (ready.length === 0) await Promise.race([...lanes.flatMap((lane) => lane.underWay ?? []), this.#rest()]);
      for (const lane of ready) if (!work.signal.aborted) await this.#take(lane);
    }
  }

  #rest(): Promise<void> {
    return rest(this.#work, this.#work.rest ?? 200);
  }

  /** A source's settings may have changed, and its outbox with them: what is under way is taken by the one that replaces it. */
  #lanesOf(outboxes: Outbox[]): Lane[] {
    const lanes = outboxes.map((outbox) => {
      const known = this.#lanes.get(outbox.source.id);
      if (known) known.outbox = outbox;
      return known ?? new Lane(outbox, (lane) => this.#resume(lane), this.#work.rest ?? 200);
    });
    this.#lanes = new Map(lanes.map((lane) => [lane.outbox.source.id, lane]));
    return lanes;
  }

  /** Takes the batch that has arrived in a lane. Returns while it is being stored, and the next one is being read. */
  async #take(lane: Lane): Promise<void> {
    const { arrived } = lane;
    lane.arrived = undefined;
    if (!arrived || "error" in arrived) return this.#unreadable(lane, arrived?.error);
    const { batch, reading } = arrived;
    lane.patience = 0;
    const middle = !batch.ended || reading.cursor.reading !== reading.cursor.seen;
    const due = performance.now() - reading.storedAt > heartbeat;
    reading.cursor = batch.next;
    if (batch.events.length > 0) lane.read();
    else lane.restUntil = batch.ended ? performance.now() + lane.rest : 0;
    if (batch.events.length > 0 || middle || due) {
      reading.storedAt = performance.now();
      await this.#append(batch.events, { source: lane.outbox.source.id, cursor: batch.next, system: reading.system });
    }
    if (batch.ended) this.#emptyAfterwards(lane, reading, batch.next);
  }

  /** Makes entries of `events`, waits until the batch before is stored, and begins to store this one. */
  async #append(events: Event[], progress: Progress): Promise<void> {
    const work = this.#work;
    const made = makeEntries(work, this.#head, events);
    await this.#storing;
    this.#throwIfFailed();
    this.#head = made.to;
    this.#storing = this.#unlessFailed(storeEntries(work.sql, work, made, progress));
  }

  #unlessFailed(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      this.#failed ??= { error };
    });
  }

  /** Empties the outbox of what is in the ledger once the batch at hand is. */
  #emptyAfterwards({ outbox }: Lane, reading: Reading, cursor: Cursor): void {
    const { id } = outbox.source;
    // again now and then: some of it can only be emptied later
    if (reading.emptied === cursor.seen && performance.now() - reading.emptiedAt < heartbeat) return;
    if (this.#emptying.has(id)) return;
    const empty = async () => {
      await this.#storing;
      if (this.#failed) return;
      failpoint("before-empty");
      try {
        await outbox.empty(cursor);
        reading.emptied = cursor.seen;
        reading.emptiedAt = performance.now();
      } catch (error) {
        if (!(error instanceof Fault) && !isUnreachable(error)) throw error; // unreachable: emptied after the next batch
      } finally {
        this.#emptying.delete(id);
      }
    };
    this.#emptying.set(id, this.#unlessFailed(empty()));
  }

  /** Where a source stands; nothing if it was stopped. Throws `held` when it is another database than before. */
  async #resume({ outbox }: Lane): Promise<Reading | undefined> {
    const { sql, ledger } = this.#work;
    const { source } = outbox;
    await this.#storing; // its own last batch may be among what is being stored
    // the head was read before the position: whoever appends in between moves the head, and our append is refused
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
    return { cursor: stored ?? (await outbox.start()), system, storedAt: 0, emptied: "", emptiedAt: 0 };
  }

  /** A source that could not be read is waited for, or stopped with its reason. */
  async #unreadable(lane: Lane, error: unknown): Promise<void> {
    const { name } = lane.outbox.source;
    if (error instanceof Fault && error.code === "held") return this.#stop(lane, error.message);
    if (!(error instanceof Fault)) throw error;
    lane.reading = undefined; // when it is back, it is asked again who it is
    if (lane.patience === 0)
      this.#work.report(`${name} cannot be read just now; its changes wait in its outbox. ${error.message}`);
    lane.patience = Math.min(longestPatience, Math.max(250, lane.patience * 2));
    lane.restUntil = performance.now() + lane.patience;
  }

  async #stop(lane: Lane, reason: string): Promise<void> {
    const { sql, ledger, report } = this.#work;
    const { source } = lane.outbox;
    report(reason);
    await this.#storing;
    this.#throwIfFailed();
    const [known] = await sql<{ readAt: string }[]>`
      select read_at as "readAt" from ledger.positions where ledger = ${ledger} and source = ${source.id}`;
    this.#head = await append(sql, this.#work, this.#head, [this.#stoppedEvent(source, reason, known?.readAt)], {
      source: source.id,
      stopped: reason,
    });
    lane.reading = undefined;
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
