/** Ledgers and their heads. */
import { randomBytes } from "node:crypto";
import type { Sql, Transaction } from "../database/index.ts";
import { type Clock, eventId, Fault, microseconds, systemClock } from "../event/index.ts";
import { chainStart } from "../integrity/index.ts";
import { vouchSource } from "./inbox.ts";

export interface Head {
  /** Number of entries. */
  size: bigint;
  chain: Buffer;
  recordedAt: string;
}

/** Makes a ledger, if there is none of this name, with Vouch itself as its first source. Returns its id. For the owner. */
export async function createLedger(owner: Sql, name: string, clock: Clock = systemClock): Promise<string> {
  return owner.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(8246910, 2)`;
    const [existing] = await sql<{ id: string }[]>`select id from ledger.ledgers where name = ${name}`;
    if (existing) return existing.id;
    const now = clock();
    const id = eventId(microseconds(now), randomBytes(10));
    await sql`insert into ledger.ledgers (id, name, created_at) values (${id}, ${name}, ${now})`;
    await sql`insert into ledger.heads (ledger, chain, recorded_at) values (${id}, ${Buffer.from(chainStart(id))}, ${now})`;
    await sql`insert into app.sources (id, ledger, kind, name) values (${vouchSource.id}, ${id}, 'vouch', ${vouchSource.name}) on conflict do nothing`;
    return id;
  });
}

/** The id of the only ledger. Throws `unavailable` before the first start has made one. */
export async function theLedger(sql: Sql | Transaction): Promise<string> {
  const [found] = await sql<{ id: string }[]>`select id from ledger.ledgers order by created_at, id limit 1`;
  if (!found)
    throw new Fault("unavailable", "Expected a ledger, but there is none yet. Start Vouch once with npm start.");
  return found.id;
}

export async function readHead(sql: Sql | Transaction, ledger: string): Promise<Head> {
  const [head] = await sql<
    Head[]
  >`select size, chain, recorded_at as "recordedAt" from ledger.heads where ledger = ${ledger}`;
  if (!head) throw new Fault("not-found", `Expected ledger ${ledger}, but there is none with that id.`);
  return head;
}
