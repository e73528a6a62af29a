/**
 * Verification of what finds entries fast: postings, spans, counts and bounds of each settled segment must follow from its search
 * columns. A segment that is not settled, or by older rules, is found without them, so that there is nothing to compare.
 */
import type { Sql } from "../database/index.ts";
import type { Finding } from "../integrity/index.ts";
import { postingsOf, spansOf } from "./postings.ts";
import { projectionVersion } from "./projection.ts";
import { daysOf, hoursOf } from "./rollups.ts";
import { type Segment, segmentOf, volumeSize, volumesByDay } from "./segments.ts";

/** What search uses of these segments and does not follow from their search columns, segment by segment, volume by volume. */
export async function* compareSegments(sql: Sql, ledger: string): AsyncGenerator<Finding> {
  const rows = await sql<{ segment: number }[]>`
    select segment from ledger.segments where ledger = ${ledger} and version = ${projectionVersion} order by segment`;
  for (const { segment } of rows) {
    const place = segmentOf(ledger, segment);
    const wrong = await differencesOf(sql, place);
    if (wrong.length > 0) yield finding(place.from, place.to, wrong);
  }
  for (const volume of await volumesByDay(sql, ledger)) {
    const [first, end] = [segmentOf(ledger, volume * volumeSize), segmentOf(ledger, (volume + 1) * volumeSize)];
    const stored = sql`select * from ledger.rollups where ledger = ${ledger} and grain = 'day' and part = ${volume}`;
    if (await differ(sql, daysOf(sql, ledger, volume), stored)) yield finding(first.from, end.from, ["counts by day"]);
  }
}

function finding(from: bigint, to: bigint, wrong: string[]): Finding {
  const last = `${to - 1n}`;
  const sentence = `Entries ${from} to ${last} are not found as their search columns say: ${wrong.join(", ")}. What finds them was changed; vouch reindex --from ${from} makes it anew.`;
  return { kind: "projection", from: `${from}`, to: last, sentence };
}

/** Words that say what is wrong. A posting too many finds nothing that its search columns do not confirm. */
async function differencesOf(sql: Sql, segment: Segment): Promise<string[]> {
  const { ledger, segment: number } = segment;
  const [postings] = await sql<{ differ: boolean }[]>`
    select exists (
      select from (${postingsOf(sql, segment)}) as now
      -- one by one through the key: what the planner guesses of a new segment must not make it compare each with each
      left join lateral (
        select stored.places from ledger.postings stored
        where stored.ledger = ${ledger} and stored.segment = ${number} and stored.term = now.term limit 1) as p on true
      where p.places is distinct from now.places) as differ`;
  const stored = (table: "spans" | "rollups" | "segments") =>
    sql`select * from ledger.${sql(table)} where ledger = ${ledger}`;
  const wrong: string[] = [];
  if (postings?.differ) wrong.push("words");
  if (await differ(sql, spansOf(sql, segment), sql`${stored("spans")} and segment = ${number}`)) wrong.push("numbers");
  if (await differ(sql, hoursOf(sql, segment), sql`${stored("rollups")} and grain = 'hour' and part = ${number}`))
    wrong.push("counts");
  if (await boundsDiffer(sql, segment)) wrong.push("times");
  return wrong;
}

type Query = ReturnType<typeof hoursOf>;

async function differ(sql: Sql, one: Query, other: Query): Promise<boolean> {
  const [row] = await sql<{ differ: boolean }[]>`
    with one as (${one}), other as (${other})
    select exists ((select * from one except all select * from other) union all (select * from other except all select * from one)) as differ`;
  return row?.differ === true;
}

/** Bounds may be wider than the entries, and never narrower. */
async function boundsDiffer(sql: Sql, { ledger, segment, from, to }: Segment): Promise<boolean> {
  const [row] = await sql<{ differ: boolean }[]>`
    select exists (
      select from ledger.projection p, ledger.segments s
      where s.ledger = ${ledger} and s.segment = ${segment} and p.ledger = ${ledger} and p.index >= ${from} and p.index < ${to}
        and (p.occurred_at not between s.first_occurred and s.last_occurred or p.recorded_at not between s.first_recorded and s.last_recorded
          or p.version < s.version)) as differ`;
  return row?.differ === true;
}
