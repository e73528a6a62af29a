/**
 * The question: how many lines are there, when, and of which kinds? For the whole range of a search from rollups, where they can
 * answer it, whatever its size; otherwise from the lines that finding gives, the newest 10,000 where there are more.
 */
import type { Read } from "../../access/index.ts";
import type { Home } from "../../database/index.ts";
import { folded, searchField } from "../../event/index.ts";
import { isShared } from "../find/demand.ts";
import type { Found } from "../find/found.ts";
import { findLinesOf } from "../find/lines.ts";
import { lookout } from "../find/look.ts";
import { demands, facetState, type Tree, timesOf, withFacet } from "../language/index.ts";
import { type Bars, barsOf } from "./bars.ts";
import { type Counting, counted, readSettled, type Settled } from "./counted.ts";
import { countBars, countFacets, type FacetField, type FacetRow, facetFields } from "./facets.ts";
import { findGaps } from "./gaps.ts";
import { labelOf, readActorNames, readSources } from "./labels.ts";
import { type CountedLines, mostCounted, rowsOfLines, sinceOf, stretchesOf } from "./lines.ts";
import { type Reach, readRange } from "./range.ts";
import { canRoll, type Meanings } from "./rolled.ts";
import { type Bar, type Facet, type FacetValue, type Histogram, type Summary, stacks } from "./summary.ts";

