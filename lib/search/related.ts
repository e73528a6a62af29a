/** The question: how much else belongs to this entry? Counted within bounds, so that it costs little whatever the answer is. */
import { may, type Read } from "../access/index.ts";
import type { SeenEntry } from "../event/index.ts";

/** Decimal text; `more`: there are at least as many. */
export interface Counted {
  count: string;
  more: boolean;
}

export interface Related {
  /** Versions of the record, this one among them. */
  versions?: Counted;
  /** Other lines of the same transaction. */
  transaction?: Counted;
  /** The reader may see who looked at the record. */
  looks?: true;
}

const mostVersions = 1_000;
/** A transaction's entries are appended together: so many entries before and behind are looked at. */
const reach = 1_000;

export async function countRelated(read: Read, { event, index }: SeenEntry): Promise<Related> {
  const { sql, ledger } = read;
  const { target, source, correlation } = event;
  const related: Related = {};
  const isRecord = target?.id !== undefined && source.kind !== "vouch";
  if (isRecord && may(read.principal.person.role, "looks.view")) related.looks = true;
  if (event.category === "record" && target?.id !== undefined) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from (
        select from ledger.projection
        where ledger = ${ledger} and record_type = ${target.type} and record_id = ${target.id} and source = ${source.id}
          and category = 'record'
        limit ${mostVersions + 1}) as version`;
    related.versions = counted(row?.count ?? 0, mostVersions);
  }
  if (correlation?.transaction !== undefined) {
    const at = BigInt(index);
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from ledger.projection
      where ledger = ${ledger} and index between ${at - BigInt(reach)} and ${at + BigInt(reach)} and index <> ${at}
        and transaction = ${correlation.transaction} and source = ${source.id} and part_of is null`;
    related.transaction = counted(row?.count ?? 0, reach - 1);
  }
  return related;
}

function counted(count: number, most: number): Counted {
  return { count: String(Math.min(count, most)), more: count > most };
}
