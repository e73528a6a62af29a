"use client";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { Track } from "./scale";

/**
 * The versions as dots in time, gaps hatched. A slider: arrows move from version to version and Enter shows the one that is marked, so
 * that passing by a version is no act; a click shows at once.
 */
export function VersionTrack({ track }: { track: Track }) {
  const { stops, gaps, ticks, current } = track;
  const router = useRouter();
  const [marked, setMarked] = useState<number>();
  const at = marked ?? current;
  const stop = stops[at];
  const show = (index: number) => {
    const address = stops[index]?.address;
    setMarked(undefined);
    if (address && index !== current) router.push(address, { scroll: false });
  };
  const onKey = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -1000,
      End: 1000,
    };
    const step = steps[event.key];
    if (step !== undefined) setMarked(Math.min(stops.length - 1, Math.max(0, at + step)));
    else if (event.key === "Enter" || event.key === " ") show(at);
    else if (event.key === "Escape" && marked !== undefined) setMarked(undefined);
    else return;
    event.preventDefault();
  };
  const onPress = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const pressed = ((event.clientX - left) / width) * 100;
    const distance = (index: number) => Math.abs((stops[index]?.left ?? 1000) - pressed);
    show(stops.reduce((nearest, _, index) => (distance(index) < distance(nearest) ? index : nearest), 0));
  };
  const place = marked === undefined ? track.at : (stop?.left ?? 0);
  return (
    <div className="px-5 pb-3 max-md:px-4">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Version that is shown"
        aria-valuemin={1}
        aria-valuemax={Math.max(1, stops.length)}
        aria-valuenow={Math.max(1, at + 1)}
        aria-valuetext={`${stop ? stop.says : "Before the first version"}${marked === undefined || marked === current ? "" : ". Enter shows it"}`}
        aria-describedby="track-keys"
        onKeyDown={onKey}
        onPointerUp={onPress}
        onBlur={() => setMarked(undefined)}
        className="relative mx-2 h-14 cursor-pointer touch-manipulation rounded-control"
      >
        <span aria-hidden="true" className="absolute inset-x-0 top-[27px] h-[3px] rounded-full bg-line-strong" />
        <span
          aria-hidden="true"
          className="absolute left-0 top-[27px] h-[3px] rounded-full bg-accent"
          style={{ width: `${place}%` }}
        />
        {gaps.map(({ left, width }) => (
          <span
            key={`${left} ${width}`}
            aria-hidden="true"
            className="hatch absolute top-[19px] h-[19px] min-w-2 rounded-[2px] border border-hatch bg-surface"
            style={{ left: `${left}%`, width: `${width}%` }}
          />
        ))}
        {stops.map(({ left, number, labelled }, index) => (
          <span key={number} aria-hidden="true">
            {(labelled || index === at) && (
              <span
                className={`absolute top-0 -translate-x-1/2 text-micro tabular-nums ${index === at ? "z-1 bg-surface px-0.5 font-[640] text-accent" : "text-ink-3"}`}
                style={{ left: `${left}%` }}
              >
                v{number}
              </span>
            )}
            <span
              className={`absolute -translate-x-1/2 -translate-y-1/2 rounded-full border-2 ${index === at ? "top-[28.5px] z-1 size-4 border-accent bg-accent" : `top-[28.5px] size-2.5 bg-surface ${left <= place ? "border-accent" : "border-control"}`}`}
              style={{ left: `${left}%` }}
            />
          </span>
        ))}
        {ticks.map(({ left, says }) => (
          <span
            key={left}
            aria-hidden="true"
            className="absolute top-[41px] -translate-x-1/2 text-micro whitespace-nowrap text-ink-3 max-md:even:hidden"
            style={{ left: `${left}%` }}
          >
            {says}
          </span>
        ))}
      </div>
      <p
        id="track-keys"
        className={marked === undefined || marked === current ? "sr-only" : "pt-1 text-meta text-ink-2"}
      >
        {marked === undefined || marked === current
          ? "Arrows move from version to version, Enter shows the one that is marked."
          : `${stop?.says}. Enter shows it, Escape goes back.`}
      </p>
    </div>
  );
}
