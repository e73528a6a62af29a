/**
 * Taking an export to make it. A session's lock of the database says who makes it: nobody else takes it while that process lives,
 * and whoever dies, by kill -9 too, lets go at once. What is stored of it is stored by the session that holds the lock and by no other,
 * so that a process that lost its connection, and with it the lock, can store nothing more.
 */
import type { Web } from "../../access/index.ts";
import { connectLike, type Sql, type Transaction } from "../../database/index.ts";
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
  const [open] = await sql`
    select from app.exports x where x.state in ('waiting', 'running') and not exists (${locks(sql)} and objid = x.number::oid) limit 1`;
  if (!open) return undefined;
  const own = connectLike(sql, "vouch export");
  const asked = await lockOne(own, clock()).catch(async (error) => {
    await own.end({ timeout: 1 });
    throw error;
  });
  if (asked) return held(own, asked, clock);
  await own.end({ timeout: 1 });
  return undefined;
}

/** The locks of exports that are being made, each with the export's number as `objid`. */
function locks(sql: Sql | Transaction) {
  return sql`
    select from pg_locks where locktype = 'advisory' and classid = ${lockOfOne} and granted
      and database = (select oid from pg_database where datname = current_database())`;
}

async function lockOne(own: Sql, now: string): Promise<AskedExport | undefined> {
  return own.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${lockOfTaking}, 0)`;
    const running = await locks(sql);
    if (running.length >= mostRunning) return undefined;
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
  });
}

function held(own: Sql, asked: AskedExport, clock: Web["clock"]): HeldExport {
  const { id, number } = asked;
  // after its connection was cut the client has another session, and the lock may be somebody else's
  const stillMine = own`
    id = ${id} and state = 'running' and exists (${locks(own)} and objid = ${number}::int::oid and pid = pg_backend_pid())`;
  const end = (update: (sql: Transaction, now: string) => Promise<{ count: number }>, event: OwnEvent) =>
    own.begin(async (sql) => {
      if ((await update(sql, clock())).count === 0) return false;
      await post(sql, event, clock);
      return true;
    });
  return {
    asked,
    progress: async ({ expected, written }) => {
      const { count } = await own`
        update app.exports set alive_at = ${clock()}, expected = coalesce(${expected ?? null}, expected),
          written = coalesce(${written ?? null}, written)
        where ${stillMine}`;
      return count > 0;
    },
    done: (certificate) =>
      end(
        (sql, now) => sql`
          update app.exports set state = 'done', ended_at = ${now}, kept_until = ${later(now, daysKept)},
            written = ${certificate.population.entries}, expected = ${certificate.population.entries},
            certificate = ${JSON.stringify(certificate)}::text::jsonb
          where ${stillMine}`,
        madeEvent(asked, certificate),
      ),
    failed: (why) =>
      end(
        (sql, now) => sql`
          update app.exports set state = 'failed', ended_at = ${now}, trouble = ${why} where ${stillMine}`,
        stepOfVouch("failed", number, { erasable: { why, asker: asked.person.name } }),
      ),
    release: () => own.end({ timeout: 1 }), // the lock goes with the session
  };
}

function madeEvent(asked: AskedExport, { population, file }: Certificate): OwnEvent {
  const { lines, entries } = population;
  const { sha256, bytes, rows } = file;
  const kept = { format: asked.format, lines, entries, rows, bytes, sha256 };
  return stepOfVouch("made", asked.number, { kept, erasable: { asker: asked.person.name } });
}
