/**
 * The patrol: every few seconds it looks at each protected database, compares what it sees with the look before, and posts what
 * that says of coverage. Beside the sequencer, with connections of its own, so that it never holds anything up. It leaves no
 * trace of its own looks but one row per source (ledger.patrols): bookkeeping causes no entries.
 */
import { setTimeout as pause } from "node:timers/promises";
import { connect, connectFault, type Home, isUnreachable, type Sql, sqlState } from "../../database/index.ts";
import { type Clock, Fault } from "../../event/index.ts";
import { openAddress } from "./address.ts";
import { tablesToAttach, type Wish } from "./patrol-compare.ts";
import { afterLook, afterRemoval, afterSilence, type Looked } from "./patrol-conclude.ts";
import { type Look, look } from "./patrol-look.ts";
import { shippedFunctions } from "./patrol-shipped.ts";
import { type Patrolled, readStored, readTaken, type Stored, store, type Taken } from "./patrol-stored.ts";
import { listSources, type RegisteredSource } from "./sources.ts";

export interface Patrolling {
  /** With the sequencer's login; its own connections. */
  sql: Sql;
  home: Home;
  ledger: string;
  clock: Clock;
  signal: AbortSignal;
  /** One sentence for the log; never a value. */
  report(sentence: string): void;
  /** Milliseconds between two looks. */
  rest?: number;
}

/** Milliseconds a look may take. */
const patience = 15_000;
/** Milliseconds after which a table that could not be added is tried again. */
const tryAgain = 600_000;

/** Runs until `signal`. */
export async function keepPatrolling(work: Patrolling): Promise<void> {
  const patrol = new Patrol(work);
  while (!work.signal.aborted) {
    const next = pause(work.rest ?? 5_000, undefined, { signal: work.signal }).catch(() => {});
    // a source that takes long is left to it; the others are looked at again meanwhile
    await Promise.race([patrol.round(), next]);
    await next;
  }
  await patrol.close();
}

/** One source under watch. */
interface Watch {
  sql: Sql;
  address: string;
  stored?: Stored;
  looking: boolean;
  /** Tables that could not be added to what is captured: why, and when that was tried, in milliseconds of the process's clock. */
  refused: Map<string, { reason: string; at: number }>;
}

export class Patrol {
  #watches = new Map<string, Watch>();
  #troubled = new Set<string>();

  constructor(private readonly work: Patrolling) {}

  /** Looks once at every source that is not being looked at already. Never throws: what goes wrong is reported. */
  async round(): Promise<void> {
    const { sql } = this.work;
    await this.#unlessTroubled("The sources", async () => {
      const sources = (await listSources(sql)).filter(({ settings }) => settings.tables.length > 0);
      await Promise.all(sources.map((source) => this.#unlessTroubled(source.name, () => this.#visit(source))));
      await this.#forget(sources);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#watches.values()].map(({ sql }) => sql.end({ timeout: 1 })));
    this.#watches.clear();
  }

  async #unlessTroubled(name: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.#troubled.delete(name);
    } catch (error) {
      if (this.work.signal.aborted) return;
      if (!this.#troubled.has(name))
        this.work.report(`${name} cannot be patrolled just now: ${(error as Error).message}`);
      this.#troubled.add(name);
    }
  }

  async #visit(source: RegisteredSource): Promise<void> {
    const watch = this.#watch(source);
    if (watch.looking) return;
    watch.looking = true;
    try {
      await this.#patrol(source, watch);
    } finally {
      watch.looking = false;
    }
  }

