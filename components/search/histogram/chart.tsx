"use client";
import { useEffect, useState } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Tooltip,
  useActiveTooltipLabel,
  useIsTooltipActive,
  XAxis,
  YAxis,
} from "recharts";
import { countOf } from "@/lib/event";
import type { Histogram, Bar as OneBar, Stack } from "@/lib/search";
import type { Zone } from "../../event/zone";
import { spanWords, stacks, tickOf, ticksOf } from "./bars";
import { room } from "./room";

export interface ChartProps {
  histogram: Histogram;
  zone: Zone;
  /** The whole chart as a sentence, and how it is worked by keyboard. */
  label: string;
  /** Which bar is shown now, by pointer or keyboard. */
  onShown: (bar: number | undefined) => void;
}

/** The bars alone. Recharts is large, so this file is loaded after the page can be used. */
export default function Chart({ histogram, zone, label, onShown }: ChartProps) {
  const { bars, step } = histogram;
  return (
    <BarChart
      data={bars}
      margin={{ top: room.above, right: 0, bottom: 0, left: 0 }}
      barCategoryGap={bars.length > 60 ? 1 : "8%"}
      accessibilityLayer
      responsive
      style={{ width: "100%", height: "100%" }}
      title=""
      aria-label={label}
      className="outline-offset-4"
    >
      <CartesianGrid vertical={false} stroke="var(--color-chart-grid)" />
      <XAxis
        dataKey="from"
        height={room.below}
        tickLine={false}
        axisLine={{ stroke: "var(--color-control)" }}
        ticks={ticksOf(histogram, zone)}
        interval="preserveStart"
        minTickGap={36}
        tickFormatter={(from: string) => tickOf(from, step, zone)}
        tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
      />
      <YAxis
        orientation="right"
        width={room.right}
        tickCount={3}
        allowDecimals={false}
        tickLine={false}
        axisLine={false}
        tickFormatter={(lines: number) => short.format(lines)}
        tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--color-hover)", fillOpacity: 0.7 }}
        allowEscapeViewBox={{ x: false, y: true }}
        wrapperStyle={{ zIndex: 5 }}
        content={({ payload }) => <Shown bar={payload[0]?.payload as OneBar | undefined} zone={zone} />}
      />
      {stacks.map(({ id, says, fill, edge }) => (
        <Bar
          key={id}
          dataKey={id}
          name={says}
          stackId="lines"
          fill={fill}
          stroke={edge}
          isAnimationActive={false}
          className={forced[id]}
        />
      ))}
      <Watch bars={bars} onShown={onShown} />
    </BarChart>
  );
}

const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** With forced colours shapes have no tints: outlines tell them apart, and the table has the numbers. */
const plain = "forced-colors:[&_path]:fill-[CanvasText] forced-colors:[&_path]:stroke-[Canvas]";
const hollow = "forced-colors:[&_path]:fill-[Canvas] forced-colors:[&_path]:stroke-[CanvasText]";
const forced = {
  changed: plain,
  created: hollow,
  deleted: plain,
  refused: hollow,
  other: hollow,
} as const satisfies Record<Stack, string>;

/** What one bar holds. */
function Shown({ bar, zone }: { bar?: OneBar; zone: Zone }) {
  if (!bar) return null;
  const said = stacks.filter(({ id }) => bar[id] > 0);
  return (
    <div
      role="status"
      className="rounded-control border border-line bg-raised px-2.5 py-1.5 text-meta whitespace-nowrap shadow-float"
    >
      <p className="text-ink-3">{spanWords(bar.from, bar.to, zone)}</p>
      <p className="font-[600] text-ink">{countOf(String(bar.lines), "line")}</p>
      {said.length > 1 && (
        <p className="text-ink-2">{said.map(({ id, says }) => `${says.toLowerCase()} ${bar[id]}`).join(", ")}</p>
      )}
    </div>
  );
}

/** Says which bar the keyboard or the pointer is at. */
function Watch({ bars, onShown }: Pick<ChartProps, "onShown"> & Pick<Histogram, "bars">) {
  const label = useActiveTooltipLabel();
  const active = useIsTooltipActive();
  const at = active ? bars.findIndex(({ from }) => from === label) : -1;
  const [said, setSaid] = useState<number>();
  useEffect(() => {
    const shown = at < 0 ? undefined : at;
    if (shown === said) return;
    setSaid(shown);
    onShown(shown);
  }, [at, said, onShown]);
  return null;
}
