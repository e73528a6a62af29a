/**
 * Settling: what finds entries fast is made of the projection segment by segment, once a segment's entries are complete. One
 * transaction settles a segment, so that half of one is never seen, and doing it again changes nothing. What is newer than the last
 * settled segment, the tail, is read from the projection itself: nothing of a search ever lags.
 *
 * drizzle/schema/search.ts says what is made; docs/decisions/0014-segments-and-a-tail.md says why.
 */
import type { Sql, Transaction } from "../database/index.ts";
import type { Clock } from "../event/index.ts";
import { failpoint } from "./failpoint.ts";
import { readHead } from "./ledgers.ts";
import { replacePostings, replaceSpans } from "./postings.ts";
import { projectionVersion } from "./projection.ts";
import { addDays, replaceHours } from "./rollups.ts";
import { type Segment, segmentOf, unsettled, volumeOf } from "./segments.ts";
import { addWords } from "./vocabulary.ts";

/**
 * Settles every complete segment that is not, with the indexer's login, and returns how many it settled. Segments with search
 * columns of an older version are left to `reindex`.
 */
export async function settle(sql: Sql, ledger: string, clock: Clock): Promise<number> {
  let settled = 0;
  for (const segment of await unsettled(sql, ledger)) {
    if (await settleSegment(sql, segmentOf(ledger, segment), clock)) settled++;
  }
  return settled;
}

/** Settles one segment. Returns whether it did: not before it is complete, nor where rows of an older version are in it. */
export async function settleSegment(sql: Sql, segment: Segment, clock: Clock): Promise<boolean> {
  if (await hasOlder(sql, segment)) return false;
  await makeVolume(sql, segment);
  return sql.begin(async (transaction) => {
    await holdSegments(transaction, segment.ledger);
    const { size } = await readHead(transaction, segment.ledger);
    if (size < segment.to || (await hasOlder(transaction, segment))) return false;
    await replaceSegment(transaction, segment, clock);
    return true;
  });
}

/** Its own transaction: it locks the table for everybody, and must not hold that while a segment is settled. */
export async function makeVolume(sql: Sql, { segment }: Segment): Promise<void> {
  await sql`select ledger.make_volume(${volumeOf(segment)}::int)`;
}

/** One at a time settles segments of a ledger, or writes their rows anew. */
export async function holdSegments(sql: Transaction, ledger: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(8246912, hashtext(${ledger}))`;
  // a crash may lose it: it is settled again then. Sorting in memory, on one core: the others are the sequencer's and the readers'
  await sql`
    select set_config('synchronous_commit', 'off', true), set_config('work_mem', '64MB', true),
      set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)`;
}

/** Whether it has rows of an older version. */
export async function hasOlder(sql: Sql | Transaction, { ledger, from, to }: Segment): Promise<boolean> {
  const [row] = await sql<{ older: boolean }[]>`
    select exists (
      select from ledger.projection
      where ledger = ${ledger} and index >= ${from} and index < ${to} and version < ${projectionVersion}) as older`;
  return row?.older === true;
}

/**
 * Makes all that finds a segment's entries anew, within the caller's transaction, which holds the segments. `before`: terms that its
 * rows had until now, as the texts of arrays.
 */
export async function replaceSegment(
  sql: Transaction,
  segment: Segment,
  clock: Clock,
  before: string[] = [],
): Promise<void> {
  await replacePostings(sql, segment, before);
  failpoint("within-settling");
  await replaceSpans(sql, segment);
  await replaceHours(sql, segment);
  await addWords(sql, segment);
  await markSettled(sql, segment, clock());
  await addDays(sql, segment);
}

/** A segment without rows, of which somebody has removed all, has bounds too. */
async function markSettled(sql: Transaction, { ledger, segment, from, to }: Segment, now: string): Promise<void> {
  await sql`
    insert into ledger.segments
      (ledger, segment, first_occurred, last_occurred, first_recorded, last_recorded, lines, version, settled_at)
    select ${ledger}, ${segment}, coalesce(min(occurred_at), ${now}), coalesce(max(occurred_at), ${now}),
      coalesce(min(recorded_at), ${now}), coalesce(max(recorded_at), ${now}), count(*) filter (where part_of is null),
      ${projectionVersion}, ${now}
    from ledger.projection where ledger = ${ledger} and index >= ${from} and index < ${to}
    on conflict (ledger, segment) do update set
      first_occurred = excluded.first_occurred, last_occurred = excluded.last_occurred, first_recorded = excluded.first_recorded,
      last_recorded = excluded.last_recorded, lines = excluded.lines, version = excluded.version, settled_at = excluded.settled_at`;
}
