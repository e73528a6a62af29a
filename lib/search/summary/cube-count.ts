/** Counting in memory: one pass over the hours of the cube, which lie in the range and are cut by no edge. Pure. */
import { msOf } from "./bars.ts";
import type { Cube } from "./cube.ts";
import { type Stack, stacks } from "./summary.ts";
import { addToBar, type BarCounts, type Row, stackOf, type Values } from "./tally.ts";

export interface CubeAsk {
  /** Instants, `to` exclusive. */
  range: { from?: string; to?: string };
  edges: readonly string[];
  /** Of which trees an entry with these values is, one bit for each. */
  maskOf(values: Values): number;
  /** A statement's own entry is found wherever its rows are. */
  shared: boolean;
}

export interface CubeCounts {
  /** By values, without bars. */
  rows: Row[];
  /** Lines of the first tree, as far as no statement needs to be looked for; and the rows among which it may be. */
  bars: BarCounts;
  barRows: Row[];
}

const hour = 3_600_000;
/** Hours between the first and the last; a clock that was millennia off is left to SQL. */
const longest = 2_000_000;

/** Nothing where the hours lie too far apart. */
export function countCube(cube: Cube, ask: CubeAsk): CubeCounts | undefined {
  const { values } = cube;
  const blocks = cube.blocks.filter(({ hours }) => hours.length > 0);
  const first = Math.min(...blocks.map((block) => block.first));
  const barOfHour =
    blocks.length === 0 ? new Int32Array() : barsByHour(first, Math.max(...blocks.map((block) => block.last)), ask);
  if (!barOfHour) return undefined;
  const masks = Uint32Array.from(values, (each) => ask.maskOf(each));
  const isStatement = Uint8Array.from(values, ({ category }) => (category === "statement" ? 1 : 0));
  const [lines, entries] = [new Float64Array(values.length), new Float64Array(values.length)];
  const parts = Uint8Array.from(values, (each) => stacks.indexOf(stackOf(each)));
  const byBar = new Float64Array((ask.edges.length + 1) * stacks.length);
  const barRows: Row[] = [];
  for (const block of blocks) {
    for (let at = 0; at < block.hours.length; at++) {
      const bar = barOfHour[(block.hours[at] as number) - first] as number;
      const place = block.places[at] as number;
      const mask = masks[place] as number;
      if (bar < 0 || (mask === 0 && !isStatement[place])) continue;
      const [own, all] = [block.lines[at] as number, block.entries[at] as number];
      lines[place] = (lines[place] as number) + own;
      entries[place] = (entries[place] as number) + all;
      if (!ask.shared && (isStatement[place] || all > own))
        barRows.push({ values: values[place] as Values, bar, mask, lines: own, entries: all });
      else if (mask & 1)
        byBar[bar * stacks.length + (parts[place] as number)] =
          (byBar[bar * stacks.length + (parts[place] as number)] as number) + own;
    }
  }
  return { rows: rowsOf(values, masks, lines, entries), bars: barsOf(byBar), barRows };
}

/** The number of each hour's bar; below zero where the hour is not in the range, or an edge lies within it. */
function barsByHour(first: number, last: number, { range, edges }: CubeAsk): Int32Array | undefined {
  if (last - first > longest) return undefined;
  const bars = new Int32Array(last - first + 1).fill(-1);
  const [from, to] = [
    range.from === undefined ? -Infinity : timeOf(range.from),
    range.to === undefined ? Infinity : timeOf(range.to),
  ];
  const times = edges.map(timeOf);
  let passed = 0;
  for (let n = 0; n < bars.length; n++) {
    const [start, end] = [(first + n) * hour, (first + n + 1) * hour];
    while (passed < times.length && (times[passed] as number) <= start) passed++;
    const isCut = passed < times.length && (times[passed] as number) < end;
    if (start >= from && end <= to && !isCut) bars[n] = passed;
  }
  return bars;
}

/** Milliseconds since 1970, with their fractions. */
function timeOf(time: string): number {
  return msOf(time) + Number(time.slice(23, 26)) / 1_000;
}

function rowsOf(values: readonly Values[], masks: Uint32Array, lines: Float64Array, entries: Float64Array): Row[] {
  return values.flatMap((each, place): Row[] =>
    entries[place] === 0
      ? []
      : [
          {
            values: each,
            bar: 0,
            mask: masks[place] as number,
            lines: lines[place] as number,
            entries: entries[place] as number,
          },
        ],
  );
}

function barsOf(byBar: Float64Array): BarCounts {
  const bars: BarCounts = new Map();
  byBar.forEach((lines, at) => {
    if (lines > 0) addToBar(bars, Math.floor(at / stacks.length), stacks[at % stacks.length] as Stack, lines);
  });
  return bars;
}
