import type { ListedExport } from "@/lib/search";
import { percent, progressWords } from "./words";

/** How far an export is, as a bar and in words. */
export function Progress({ line, now }: { line: ListedExport; now: Date }) {
  const said = progressWords(line, now);
  return (
    <div className="grid gap-1.5">
      <div
        role="progressbar"
        aria-label={`Export ${line.number}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent(line)}
        aria-valuetext={said}
        className={`h-1.5 w-full max-w-md overflow-clip rounded-mark border ${line.silent ? "hatch border-dashed border-unknown-line" : "border-line-strong bg-sunken"}`}
      >
        <div className="h-full bg-accent forced-colors:bg-[Highlight]" style={{ width: `${percent(line)}%` }} />
      </div>
      <p className="prose-wrap text-meta text-ink-2">{said}</p>
    </div>
  );
}
