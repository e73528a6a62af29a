/**
 * Taking in what the story has left in the outboxes: read by the sequencer's own readers, and appended as it appends. Since months
 * arrive in one go, each event is given the moment at which a running worker would have recorded it, and the sources' events are put in
 * the order of those moments.
 */
import type { PostgresOutboxes } from "../capture/index.ts";
import type { Home, Sql } from "../database/index.ts";
import { type Event, instant, microseconds } from "../event/index.ts";
import {
  type Cursor,
  type Head,
  inboxOutbox,
  makeEntries,
  type Outbox,
  readHead,
  storeEntries,
  vouchSource,
} from "../ledger/index.ts";
import { type Chance, chance } from "./chance.ts";

interface Lane {
  outbox: Outbox;
  system: string;
  cursor: Cursor;
  /** When its last event was recorded: none of a source overtakes another. */
  recorded: bigint;
  lastEventAt?: string;
}

/** What was read and waits to be appended. */
export interface Harvest {
  events: Event[];
  /** When each was recorded. */
  recordedAt: Map<Event, string>;
  cursors: Map<string, Cursor>;
}

/** A source that could not be read from one moment to another: what it captured meanwhile came late. */
export interface Silence {
  source: string;
  from: bigint;
  until: bigint;
}

/** Events in one transaction. */
const batch = 1_500;

export class Taking {
  #lanes = new Map<string, Lane>();
  #head: Head | undefined;
  #storing: Promise<void> = Promise.resolve();
  readonly #chance: Chance = chance("recorded");
  readonly silences: Silence[] = [];
  /** When events arrived whose sender's clock is wrong, by id. */
  readonly arrivals = new Map<string, bigint>();

  constructor(
    private readonly sql: Sql,
    private readonly home: Home,
    private readonly ledger: string,
    private readonly sources: PostgresOutboxes,
  ) {}

  /** Reads everything that waits. */
  async read(): Promise<Harvest> {
    const harvest: Harvest = { events: [], recordedAt: new Map(), cursors: new Map() };
    for (const lane of await this.#open()) {
      const { id } = lane.outbox.source;
      const found = await readAll(lane);
      harvest.cursors.set(id, lane.cursor);
      if (id === inboxId) found.sort((a, b) => (this.#arrival(a) < this.#arrival(b) ? -1 : 1));
      for (const event of found) harvest.recordedAt.set(event, instant(this.#recorded(lane, event)));
      lane.lastEventAt = found.at(-1)?.occurredAt ?? lane.lastEventAt;
      harvest.events.push(...found);
    }
    const at = (event: Event) => harvest.recordedAt.get(event) ?? "";
    harvest.events.sort((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0));
    return harvest;
  }

  /** Appends it, acknowledges it and empties the outboxes. */
  async append({ events, recordedAt, cursors }: Harvest): Promise<void> {
    const lanes = [...this.#lanes.values()];
    const [first] = lanes;
    if (!first) return;
    const unmoved = { source: first.outbox.source.id, cursor: await this.#start(first), system: first.system };
    for (let from = 0; from < events.length; from += batch) {
      const some = events.slice(from, from + batch);
      await this.#store(some, recordedAt, unmoved);
    }
    for (const { outbox, system, lastEventAt } of lanes) {
      const cursor = cursors.get(outbox.source.id);
      if (cursor) await this.#store([], recordedAt, { source: outbox.source.id, cursor, system }, lastEventAt);
    }
    await this.#storing;
    for (const { outbox } of lanes) {
      const cursor = cursors.get(outbox.source.id);
      if (cursor) await outbox.empty(cursor);
    }
  }

  /** Entries in the ledger once everything given is stored, and when the last was recorded. */
  async head(): Promise<Head> {
    await this.#storing;
    this.#head ??= await readHead(this.sql, this.ledger);
    return this.#head;
  }

  /** Makes entries while the batch before is being stored. */
  async #store(
    events: Event[],
    recordedAt: Map<Event, string>,
    progress: { source: string; cursor: Cursor; system: string },
    lastEventAt?: string,
  ): Promise<void> {
    this.#head ??= await readHead(this.sql, this.ledger);
    const { recordedAt: before } = this.#head;
    const appender = {
      ledger: this.ledger,
      home: this.home,
      clock: () => recordedAt.get(events.at(0) as Event) ?? before,
      recordedAt: (event: Event) => recordedAt.get(event) ?? before,
    };
    const made = makeEntries(appender, this.#head, events);
    await this.#storing;
    this.#head = made.to;
    this.#storing = storeEntries(this.sql, appender, { ...made, lastEventAt }, progress);
    this.#storing.catch(() => {}); // thrown where it is waited for
  }

  async #open(): Promise<Lane[]> {
    const outboxes = [inboxOutbox(this.sql), ...(await this.sources.list())];
    for (const outbox of outboxes) {
      const known = this.#lanes.get(outbox.source.id);
      if (known) known.outbox = outbox;
      else {
        const [system, cursor] = [await outbox.system(), await outbox.start()];
        this.#lanes.set(outbox.source.id, { outbox, system, cursor, recorded: 0n });
      }
    }
    return [...this.#lanes.values()];
  }

  /** Where the ledger's own record of a lane stands. */
  async #start({ outbox }: Lane): Promise<Cursor> {
    const [stored] = await this.sql<Cursor[]>`
      select seen::text, reading::text, position from ledger.positions where ledger = ${this.ledger} and source = ${outbox.source.id}`;
    return stored ?? outbox.start();
  }

  #arrival({ id, occurredAt }: Event): bigint {
    return this.arrivals.get(id) ?? microseconds(occurredAt);
  }

  /** A worker looks five times a second, and reads at once what it finds; once in a while it takes longer. */
  #recorded(lane: Lane, event: Event): bigint {
    const came = this.#arrival(event);
    if (came <= lane.recorded && lane.recorded - came < 250_000n) return lane.recorded;
    const slow = this.#chance.happens(0.01);
    const took = BigInt(this.#chance.between(18_000, slow ? 940_000 : 210_000));
    const silence = this.silences.find(
      ({ source, from, until }) => source === lane.outbox.source.id && from <= came && came < until,
    );
    const recorded = (silence ? silence.until : came) + took;
    lane.recorded = recorded > lane.recorded ? recorded : lane.recorded;
    return lane.recorded;
  }
}

const inboxId = vouchSource.id;

async function readAll(lane: Lane): Promise<Event[]> {
  const events: Event[] = [];
  for (;;) {
    const { events: some, next, ended } = await lane.outbox.read(lane.cursor);
    events.push(...some);
    lane.cursor = next;
    if (ended) return events;
  }
}
