/**
 * Counting, from the cheapest that can answer: the lines that were found, the hours in memory, or the rollups by SQL; beside the last
 * two, row by row, what an edge of time cuts and what is not settled yet.
 */
import type { Fragment } from "../find/condition.ts";
import { type Counting, counted } from "./counted.ts";
import { readCube } from "./cube.ts";
import { countCube } from "./cube-count.ts";
import { type CountedLines, rowsOfLines, stretchesOf } from "./lines.ts";
import { rolledMatcher } from "./rolled.ts";
import {
  type BarCounts,
  type CountedFacet,
  columns,
  type Row,
  type Tally,
  tallyBars,
  tallyFacets,
  type Values,
} from "./tally.ts";

export interface Gathered extends Tally {
  /** Empty without edges. */
  bars: BarCounts;
}

/** `shared`: the statement's own entry is found by the first tree wherever its rows are. Memory may be left out of it. */
export async function gather(
  counting: Counting,
  facets: CountedFacet[],
  shared: boolean,
  memory = true,
): Promise<Gathered> {
  const { read, settled, range, edges = [] } = counting;
  const cube = memory ? await readCube(read, settled) : undefined;
  const matchers = counting.trees.map((tree) => rolledMatcher(counting.meanings, tree));
  const maskOf = (values: Values) => matchers.reduce((so, holds, bit) => (holds(values) ? so | (1 << bit) : so), 0);
  const hours = cube && countCube(cube, { range, edges, maskOf, shared });
  if (!hours) return gatherBySql(counting, facets, shared);
  const rows = await readRows(counting, counted(counting, false));
  return {
    ...tallyFacets([...rows, ...hours.rows], facets),
    bars: edges.length === 0 ? new Map() : tallyBars([...rows, ...hours.barRows], shared, hours.bars),
  };
}

/** Days are cut by the edges of bars, and stand whole where only values are counted. */
async function gatherBySql(counting: Counting, facets: CountedFacet[], shared: boolean): Promise<Gathered> {
  const { edges, ...whole } = counting;
  const tally = tallyFacets(await readRows(whole, counted(whole)), facets);
  if (!edges) return { ...tally, bars: new Map() };
  const rows = await readRows(counting, counted(counting), shared ? ["action", "decision"] : columns);
  return { ...tally, bars: tallyBars(rows, shared) };
}

/** From lines that were found, each of which is led by an entry of its own. */
export async function gatherLines(
  counting: Counting,
  { lines }: CountedLines,
  facets: CountedFacet[],
): Promise<Gathered> {
  const stretches = await stretchesOf(counting.read, counting.upTo, lines);
  const rows = await readRows(counting, rowsOfLines(counting, stretches));
  return { ...tallyFacets(rows, facets), bars: counting.edges ? tallyBars(rows, true) : new Map() };
}

/** Rows of `counted` that share their bar, their values and their trees as one. */
async function readRows(
  { read: { sql } }: Counting,
  relation: Fragment,
  by: readonly (typeof columns)[number][] = columns,
): Promise<Row[]> {
  const names = sql(by as string[]);
  const rows = await sql`
    select bar::int, mask::int, sum(lines)::float8, sum(entries)::float8, ${names}
    from (${relation}) as rows where mask <> 0 or (category = 'statement' and lines > 0)
    group by bar, mask, ${names}`.values();
  return rows.map(([bar, mask, lines, entries, ...texts]): Row => {
    const values = { ...nothing };
    by.forEach((column, at) => {
      values[column] = texts[at];
    });
    return { bar, mask, lines, entries, values };
  });
}

const nothing = Object.fromEntries(columns.map((column) => [column, ""])) as Record<(typeof columns)[number], string>;