/** Everything is read in the transaction of the search. */
export async function summarise(read: Read, found: Found): Promise<Summary> {
  const { sql } = read;
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`; // of this transaction alone
  const settled = await readSettled(read);
  const reach = await readRange(
    read,
    settled,
    timesOf(found.tree, found.moment.zone, found.moment.now),
    found.moment.now,
  );
  const meanings: Meanings = new Map();
  const asked: Asked = { read, home: found.home, found, settled, reach, meanings };
  const groups = await groupsOf(asked);
  const { rows, total } = await countAll(asked, groups);
  return {
    histogram: await histogramOf(asked, groups[0] as Group),
    facets: await facetsOf(asked, groups, rows),
    gaps: await findGaps(read, found.tree, reach, found.moment.now),
    total: total ?? (await found.total()),
  };
}

interface Asked {
  read: Read;
  home: Home;
  found: Found;
  settled: Settled;
  reach: Reach;
  meanings: Meanings;
}

/** A tree that is counted, and facets of which it is the query without what that asks of them. */
interface Member {
  tree: Tree;
  facets: FacetField[];
}

/** Trees that are counted at once. `lines`: from these; otherwise from rollups. */
interface Group {
  members: Member[];
  lines?: CountedLines;
}

/** The query itself is the first member of the first group. */
async function groupsOf(asked: Asked): Promise<Group[]> {
  const { read, home, found, meanings } = asked;
  const whole: Member = { tree: found.tree, facets: [] };
  const lifted: Member[] = [];
  for (const field of facetFields) {
    const { chosen, excluded } = facetState(found.tree, field);
    if (chosen.length + excluded.length === 0) whole.facets.push(field);
    else lifted.push({ tree: withFacet(found.tree, field, { chosen: [], excluded: [] }), facets: [field] });
  }
  const rolled: Member[] = [];
  const others: Member[] = [];
  for (const each of lifted) (await canRoll(read, home, each.tree, meanings)) ? rolled.push(each) : others.push(each);
  const first: Group = (await canRoll(read, home, whole.tree, meanings))
    ? { members: [whole, ...rolled.splice(0)] }
    : { members: [whole], lines: await found.newest(mostCounted) };
  return [first, ...(rolled.length > 0 ? [{ members: rolled }] : []), ...(await foundGroups(asked, others))];
}

/**
 * Facets whose values a statement shares with its rows are counted from one list of lines: those of which at most one facet's
 * demands are not met.
 */
async function foundGroups(asked: Asked, members: Member[]): Promise<Group[]> {
  const isTogether = ({ facets }: Member) => facets.every((field) => searchField(field).shared);
  const together = members.filter(isTogether);
  const groups = [
    ...(together.length > 0 ? [together] : []),
    ...members.filter((each) => !isTogether(each)).map((each) => [each]),
  ];
  const made: Group[] = [];
  for (const group of groups) {
    const { fixed, rest } = apart(asked.found.tree, group);
    const whole = rest.some(({ tree }) => demands(tree).length === 0)
      ? { all: fixed }
      : { all: [...fixed, { any: rest.map(({ tree }) => tree) }] };
    made.push({ members: rest, lines: await linesOf(asked, whole) });
  }
  return made;
}

/** What is demanded by all of these trees, and of each what it demands beside that: which is all that its lines need to be asked. */
function apart(tree: Tree, members: Member[]): { fixed: Tree[]; rest: Member[] } {
  const fields = members.flatMap(({ facets }) => facets);
  const fixed = demands(fields.reduce((so, field) => withFacet(so, field, { chosen: [], excluded: [] }), tree));
  const known = new Set(fixed.map((demand) => JSON.stringify(demand)));
  const rest = members.map(({ tree, facets }) => ({
    facets,
    tree: { all: demands(tree).filter((demand) => !known.has(JSON.stringify(demand))) },
  }));
  return { fixed, rest };
}

async function linesOf({ read, home, found: { moment, upTo } }: Asked, tree: Tree): Promise<CountedLines> {
  const look = await lookout(read, home, { tree, moment, upTo });
  return findLinesOf(look, "older", mostCounted);
}

/** What counting needs; the trees in the order of their bits. */
function counting(
  { read, home, found, settled, reach, meanings }: Asked,
  members: Member[],
  edges?: string[],
): Counting {
  const { moment, upTo } = found;
  const trees = members.map(({ tree }) => tree);
  return { read, home, moment, settled, upTo, trees, meanings, range: reach.asked, ...(edges && { edges }) };
}

/** Facets of all groups. The total where the rollups answer the query itself. */
async function countAll(asked: Asked, groups: Group[]): Promise<{ rows: FacetRow[]; total?: Summary["total"] }> {
  const rows: FacetRow[] = [];
  let total: Summary["total"] | undefined;
  for (const { members, lines } of groups) {
    if (lines && members.every(({ facets }) => facets.length === 0)) continue;
    const of = counting(asked, members);
    const relation = lines ? rowsOfLines(of, await stretchesOf(asked.read, of.upTo, lines.lines)) : counted(of);
    const answer = await countFacets(asked.read, relation, await wishes(asked, members));
    rows.push(...answer.rows);
    if (!lines && members === groups[0]?.members) total = { ...answer.total, more: false };
  }
  return { rows, ...(total && { total }) };
}

/** Each facet with the bit of its tree, and with what the query names of it, which is shown whatever its count. */
async function wishes({ read, found }: Asked, members: Member[]) {
  const sources = await readSources(read);
  return members.flatMap(({ facets }, bit) =>
    facets.map((field) => {
      const { chosen, excluded } = facetState(found.tree, field);
      const named = [...chosen, ...excluded].flatMap((value) =>
        field === "source" ? idsOf(sources, value) : [value, folded(value)],
      );
      return { field, bit, named: [...new Set(named)] };
    }),
  );
}

function idsOf(sources: ReadonlyMap<string, string>, value: string): string[] {
  return [...sources].flatMap(([id, name]) => (folded(name) === folded(value) || id === value ? [id] : []));
}

async function histogramOf(asked: Asked, { members, lines }: Group): Promise<Histogram> {
  const { read, found, reach } = asked;
  const since = lines && sinceOf(lines);
  const bars = barsOf({ from: since ?? reach.from, to: reach.to }, found.moment.zone, {
    from: since !== undefined || reach.asked.from !== undefined,
    to: reach.asked.to !== undefined,
  });
  if (reach.empty) return { step: bars.step, bars: [] };
  const { edges } = bars;
  const stretches = lines && (await stretchesOf(read, found.upTo, lines.lines));
  const of = counting(asked, members.slice(0, 1), edges);
  const counts = await countBars(
    read,
    stretches ? rowsOfLines(of, stretches) : counted(of),
    lines !== undefined || isShared(found.tree),
  );
  return { step: bars.step, bars: filled(bars, counts), ...(since !== undefined && { since }) };
}

function filled({ edges }: Bars, counts: Awaited<ReturnType<typeof countBars>>): Bar[] {
  const bars = edges.slice(0, -1).map((from, i): Bar => {
    const to = edges[i + 1] as string;
    return {
      from,
      to,
      lines: 0,
      ...(Object.fromEntries(stacks.map((stack) => [stack, 0])) as Record<(typeof stacks)[number], number>),
    };
  });
  for (const { bar, stack, lines } of counts) {
    const counted = bars[bar - 1];
    if (!counted) continue; // recorded since the clock was read
    counted[stack] += lines;
    counted.lines += lines;
  }
  return bars;
}

async function facetsOf({ read, home, found }: Asked, groups: Group[], rows: FacetRow[]): Promise<Facet[]> {
  const actors = rows.filter(({ field }) => field === "actor").map(({ value }) => value);
  const sources = await readSources(read);
  const names = new Map([...sources, ...(await readActorNames(read, home, actors))]);
  return facetFields.map((field): Facet => {
    const counts = rows.filter((row) => row.field === field);
    const { chosen, excluded } = facetState(found.tree, field);
    const values = counts.map((row) => facetValueOf(row, names, sources, [...chosen, ...excluded]));
    const missing = [...chosen, ...excluded].filter(
      (value) => !values.some((one) => folded(one.value) === folded(value)),
    );
    const lines = groups.find(({ members }) => members.some(({ facets }) => facets.includes(field)))?.lines;
    const since = lines && sinceOf(lines);
    return {
      field,
      says: searchField(field).says,
      values: [...values, ...missing.map((value): FacetValue => ({ value, label: labelOf(field, value, names) }))],
      more: Math.max(0, (counts[0]?.values ?? 0) - values.filter(({ count }) => count).length),
      ...(since !== undefined && { since }),
    };
  });
}

/** Written as the query has it, where it has it, so that a page knows it again; a source by its name, where no other is called that. */
function facetValueOf(
  row: FacetRow,
  names: ReadonlyMap<string, string>,
  sources: ReadonlyMap<string, string>,
  named: string[],
): FacetValue {
  const { field, value, lines, kind } = row;
  const name = field === "source" ? sources.get(value) : undefined;
  const alone = name !== undefined && idsOf(sources, name).length === 1;
  const written = alone ? name : value;
  return {
    value: named.find((one) => folded(one) === folded(written) || one === value) ?? written,
    label: labelOf(field, value, names),
    count: lines,
    ...(kind && { kind }),
  };
}
