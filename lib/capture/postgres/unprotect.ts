/** Removing every trace of capture from somebody else's database. */
import { setTimeout as pause } from "node:timers/promises";
import { type Sql, sqlState } from "../../database/index.ts";
import { Fault } from "../../event/index.ts";
import { emptySnapshot, post } from "../../ledger/index.ts";
import { installation, readIdentity, withOwner } from "./plan.ts";
import { type Protecting, quoted, readerName } from "./protect.ts";
import { listSources, type RegisteredSource } from "./sources.ts";

export interface Unprotected {
  name: string;
  tables: number;
}

const patience = 20_000;

/**
 * Removes triggers, outbox and login, and then the source from Vouch's own list. What waits in the outbox is waited for, or
 * given up with `discard`. After a crash in between, the same command finishes it.
 */
export async function unprotect(url: string, to: Protecting, discard = false): Promise<Unprotected> {
  return withOwner(url, async (owner) => {
    const source = await findSource(owner, to);
    if (source.installed) await removeInTime(owner, source.id, to, discard);
    await forget(source, to, discard);
    return { name: source.name, tables: source.settings.tables.length };
  });
}

async function findSource(owner: Sql, to: Protecting): Promise<RegisteredSource & { installed: boolean }> {
  const sources = await listSources(to.sql);
  const { system, installed } = await readIdentity(owner);
  if (installed) {
    const id = await installation(owner);
    const source = sources.find((known) => known.id === id);
    if (source) return { ...source, installed };
    throw new Fault(
      "conflict",
      "Expected a source of this Vouch, but another one protects this database. Run the command in the home of that one.",
    );
  }
  const left = sources.find(({ settings }) => settings.system === system);
  if (left) return { ...left, installed };
  throw new Fault("not-found", "Expected a protected database, but Vouch has put nothing there. Nothing was changed.");
}

async function removeInTime(owner: Sql, source: string, to: Protecting, discard: boolean): Promise<void> {
  const deadline = performance.now() + (to.patience ?? patience);
  for (;;) {
    const waiting = await remove(owner, source, to, discard);
    if (waiting === 0n) return;
    if (performance.now() > deadline) {
      throw new Fault(
        "held",
        `${waiting} captured statements still wait to be taken into the ledger, so nothing was removed. Let Vouch’s worker take them in and try again, or give them up (--discard).`,
      );
    }
    await pause(300);
  }
}

async function forget({ id, name }: RegisteredSource, to: Protecting, discard: boolean): Promise<void> {
  await to.sql.begin(async (sql) => {
    await sql`update app.sources set removed_at = now() where id = ${id}`;
    await post(
      sql,
      {
        type: "source.unprotected",
        category: "configuration",
        actor: to.actor,
        target: { type: "source", id },
        data: [
          { name: "source", type: "text", mode: "keep", value: name },
          { name: "discarded", type: "boolean", mode: "keep", value: discard },
        ],
      },
      to.clock,
    );
  });
}

/** Removes everything in one transaction, unless something waits: then it returns how much, and changes nothing. */
async function remove(owner: Sql, source: string, to: Protecting, discard: boolean): Promise<bigint> {
  const [stored] = await to.sql<
    { seen: string }[]
  >`select seen::text from ledger.positions where ledger = ${to.ledger} and source = ${source}`;
  class Waiting extends Error {
    constructor(readonly count: bigint) {
      super();
    }
  }
  try {
    await owner.begin(async (sql) => {
      await sql`set local lock_timeout = '10s'`;
      await sql`lock table vouch.outbox in access exclusive mode`;
      const [left] = await sql<
        { count: bigint }[]
      >`select count(*) from vouch.outbox where not pg_visible_in_snapshot(xid, ${stored?.seen ?? emptySnapshot}::pg_snapshot)`;
      if (left && left.count > 0n && !discard) throw new Waiting(left.count);
      // they would otherwise be asked about their own end
      await sql`drop event trigger if exists vouch_command`;
      await sql`drop event trigger if exists vouch_drop`;
      await sql`drop schema vouch cascade`;
      const reader = readerName(source);
      const [login] = await sql`select 1 from pg_roles where rolname = ${reader}`;
      if (login) {
        // not DROP OWNED: that takes membership in the role, which whoever made it with CREATEROLE need not have
        const [{ database } = { database: "" }] = await sql<
          { database: string }[]
        >`select current_database() as database`;
        await sql.unsafe(
          `revoke connect on database ${quoted(database)} from ${quoted(reader)}; drop role ${quoted(reader)}`,
        );
      }
    });
    return 0n;
  } catch (error) {
    if (error instanceof Waiting) return error.count;
    if (sqlState(error) !== "55P03") throw error;
    throw new Fault(
      "held",
      "Expected to lock the tables within 10 seconds, but a transaction holds one of them. Nothing was removed; try again when it has ended.",
      { cause: error },
    );
  }
}