  #watch({ id, address: sealed }: RegisteredSource): Watch {
    const address = openAddress(this.work.home, id, sealed);
    const open = this.#watches.get(id);
    if (open?.address === address) return open;
    void open?.sql.end({ timeout: 1 });
    const watch: Watch = { sql: connectTo(address), address, looking: false, refused: new Map() };
    this.#watches.set(id, watch);
    return watch;
  }

  async #patrol(source: RegisteredSource, watch: Watch): Promise<void> {
    const { sql, ledger, clock } = this.work;
    watch.stored ??= await readStored(sql, ledger, source.id);
    const before = watch.stored;
    const taken = await readTaken(sql, ledger, source.id);
    const about = { source, before, stopped: taken?.stopped ?? false };
    let looked: Looked;
    try {
      looked = await this.#look(source, watch, taken);
    } catch (error) {
      const fault = error instanceof Fault ? error : connectFault(error, watch.address);
      return this.#store(watch, { ledger, ...afterSilence(about, fault.message, clock()) });
    }
    await this.#store(watch, { ledger, ...afterLook(about, looked) });
  }

  async #store(watch: Watch, done: Patrolled): Promise<void> {
    const { sql, clock, report } = this.work;
    const stored = await store(sql, done, clock);
    watch.stored = stored ? done.after : undefined;
    if (!stored) return;
    const { name } = done.source;
    for (const alarm of done.after.alarms) if (!done.before?.alarms.includes(alarm)) report(`${name}: alarm ${alarm}.`);
  }

  /** Looks, and looks again where tables made later were added to what is captured. */
  async #look(source: RegisteredSource, watch: Watch, taken: Taken | undefined): Promise<Looked> {
    const wish = wishOf(source);
    const looking = () => inTime(watch, () => look(watch.sql, this.work.clock, taken));
    let seen = await looking();
    const known = watch.stored?.state.known && { ...watch.stored.state.known, lookedAt: watch.stored.lookedAt };
    const missing = seen.functions ? tablesToAttach(known, seen, wish) : [];
    const due = missing.filter((oid) => performance.now() - (watch.refused.get(oid)?.at ?? -tryAgain) >= tryAgain);
    for (const oid of due) await attach(watch, oid);
    const attached = new Set(due.filter((oid) => !watch.refused.has(oid)));
    if (attached.size > 0) seen = await looking();
    const refused = Object.fromEntries([...watch.refused].map(([oid, { reason }]) => [oid, reason]));
    return { seen, wish, refused, attached, shipped: shippedFunctions() };
  }

  /** Says of a source that was removed from Vouch that nothing is captured there any more, and lets go of it. */
  async #forget(sources: RegisteredSource[]): Promise<void> {
    const { sql, ledger } = this.work;
    for (const [id, watch] of this.#watches) {
      if (watch.looking || sources.some((source) => source.id === id)) continue;
      this.#watches.delete(id);
      await watch.sql.end({ timeout: 1 });
    }
    const removed = await sql<{ id: string; name: string; removedAt: string }[]>`
      select s.id, s.name, s.removed_at as "removedAt" from app.sources s join ledger.patrols p on p.ledger = ${ledger} and p.source = s.id
      where s.removed_at is not null and p.state -> 'closed' is null`;
    for (const { removedAt, ...source } of removed) {
      const before = await readStored(sql, ledger, source.id);
      if (before) await store(sql, { ledger, ...afterRemoval(source, before, removedAt) }, this.work.clock);
    }
  }
}

function connectTo(address: string): Sql {
  return connect(address, { application: "vouch patrol", max: 1, statementTimeout: 10_000 });
}

function wishOf({ settings }: RegisteredSource): Wish {
  return { tables: settings.tables, later: settings.later ?? "capture" };
}

/** A server that is cut off answers nothing at all: then the connection is given up and another one made. */
async function inTime(watch: Watch, act: () => Promise<Look>): Promise<Look> {
  const late = new AbortController();
  const looking = act();
  looking.catch(() => {}); // one that is given up fails when nobody waits for it any more
  try {
    return await Promise.race([
      looking,
      pause(patience, undefined, { signal: late.signal }).then(() => {
        throw new Fault("unavailable", `Expected an answer within ${patience / 1000} seconds, but none came.`);
      }),
    ]);
  } catch (error) {
    if (error instanceof Fault || isUnreachable(error)) {
      void watch.sql.end({ timeout: 0 });
      watch.sql = connectTo(watch.address);
    }
    throw error;
  } finally {
    late.abort();
  }
}

/** Adds a table to what is captured, without waiting long for whoever has locked it. */
async function attach(watch: Watch, oid: string): Promise<void> {
  try {
    await watch.sql.begin(async (sql) => {
      await sql`set local lock_timeout = '2s'`;
      await sql`select vouch.attach(${oid}::oid::regclass)`;
    });
    watch.refused.delete(oid);
  } catch (error) {
    const state = sqlState(error);
    if (state === undefined || isUnreachable(error)) throw error;
    // one that is only locked is tried again at the next look
    const at = state === "55P03" ? performance.now() - tryAgain : performance.now();
    watch.refused.set(oid, { reason: whyNot(state, (error as Error).message), at });
  }
}

function whyNot(state: string, message: string): string {
  if (state === "55P03") return "It could not be added to what is captured yet: a transaction holds it.";
  if (state === "42883") return "Capture as it is installed there cannot add tables. Protect the database again.";
  return `It could not be added to what is captured: ${message.slice(0, 300)}`;
}
