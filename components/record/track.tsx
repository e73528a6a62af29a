"use client";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { Stop, Track } from "./scale";

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * The versions as dots in time, gaps hatched. A slider: arrows move from version to version and Enter shows the one that is marked, so
 * that passing by a version is no act; a click shows at once.
 */
export function VersionTrack({ track }: { track: Track }) {
  const { stops, current } = track;
  const { marked, mark, show, onKey } = useSteps(stops, current);
  const at = marked ?? current;
  const stop = stops[at];
  const waits = marked !== undefined && marked !== current;
  const onPress = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    show(nearest(stops, ((event.clientX - left) / width) * 100));
  };
  return (
    <div className="px-5 pb-3 max-md:px-4">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Version that is shown"
        aria-valuemin={1}
        aria-valuemax={Math.max(1, stops.length)}
        aria-valuenow={Math.max(1, at + 1)}
        aria-valuetext={`${stop ? stop.says : "Before the first version"}${waits ? ". Enter shows it" : ""}`}
        aria-describedby="track-keys"
        onKeyDown={onKey}
        onPointerUp={onPress}
        onBlur={() => mark(undefined)}
        className="relative mx-2 h-14 cursor-pointer touch-manipulation rounded-control"
      >
        <Marks track={track} at={at} place={marked === undefined ? track.at : (stop?.left ?? 0)} />
      </div>
      <p id="track-keys" className={waits ? "pt-1 text-meta text-ink-2" : "sr-only"}>
        {waits
          ? `${stop?.says}. Enter shows it, Escape goes back.`
          : "Arrows move from version to version, Enter shows the one that is marked."}
      </p>
    </div>
  );
}

/** Which version the keys have reached, before it is shown. */
function useSteps(stops: Stop[], current: number) {
  const router = useRouter();
  const [marked, mark] = useState<number>();
  const at = marked ?? current;
  const show = (index: number) => {
    const address = stops[index]?.address;
    mark(undefined);
    if (address && index !== current) router.push(address, { scroll: false });
  };
  const onKey = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step !== undefined) mark(Math.min(stops.length - 1, Math.max(0, at + step)));
    else if (event.key === "Enter" || event.key === " ") show(at);
    else if (event.key === "Escape" && marked !== undefined) mark(undefined);
    else return;
    event.preventDefault();
  };
  return { marked, mark, show, onKey };
}

function nearest(stops: Stop[], place: number): number {
  const distance = (index: number) => Math.abs((stops[index]?.left ?? 1000) - place);
  return stops.reduce((found, _, index) => (distance(index) < distance(found) ? index : found), 0);
}

/** The drawing, for the eye alone: the slider says the same in words. */
function Marks({ track, at, place }: { track: Track; at: number; place: number }) {
  const { stops, gaps, ticks } = track;
  return (
    <div aria-hidden="true">
      <span className="absolute inset-x-0 top-[27px] h-[3px] rounded-full bg-line-strong" />
      <span className="absolute top-[27px] left-0 h-[3px] rounded-full bg-accent" style={{ width: `${place}%` }} />
      {gaps.map(({ left, width }) => (
        <span
          key={`${left} ${width}`}
          className="hatch absolute top-[19px] h-[19px] min-w-2 rounded-[2px] border border-hatch bg-surface"
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      ))}
      {stops.map((stop, index) => (
        <Dot key={stop.number} stop={stop} isShown={index === at} isBefore={stop.left <= place} />
      ))}
      {ticks.map(({ left, says }) => (
        <span
          key={left}
          className="absolute top-[41px] -translate-x-1/2 text-micro whitespace-nowrap text-ink-3 max-md:even:hidden"
          style={{ left: `${left}%` }}
        >
          {says}
        </span>
      ))}
    </div>
  );
}

function Dot({
  stop: { left, number, labelled },
  isShown,
  isBefore,
}: {
  stop: Stop;
  isShown: boolean;
  isBefore: boolean;
}) {
  const look = isShown
    ? "z-1 size-4 border-accent bg-accent"
    : `size-2.5 bg-surface ${isBefore ? "border-accent" : "border-control"}`;
  return (
    <>
      {(labelled || isShown) && (
        <span
          className={`absolute top-0 -translate-x-1/2 text-micro tabular-nums ${isShown ? "z-1 bg-surface px-0.5 font-[640] text-accent" : "text-ink-3"}`}
          style={{ left: `${left}%` }}
        >
          v{number}
        </span>
      )}
      <span
        className={`absolute top-[28.5px] -translate-x-1/2 -translate-y-1/2 rounded-full border-2 ${look}`}
        style={{ left: `${left}%` }}
      />
    </>
  );
}
