"use client";
import { ZoomOut } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useRef, useState } from "react";
import { grouped } from "@/lib/event";
import type { Bar, Gap, Histogram } from "@/lib/search";
import { type Zone, zoneName } from "../../event/zone";
import { Button } from "../../ui/button";
import { linkStyle } from "../../ui/link";
import { chartSentence, type Hatched, hatchedOver, linesOf, perStep, sinceWords, spanWords, stacks } from "./bars";
import { type Chosen, chooseByKey, dragOver } from "./choose";
import { room } from "./room";
import { BarsTable } from "./table";

const Chart = dynamic(() => import("./chart"), { ssr: false });

/**
 * How many lines there are over the time of the search, stacked by what was done, with what was not captured hatched behind. Dragging
 * over it, or the keyboard, chooses a shorter time. `zoom`: searches from one instant to another; `out`: searches a longer time.
 */
export function LinesOverTime({
  histogram,
  gaps,
  zone,
  zoom,
  out,
}: {
  histogram: Histogram;
  gaps: readonly Gap[];
  zone: Zone;
  zoom: (from: string, to: string) => void;
  /** Absent where the whole ledger is shown. */
  out?: () => void;
}) {
  const { bars, step, since } = histogram;
  const [table, setTable] = useState(false);
  const tableId = useId();
  if (bars.length === 0) return null;
  const hatched = hatchedOver(bars, gaps);
  return (
    <section aria-label="Lines over time" className="border-b border-line bg-surface px-5 pt-2.5 pb-2 max-md:px-4">
      <div className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-meta">
        <h2 className="text-dense font-[600]">Lines {perStep(step)}</h2>
        <Legend bars={bars} hatched={hatched.length > 0} />
        <span className="ml-auto flex items-center gap-3">
          {out && (
            <Button look="quiet" size="small" onClick={out}>
              <ZoomOut size={14} /> Zoom out
            </Button>
          )}
          <button
            type="button"
            aria-expanded={table}
            aria-controls={tableId}
            onClick={() => setTable(!table)}
            className={`${linkStyle} min-h-6 max-md:min-h-11`}
          >
            {table ? "Hide the table" : "Show as table"}
          </button>
        </span>
      </div>
      {since !== undefined && <p className="mt-0.5 text-meta text-ink-3">{sinceWords(since, zone)}</p>}
      <Zoomable
        histogram={histogram}
        hatched={hatched}
        zone={zone}
        zoom={zoom}
        label={chartSentence(histogram, gaps, zone)}
      />
      <div id={tableId}>{table && <BarsTable bars={bars} gaps={gaps} zone={zone} zoom={zoom} />}</div>
    </section>
  );
}

/** The words of the colours, with how many lines each stands for. */
function Legend({ bars, hatched }: { bars: readonly Bar[]; hatched: boolean }) {
  const shown = stacks.map((one) => ({ ...one, lines: linesOf(bars, one.id) })).filter(({ lines }) => lines > 0);
  return (
    <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-ink-2">
      {shown.map(({ id, says, fill, edge, lines }) => (
        <li key={id} className="flex items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-[2px] border-[1.5px] border-transparent forced-colors:border-[CanvasText]"
            style={{ background: fill, borderColor: edge === "none" ? fill : edge }}
          />
          {says} {grouped(String(lines))}
        </li>
      ))}
      {hatched && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="hatch h-2.5 w-4 rounded-[2px] border border-dashed border-unknown-line" />
          Not captured
        </li>
      )}
    </ul>
  );
}

/** The chart, and over it the time that is being chosen. */
function Zoomable({
  histogram,
  hatched,
  zone,
  zoom,
  label,
}: {
  histogram: Histogram;
  hatched: Hatched[];
  zone: Zone;
  zoom: (from: string, to: string) => void;
  label: string;
}) {
  const { bars } = histogram;
  const [chosen, setChosen] = useState<Chosen>();
  const shown = useRef<number>(undefined);
  const dragging = useRef(false);
  const take = ({ anchor, head }: Chosen) => {
    const [first, last] = [bars[Math.min(anchor, head)], bars[Math.max(anchor, head)]];
    setChosen(undefined);
    if (first && last) zoom(first.from, last.to);
  };
  const onShown = (bar: number | undefined) => {
    shown.current = bar;
    if (bar === undefined && !dragging.current) setChosen(undefined);
    else if (bar !== undefined && !dragging.current) setChosen((now) => now && { ...now, head: bar });
  };
  return (
    <div
      onKeyDownCapture={chooseByKey({ shown, chosen, setChosen, take })}
      {...dragOver({ bars, dragging, chosen, setChosen, take })}
      className="relative mt-1 h-24 touch-pan-y select-none"
    >
      <Behind hatched={hatched} />
      <div className="relative h-full [&_.recharts-surface]:overflow-visible [&_.recharts-surface]:rounded-mark">
        <Chart
          histogram={histogram}
          zone={zone}
          label={`${label} Arrow keys choose a bar, with Shift several, Enter shows only their time.`}
          onShown={onShown}
        />
      </div>
      <Names hatched={hatched} />
      {chosen && <Over chosen={chosen} bars={bars} zone={zone} />}
    </div>
  );
}

const across = { left: 0, right: room.right, top: room.above, bottom: room.below };

/** What was not captured, hatched. Words, table and list say it to those who do not see it. */
function Behind({ hatched }: { hatched: Hatched[] }) {
  return (
    <div aria-hidden="true" className="absolute" style={across}>
      {hatched.map(({ left, width }) => (
        <span
          key={left}
          className="hatch absolute inset-y-0 min-w-1 border-x border-dashed border-unknown-line"
          style={{ left: `${left * 100}%`, width: `${width * 100}%` }}
        />
      ))}
    </div>
  );
}

/** Their names, over the bars, where there is room for a word. */
function Names({ hatched }: { hatched: Hatched[] }) {
  return (
    <div aria-hidden="true" className="pointer-events-none absolute" style={across}>
      {hatched
        .filter(({ width }) => width > 0.07)
        .map(({ left, width, name }) => (
          <span
            key={left}
            className={`absolute top-1 ml-1 truncate rounded-mark bg-surface px-1 text-micro text-ink-2 ${width < 0.25 ? "max-md:hidden" : ""}`}
            style={{ left: `${left * 100}%`, maxWidth: `calc(${width * 100}% - 8px)` }}
          >
            {name}
          </span>
        ))}
    </div>
  );
}

function Over({ chosen, bars, zone }: { chosen: Chosen; bars: readonly Bar[]; zone: Zone }) {
  const [first, last] = [Math.min(chosen.anchor, chosen.head), Math.max(chosen.anchor, chosen.head)];
  const [from, to] = [bars[first]?.from, bars[last]?.to];
  return (
    <div className="pointer-events-none absolute" style={across}>
      <span
        className="absolute inset-y-0 border-x-2 border-accent bg-accent/15 forced-colors:border-[Highlight]"
        style={{ left: `${(first / bars.length) * 100}%`, width: `${((last - first + 1) / bars.length) * 100}%` }}
      />
      <span role="status" className="sr-only">
        {from && to && `Chosen: ${spanWords(from, to, zone)}, ${zoneName(zone)}`}
      </span>
    </div>
  );
}
