import type { DayState } from "@/lib/event";

/**
 * Days on end of which the same holds, as one mark. Solid: captured. Hatched: not captured. A dashed outline: nobody knows. Half a
 * cell: part of the day. A thin line: it did not exist, or nobody watched. Each is a shape of its own, in print and without colour too.
 */
export function Cells({ state }: { state: DayState }) {
  const half = "absolute inset-x-0 bottom-0 h-1/2";
  const unknown = "border border-dashed border-unknown-line bg-surface";
  const missing = "hatch border border-hatch";
  if (state === "none") return <span className="absolute inset-x-0 top-1/2 border-t border-line-strong" />;
  if (state === "unknown") return <span className={`absolute inset-0 ${unknown}`} />;
  if (state === "not_captured") return <span className={`absolute inset-0 ${missing}`} />;
  return (
    <>
      <span
        className={`absolute inset-0 bg-covered forced-colors:border print:border ${state === "captured" ? "" : "bottom-1/2"}`}
      />
      {state === "part_not_captured" && <span className={`${half} ${missing}`} />}
      {state === "part_unknown" && <span className={`${half} ${unknown}`} />}
    </>
  );
}

const legend: { state: DayState; says: string }[] = [
  { state: "captured", says: "Captured" },
  { state: "not_captured", says: "Not captured" },
  { state: "part_not_captured", says: "Part of the day" },
  { state: "unknown", says: "Unknown" },
  { state: "none", says: "Not watched, or did not exist" },
];

export function Legend() {
  return (
    <ul aria-label="What the cells mean" className="flex flex-wrap gap-x-5 gap-y-1.5 text-meta text-ink-2">
      {legend.map(({ state, says }) => (
        <li key={state} className="flex items-center gap-2">
          <span aria-hidden="true" className="relative h-3.5 w-5">
            <Cells state={state} />
          </span>
          {says}
        </li>
      ))}
      <li className="flex items-center gap-2">
        <span aria-hidden="true" className="relative h-3.5 w-5">
          <Cells state="captured" />
          <EmptiedMark at="50%" />
        </span>
        Emptied by TRUNCATE: its rows are not shown
      </li>
    </ul>
  );
}

/** A TRUNCATE: a stroke through the strip, with a foot. */
export function EmptiedMark({ at }: { at: string }) {
  return (
    <span
      className="absolute -inset-y-1 w-0 border-l-2 border-ink after:absolute after:bottom-0 after:-left-[4px] after:w-[6px] after:border-b-2 after:border-ink after:content-['']"
      style={{ left: at }}
    />
  );
}
