/** Between which instants a search looks: as it was asked, within what the reader may see; and what its chart shows of it. */
import type { Read } from "../../access/index.ts";
import { instant, microseconds } from "../../event/index.ts";
import type { Times } from "../language/index.ts";
import type { Settled } from "./counted.ts";

export interface Reach {
  /** The times that are asked for and may be seen; open where neither says otherwise. */
  asked: Times;
  /** Where it is open: from the first entry, until now or the last entry. */
  from: string;
  to: string;
  /** Nothing can lie in it. */
  empty: boolean;
}

export async function readRange(read: Read, settled: Settled, times: Times, now: string): Promise<Reach> {
  const { scope } = read.principal;
  const asked = within(times, scope);
  const from = asked.from ?? (await firstOf(read, settled)) ?? now;
  const to = asked.to ?? (await after(read, now)) ?? now;
  return { asked, from: from < to ? from : to, to, empty: from >= to };
}

/** Instants of one form are in order where their texts are. */
export function within(times: Times, scope: Times): Times {
  const from = [times.from, scope.from]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  const to = [times.to, scope.to].filter((time) => time !== undefined).sort()[0];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** When the first entry happened that the reader may see. */
async function firstOf({ sql, ledger, principal }: Read, settled: Settled): Promise<string | undefined> {
  if (principal.scope.sources === undefined) {
    const [row] = await sql<{ first: string }[]>`
      select occurred_at as first from ledger.projection where ledger = ${ledger} and part_of is null order by occurred_at limit 1`;
    return row?.first;
  }
  // the index of times would lead past the entries of all other sources
  const [row] = await sql<{ first: string | null }[]>`
    select least(
      (select min(first_seen)::timestamptz from ledger.vocabulary where ledger = ${ledger} and field = 'source'),
      (select min(occurred_at) from ledger.projection where ledger = ${ledger} and index >= ${settled.to} and recorded_at >= ${settled.recorded}::timestamptz)
    ) as first`;
  return row?.first ?? undefined;
}

/** Just after the last entry, where a source's clock was ahead of ours. */
async function after({ sql, ledger }: Read, now: string): Promise<string | undefined> {
  const [row] = await sql<{ last: string }[]>`
    select occurred_at as last from ledger.projection
    where ledger = ${ledger} and part_of is null and occurred_at >= ${now}::timestamptz order by occurred_at desc limit 1`;
  return row && instant(microseconds(row.last) + 1n);
}
