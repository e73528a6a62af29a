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
import { type Counting, readSettled, type Settled } from "./counted.ts";
import { findGaps } from "./gaps.ts";
import { type Gathered, gather, gatherLines } from "./gather.ts";
import { labelOf, readActorNames, readSources } from "./labels.ts";
import { type CountedLines, mostCounted, sinceOf } from "./lines.ts";
import { type Reach, readRange } from "./range.ts";
import { canRoll, type Meanings } from "./rolled.ts";
import { type Bar, type Facet, type FacetValue, type Stack, type Summary, stacks } from "./summary.ts";
import { type BarCounts, type FacetField, type FacetRow, facetFields } from "./tally.ts";

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
  const { lines } = groups[0] as Group;
  const since = lines && sinceOf(lines);
  const bars = barsOfGroup(asked, since);
  const { facets, first } = await countAll(asked, groups, bars);
  return {
    histogram: {
      step: bars.step,
      bars: reach.empty ? [] : filled(bars, first.bars),
      ...(since !== undefined && { since }),
    },
    facets: await facetsOf(asked, groups, facets),
    gaps: await findGaps(read, found.tree, reach, found.moment.now),
    total: lines ? await found.total() : { ...first.total, more: false },
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

/** Facets of all groups; bars and total of the query itself, which is the first tree of the first group. */
async function countAll(asked: Asked, groups: Group[], bars: Bars): Promise<{ facets: FacetRow[]; first: Gathered }> {
  const gathered: Gathered[] = [];
  for (const group of groups) {
    const of = counting(asked, group.members, group === groups[0] ? bars.edges : undefined);
    const facets = await wishes(asked, group.members);
    const shared = group.members.every(({ tree }) => isShared(tree));
    gathered.push(await (group.lines ? gatherLines(of, group.lines, facets) : gather(of, facets, shared)));
  }
  return { facets: gathered.flatMap(({ facets }) => facets), first: gathered[0] as Gathered };
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

/** The bars of the range, or of the part of it that is counted. */
function barsOfGroup({ found, reach }: Asked, since: string | undefined): Bars {
  return barsOf({ from: since ?? reach.from, to: reach.to }, found.moment.zone, {
    from: since !== undefined || reach.asked.from !== undefined,
    to: reach.asked.to !== undefined,
  });
}

function filled({ edges }: Bars, counts: BarCounts): Bar[] {
  return edges.slice(0, -1).map((from, at): Bar => {
    const parts = counts.get(at + 1) ?? nothing;
    return { from, to: edges[at + 1] as string, lines: stacks.reduce((so, stack) => so + parts[stack], 0), ...parts };
  });
}

const nothing = Object.fromEntries(stacks.map((stack) => [stack, 0])) as Record<Stack, number>;

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
