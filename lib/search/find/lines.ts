/**
 * Lines: an entry of its own is one; of a bulk statement's rows the first that was found stands for all of them, unless the
 * statement's own entry was found, which stands for them then. So a line has one place, whichever way the list is read and wherever
 * a page begins, and a statement of 20,000 rows is passed in one step.
 */
import { segmentSize } from "../../ledger/index.ts";
import type { LinePlace, Place } from "./found.ts";
import type { Look } from "./look.ts";
import type { Direction } from "./pieces.ts";
import { readPromising } from "./postings.ts";
import { comparePlaces, isNearer, lineOf, type Row, type Scan, scan } from "./scan.ts";
import { walk } from "./walk.ts";

export interface Lines {
  lines: LinePlace[];
  /** There are others, farther on. */
  more: boolean;
}

/**
 * The nearest lines beyond the cursor, at most `most` of them; or as many as are known for certain after `within` milliseconds, where
 * there are any.
 */
export async function findLinesOf(
  look: Look,
  direction: Direction,
  most: number,
  cursor?: Place,
  within = Number.POSITIVE_INFINITY,
): Promise<Lines> {
  const ends = performance.now() + within;
  const gathered = gatherLines(look, direction, cursor);
  const wanted = most + 1;
  const steps: Scan = { direction, cursor, wanted, ...((look.heads || look.oneByOne) && { most: wanted }) };
  const promising = await promisingOf(look);
  const near = isRare(look, promising, wanted) ? undefined : await walk(look, steps);
  if (near) gathered.add(near);
  else {
    for await (const { rows, beyond } of scan(look, steps, promising)) {
      gathered.add(rows);
      if (beyond === undefined) continue;
      const sure = await gathered.nearest(wanted, beyond);
      if (sure.length === wanted) break;
      if (sure.length > 0 && performance.now() > ends) return { lines: sure, more: true };
    }
  }
  const lines = await gathered.nearest(wanted);
  return { lines: lines.slice(0, most), more: lines.length > most };
}

/** Where all terms occur that must be there, and how often the rarest of them; nothing where no term must be. */
async function promisingOf({ read, plan }: Look): Promise<Map<number, number> | undefined> {
  return plan.required.length === 0 ? undefined : readPromising(read, plan.required);
}

/** Whether walking along the list would pass many entries for each one that is found. */
function isRare({ ground }: Look, promising: Map<number, number> | undefined, wanted: number): boolean {
  if (!promising || ground.settled.length === 0) return false;
  const found = [...promising.values()].reduce((sum, entries) => sum + entries, 0);
  return found * 20 < ground.settled.length * segmentSize || found < wanted;
}

/** Lines as they come, of rows in any order. */
export function gatherLines(look: Look, direction: Direction, cursor?: Place) {
  const own: LinePlace[] = [];
  /** Of each statement the first of its rows that was seen, until it is known whether it is the first that is found. */
  const waiting = new Map<string, Row>();
  const settled = new Set<string>();
  const inOrder = (a: LinePlace, b: LinePlace) => comparePlaces(direction, a, b);

  return {
    add(rows: Row[]): void {
      for (const row of rows) {
        if (row.partOf === null || look.oneByOne) own.push(lineOf(row));
        else if (!settled.has(row.partOf)) {
          const first = waiting.get(row.partOf);
          if (!first || row.index < first.index) waiting.set(row.partOf, row);
        }
      }
    },
    /** In their order; nearer than `beyond`, where that is given. */
    async nearest(wanted: number, beyond?: string): Promise<LinePlace[]> {
      for (;;) {
        const lines = [
          ...own,
          ...[...waiting.values()].map((row) => ({ ...lineOf(row), rowsOf: row.partOf as string })),
        ];
        lines.sort(inOrder);
        const sure = lines
          .slice(0, wanted)
          .filter(({ occurredAt }) => beyond === undefined || isNearer(direction, occurredAt, beyond));
        const open = sure.flatMap(({ rowsOf }) => (rowsOf !== undefined && !settled.has(rowsOf) ? [rowsOf] : []));
        const rows = open.flatMap((statement) => waiting.get(statement) ?? []);
        if (rows.length === 0) return sure;
        for (const row of rows) waiting.delete(row.partOf as string);
        for (const statement of open) settled.add(statement);
        const leaders = await leadersOf(look, rows);
        own.push(...leaders.filter((line) => !cursor || comparePlaces(direction, cursor, line) < 0));
      }
    },
  };
}

/** The lines of statements of which these rows were seen: none where the statement's own entry is found, which is one itself. */
async function leadersOf(look: Look, rows: Row[]): Promise<LinePlace[]> {
  const { sql, ledger } = look.read;
  const found = await sql<(LinePlace & { led: boolean | null })[]>`
    select f.statement as "rowsOf", f.index, f.occurred_at as "occurredAt", (
      select ${look.condition()} from (
        select * from ledger.projection h
        where h.ledger = ${ledger} and h.statement = f.statement and h.part_of is null
          and h.index < f.index and h.index >= f.index - ${segmentSize}::int
        order by h.index desc limit 1
      ) as p) as led
    from unnest(${rows.map((row) => row.partOf as string)}::uuid[]) as s (statement)
    cross join lateral (
      select s.statement, p.index, p.occurred_at from ledger.projection p
      where p.ledger = ${ledger} and p.part_of = s.statement and p.index < ${look.upTo} and ${look.condition()}
      order by p.index limit 1
    ) as f`;
  return found
    .filter(({ led }) => led !== true)
    .map(({ rowsOf, index, occurredAt }) => ({ rowsOf, index, occurredAt }));
}
