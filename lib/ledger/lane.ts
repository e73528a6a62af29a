/**
 * One outbox on its way to the sequencer: it is read ahead by one batch, while what was read before is made into entries and
 * stored, and while other outboxes are waited for. A source that answers slowly holds up nobody but itself.
 */
import type { Batch, Cursor, Outbox } from "./outbox.ts";

/** How far an outbox has been read. What is in the ledger may be one batch less. */
export interface Reading {
  cursor: Cursor;
  system: string;
  /** When its position was last stored, in milliseconds of the process's clock, as all times here. */
  storedAt: number;
  /** What the outbox was last emptied of, and when. */
  emptied: Cursor["seen"];
  emptiedAt: number;
}

export class Lane {
  reading: Reading | undefined;
  /** What the last reading brought, until it is taken. */
  arrived: { batch: Batch; reading: Reading } | { error: unknown } | undefined;
  /** Ends when something has arrived, or nothing was to be read. */
  underWay: Promise<void> | undefined;
  /** It is not read before: there was nothing, or it could not be read. */
  restUntil = 0;
  /** Milliseconds that a source which cannot be read is left alone; 0 where it could be read. */
  patience = 0;

  constructor(
    public outbox: Outbox,
    private readonly resume: (lane: Lane) => Promise<Reading | undefined>,
    /** Milliseconds between two looks at an outbox that was empty. */
    readonly rest: number,
  ) {}

  /** Begins to read the next batch, unless one is here or on its way, or it is to be left alone. */
  read(): void {
    if (this.underWay || this.arrived || performance.now() < this.restUntil) return;
    this.underWay = this.#read().finally(() => {
      this.underWay = undefined;
    });
  }

  async #read(): Promise<void> {
    try {
      this.reading ??= await this.resume(this);
      const { reading } = this;
      if (reading) this.arrived = { batch: await this.outbox.read(reading.cursor), reading };
      else this.restUntil = performance.now() + this.rest;
    } catch (error) {
      this.arrived = { error };
    }
  }
}
