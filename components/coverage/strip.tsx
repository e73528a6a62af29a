"use client";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { type DayRun, dayAfter } from "@/lib/event";
import type { CoverageQuery } from "@/lib/search";
import { dateWords } from "../event/time";
import { coverageAddress } from "./address";
import { Cells, EmptiedMark } from "./cells";
import { dayWords } from "./words";

export interface StripProps {
  source: string;
  table: string;
  query: CoverageQuery;
  /** Days of the strip. */
  days: number;
  runs: DayRun[];
  /** Places of TRUNCATEs, 0 to 1. */
  marks: number[];
  /** Id of the sentence that says what the strip shows. */
  describedBy: string;
}

/** One cell a day. A press opens the day; with the keyboard, arrows choose it and Enter opens it. */
export function CoverageStrip({ source, table, query, days, runs, marks, describedBy }: StripProps) {
  const router = useRouter();
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(days - 1);
  const [shown, setShown] = useState(false);
  const day = dayAfter(query.from, at);
  const says = `${dateWords(day)}: ${dayWords[stateAt(runs, at)]}`;
  const open = (chosen: number) =>
    router.push(coverageAddress({ ...query, opened: { source, table, day: dayAfter(query.from, chosen) } }));
  const under = ({ clientX }: PointerEvent) => {
    const { left, width } = bar.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.max(0, Math.min(days - 1, Math.floor(((clientX - left) / width) * days)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = keyTo(event.key, at, days);
    if (
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      (to === undefined && event.key !== "Enter" && event.key !== " ")
    )
      return;
    event.preventDefault();
    if (to === undefined) open(at);
    else setAt(to);
  };
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label={`Day of ${table}`}
      aria-describedby={describedBy}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={days}
      aria-valuenow={at + 1}
      aria-valuetext={`${says}. Enter opens the day.`}
      onKeyDown={onKeyDown}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
      onPointerMove={(event) => {
        setAt(under(event));
        setShown(true);
      }}
      onPointerLeave={() => setShown(bar.current === document.activeElement)}
      onClick={(event) => open(under(event as unknown as PointerEvent))}
      className="relative h-7 cursor-pointer touch-manipulation py-1.5 max-md:h-11 max-md:py-3"
    >
      <div className="relative h-full">
        {runs.map((run) => (
          <span
            key={run.at}
            className="absolute inset-y-0"
            style={{ left: `${(run.at / days) * 100}%`, width: `${(run.days / days) * 100}%` }}
          >
            <Cells state={run.state} />
          </span>
        ))}
        <Gutters days={days} />
        {marks.map((mark) => (
          <EmptiedMark key={mark} at={`${mark * 100}%`} />
        ))}
        {shown && (
          <span
            aria-hidden="true"
            className="pointer-events-none absolute -inset-y-1 z-1 min-w-[3px] border-x-[1.5px] border-ink"
            style={{ left: `${(at / days) * 100}%`, width: `${100 / days}%` }}
          />
        )}
      </div>
      {shown && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute bottom-full z-2 -mb-0.5 -translate-x-1/2 rounded-control bg-ink px-2 py-1 text-meta whitespace-nowrap text-canvas shadow-float max-md:hidden"
          style={{ left: `clamp(5rem, ${((at + 0.5) / days) * 100}%, calc(100% - 5rem))` }}
        >
          {says}
        </span>
      )}
    </div>
  );
}

/** What parts one day from the next, where there is room for it. */
function Gutters({ days }: { days: number }) {
  const wide = days <= 100 ? "" : "hidden";
  const narrow = days <= 35 ? "" : "max-md:hidden";
  return (
    <span
      className={`pointer-events-none absolute inset-0 bg-repeat-x forced-colors:hidden ${wide} ${narrow}`}
      style={{
        backgroundImage: `linear-gradient(to right, transparent calc(100% - ${days <= 45 ? 2 : 1}px), var(--color-surface) 0)`,
        backgroundSize: `${100 / days}% 100%`,
      }}
    />
  );
}

function stateAt(runs: DayRun[], at: number) {
  return runs.findLast((run) => run.at <= at)?.state ?? "none";
}

function keyTo(key: string, at: number, days: number): number | undefined {
  const to = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at - 1,
    ArrowUp: at + 1,
    PageDown: at - 7,
    PageUp: at + 7,
    Home: 0,
    End: days - 1,
  }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(days - 1, to));
}
