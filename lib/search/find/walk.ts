/**
 * What is common is found soonest by walking along the list: the index of entries by time gives the nearest lines in their order,
 * and the condition is asked of each, until a page is full. It looks at a bounded number; what is rarer, the postings find.
 */
import type { Look } from "./look.ts";
import { beyondCursor, type Row, type Scan } from "./scan.ts";

/** Lines that are looked at first; then, where enough of those were found, or where no term tells where to look. */
const strides = [400, 4_000];
const everything = 1_000_000_000;

/** As many rows as are wanted, in their order; nothing where they are not near enough. */
export async function walk(look: Look, asked: Scan): Promise<Row[] | undefined> {
  if (!look.heads || look.ground.settled.length + look.ground.open.length === 0) return undefined;
  for (const stride of strides) {
    const rows = await lookAlong(look, asked, stride);
    if (rows.length >= asked.wanted) return rows;
    // as dense as it was, the next stride would bring what is missing
    if (rows.length * 8 < asked.wanted) break;
  }
  return look.plan.blind ? lookAlong(look, asked, everything) : undefined;
}

/** The outer limit ends the walk as soon as it is reached; the inner one ends it where little is found. */
async function lookAlong(look: Look, asked: Scan, stride: number): Promise<Row[]> {
  const { sql, ledger } = look.read;
  const { from, to } = look.times;
  const direction = asked.direction === "older" ? sql`desc` : sql`asc`;
  return sql<Row[]>`
    select index, "occurredAt", "partOf", statement from (
      select p.index, p.occurred_at as "occurredAt", p.part_of as "partOf", p.statement, ${look.condition()} as found
      from ledger.projection p
      where p.ledger = ${ledger} and p.part_of is null and p.index < ${look.upTo}
        ${from === undefined ? sql`` : sql`and p.occurred_at >= ${from}::timestamptz`}
        ${to === undefined ? sql`` : sql`and p.occurred_at < ${to}::timestamptz`}
        ${beyondCursor(look, asked)}
      order by p.occurred_at ${direction}, p.index ${direction} limit ${stride}
    ) as nearest
    where found limit ${asked.wanted}`;
}
