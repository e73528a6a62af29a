/** The question: when may something have happened to the records of one table without being recorded? */
import type { Read } from "../access/index.ts";
import {
  coverageOf,
  coverageWithin,
  everything,
  type Interval,
  isGap,
  missedType,
  type Observation,
} from "../event/index.ts";
import { vouchSource } from "../ledger/index.ts";
import { observedIn, readEmptied, withPresent } from "./coverage.ts";
import type { KnownSource } from "./health.ts";
import type { RecordKey } from "./record-query.ts";

export interface Holes {
  /** Stretches in which the table was not captured or nobody knows, oldest first, within what the reader may see. */
  gaps: Interval[];
  /** TRUNCATEs of the table, oldest first: which rows they removed is not known. At most 200. */
  emptied: { at: string; entry: string }[];
  /** Another schema of the same source has a table of this name, so a record's type and id alone do not tell. */
  ambiguous: boolean;
}

export async function readHoles(read: Read, key: RecordKey, source: KnownSource, now: string): Promise<Holes> {
  const { from = "1970-01-01T00:00:00.000000Z", to } = read.principal.scope;
  const until = to !== undefined && to < now ? to : now;
  const known = coverageOf(withPresent(source, await readObservations(read, key), now));
  const table = key.schema === undefined ? everything : `${key.schema}.${key.type}`;
  const gaps = coverageWithin(known.get(table) ?? [], from, until).filter(isGap);
  const emptied =
    source.kind === "postgres" ? await readEmptied(read, source.id, [table], { from, to: to ?? "infinity" }) : [];
  return {
    gaps,
    emptied: emptied.filter((mark) => mark.table === table).map(({ at, entry }) => ({ at, entry })),
    ambiguous: [...known.keys()].filter((name) => name.slice(name.indexOf(".") + 1) === key.type).length > 1,
  };
}

/** What Vouch observed of this source, in the order of the ledger: found by what the entries are about, never by a scan. */
async function readObservations({ sql, ledger }: Read, { source, type }: RecordKey): Promise<Observation[]> {
  const rows = await sql<{ index: bigint; leaf: Buffer }[]>`
    select p.index, e.leaf
    from ledger.projection p join ledger.entries e on e.ledger = p.ledger and e.index = p.index and e.recorded_at = p.recorded_at
    where p.ledger = ${ledger} and p.category = 'coverage'
      and (p.record_type = 'source' and p.record_id = ${source} and p.source = ${vouchSource.id}
        or p.record_type = ${type} and p.record_id is null and p.source = ${source} and p.type = ${missedType})
    order by p.index`;
  return rows.flatMap(({ index, leaf }) => observedIn(leaf, index) ?? []);
}
