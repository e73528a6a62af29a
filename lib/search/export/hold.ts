/**
 * Taking an export to make it. A session's lock of the database says who makes it: nobody else takes it while that process lives,
 * and whoever dies, by kill -9 too, lets go at once. What is stored of it goes through the same connection, so that a process that
 * lost its connection, and with it the lock, can store nothing more.
 */
import type { Web } from "../../access/index.ts";
import type { Sql, Transaction } from "../../database/index.ts";
import { type OwnEvent, post } from "../../ledger/index.ts";
import { type AskedExport, daysKept, findExports, later } from "./asked.ts";
import type { Certificate } from "./certificate.ts";
import { stepOfVouch } from "./step.ts";

/** Exports that are made at the same time, by all processes together. */
export const mostRunning = 2;

const lockOfOne = 8246914;
const lockOfTaking = 8246915;

/** An export that this process makes. `release` has to be called, whatever came of it. */
export interface HeldExport {
  asked: AskedExport;
  /** Stores how far it is. False where it was cancelled. */
  progress(said: { expected?: bigint; written?: bigint }): Promise<boolean>;
  /** False where it was cancelled meanwhile. */
  done(certificate: Certificate): Promise<boolean>;
  failed(why: string): Promise<boolean>;
  release(): Promise<void>;
}

/** The oldest export that waits, or that was begun by somebody who lives no more; undefined where there is none. */
export async function take({ sql, clock }: Web): Promise<HeldExport | undefined> {
  const [any] = await sql`select from app.exports where state in ('waiting', 'running') limit 1`;
  if (!any) return undefined;
  const connection = await sql.reserve();
  // what is reserved has queries but no transactions of its own; those are begun and ended by hand
  const own = connection as unknown as Transaction;
  try {
    const asked = await transact(own, () => lockOne(own, clock()));
    if (asked) return held(own, asked, clock, () => connection.release());
  } catch (error) {
    connection.release();
    throw error;
  }
  connection.release();
  return undefined;
}

async function lockOne(sql: Transaction, now: string): Promise<AskedExport | undefined> {
  await sql`select pg_advisory_xact_lock(${lockOfTaking}, 0)`;
  const [running] = await sql<{ count: number }[]>`
    select count(*)::int as count from pg_locks
    where locktype = 'advisory' and classid = ${lockOfOne} and granted
      and database = (select oid from pg_database where datname = current_database())`;
  if ((running?.count ?? 0) >= mostRunning) return undefined;
  const open = await sql<{ number: number }[]>`
    select number from app.exports where state in ('waiting', 'running') order by asked_at, number limit 100`;
  for (const { number } of open) {
    const [lock] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(${lockOfOne}, ${number}) as held`;
    if (!lock?.held) continue;
    const [still] = await sql`
      update app.exports set state = 'running', started_at = coalesce(started_at, ${now}), alive_at = ${now}
      where number = ${number} and state in ('waiting', 'running') returning number`;
    if (still) return (await findExports(sql, sql`x.number = ${number}`, 1))[0];
    await sql`select pg_advisory_unlock(${lockOfOne}, ${number})`;
  }
  return undefined;
}

function held(sql: Transaction, asked: AskedExport, clock: Web["clock"], release: () => void): HeldExport {
  const { id, number } = asked;
  const end = (update: (now: string) => Promise<{ count: number }>, event: OwnEvent) =>
    transact(sql, async () => {
      if ((await update(clock())).count === 0) return false;
      await post(sql, event, clock);
      return true;
    });
  return {
    asked,
    progress: async ({ expected, written }) => {
      const { count } = await sql`
        update app.exports set alive_at = ${clock()}, expected = coalesce(${expected ?? null}, expected),
          written = coalesce(${written ?? null}, written)
        where id = ${id} and state = 'running'`;
      return count > 0;
    },
    done: (certificate) =>
      end(
        (now) => sql`
          update app.exports set state = 'done', ended_at = ${now}, kept_until = ${later(now, daysKept)},
            written = ${certificate.population.entries}, expected = ${certificate.population.entries},
            certificate = ${JSON.stringify(certificate)}::text::jsonb
          where id = ${id} and state = 'running'`,
        madeEvent(asked, certificate),
      ),
    failed: (why) =>
      end(
        (now) => sql`
          update app.exports set state = 'failed', ended_at = ${now}, trouble = ${why} where id = ${id} and state = 'running'`,
        stepOfVouch("failed", number, { erasable: { why, asker: asked.person.name } }),
      ),
    release: async () => {
      try {
        await sql`select pg_advisory_unlock(${lockOfOne}, ${number})`;
      } catch {
        // the connection is gone, and the lock with it
      } finally {
        release();
      }
    },
  };
}

function madeEvent(asked: AskedExport, { population, file }: Certificate): OwnEvent {
  const { lines, entries } = population;
  const { sha256, bytes, rows } = file;
  const kept = { format: asked.format, lines, entries, rows, bytes, sha256 };
  return stepOfVouch("made", asked.number, { kept, erasable: { asker: asked.person.name } });
}

async function transact<T>(sql: Transaction | Sql, work: () => Promise<T>): Promise<T> {
  await sql`begin`;
  try {
    const done = await work();
    await sql`commit`;
    return done;
  } catch (error) {
    await sql`rollback`.catch(() => {}); // the connection is gone
    throw error;
  }
}
