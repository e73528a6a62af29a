/**
 * The hours of settled segments in memory, for readers who may see everything: counting half a year of ten million entries takes
 * some ten milliseconds there, and seconds in SQL. Whoever may see a part alone never reads of it: for them the database itself
 * leaves out what lies beyond their scope (counted.ts).
 *
 * A settled segment does not change, unless it is settled anew, which its time says. Segments are kept by blocks.
 */
import type { Read } from "../../access/index.ts";
import { segmentSize } from "../../ledger/index.ts";
import type { Settled } from "./counted.ts";
import { columns, type Values } from "./tally.ts";

/** Segments of a block. */
const blockSize = 16;
/** Rows that are kept of all ledgers, at 16 bytes each, and combinations of values; beyond them SQL counts. */
const mostRows = 4_000_000;
const mostValues = 300_000;

interface Block {
  /** How many of its segments are settled, and since when. */
  mark: string;
  /** Hours since 1970, by row; the place of the row's values; lines and entries. */
  hours: Int32Array;
  places: Uint32Array;
  lines: Uint32Array;
  entries: Uint32Array;
  /** Between which hours its rows lie. */
  first: number;
  last: number;
}

/** As it was when the transaction began: blocks are never written to, and values only come to be more. */
export interface Cube {
  /** Every combination of values that occurs. */
  values: readonly Values[];
  blocks: Block[];
}

interface Kept {
  values: Values[];
  places: Map<string, number>;
  blocks: Map<number, Block>;
}

const kept = new Map<string, Kept>();

/** Nothing for readers with a scope, and where there is too much of it. */
export async function readCube(read: Read, { to }: Settled): Promise<Cube | undefined> {
  const { sql, ledger, principal } = read;
  const { from, to: until, sources } = principal.scope;
  if (from !== undefined || until !== undefined || sources !== undefined) return undefined;
  const held = kept.get(ledger) ?? { values: [], places: new Map(), blocks: new Map() };
  const segments = Number(to) / segmentSize;
  const marks = await sql<{ block: number; mark: string }[]>`
    select segment / ${blockSize}::int as block, concat(count(*), ' ', max(settled_at)) as mark from ledger.segments
    where ledger = ${ledger} and segment < ${segments}::int group by 1 order by 1`;
  const blocks: Block[] = [];
  for (const { block, mark } of marks) {
    const known = held.blocks.get(block);
    if (known?.mark !== mark && isFull()) return undefined;
    const current = known?.mark === mark ? known : await readBlock(read, held, block, mark, segments);
    held.blocks.set(block, current);
    blocks.push(current);
    kept.set(ledger, held);
  }
  return { values: held.values, blocks };
}

function isFull(): boolean {
  const all = [...kept.values()];
  const rows = all.flatMap(({ blocks }) => [...blocks.values()]).reduce((so, { hours }) => so + hours.length, 0);
  return rows > mostRows || all.some(({ values }) => values.length > mostValues);
}

async function readBlock({ sql, ledger }: Read, held: Kept, block: number, mark: string, end: number): Promise<Block> {
  const [from, to] = [block * blockSize, Math.min((block + 1) * blockSize, end)];
  const rows = await sql`
    select (extract(epoch from starts) / 3600)::int, lines::int, entries::int, source, source_kind, category, action, actor, actor_kind, attribution,
      record_type, decision, channel, ticket
    from ledger.rollups where ledger = ${ledger} and grain = 'hour' and part >= ${from}::int and part < ${to}::int`.values();
  const array = () => new Uint32Array(rows.length);
  const made = {
    mark,
    hours: new Int32Array(rows.length),
    places: array(),
    lines: array(),
    entries: array(),
    first: 0,
    last: -1,
  };
  rows.forEach(([hour, lines, entries, ...values], at) => {
    made.hours[at] = hour;
    made.lines[at] = lines;
    made.entries[at] = entries;
    made.places[at] = placeOf(held, values);
    if (at === 0 || hour < made.first) made.first = hour;
    if (at === 0 || hour > made.last) made.last = hour;
  });
  return made;
}

function placeOf({ values, places }: Kept, texts: string[]): number {
  const key = texts.join("\0");
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, values.length);
  values.push(Object.fromEntries(columns.map((column, at) => [column, texts[at]])) as Values);
  return values.length - 1;
}
