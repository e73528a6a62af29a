import { grouped } from "@/lib/event";
import type { Bar, Gap } from "@/lib/search";
import { type Zone, zoneName } from "../../event/zone";
import { linkStyle } from "../../ui/link";
import { linesOf, spanWords, stacks } from "./bars";

/** The chart as numbers. Bars without a line are left out, and said to be. */
export function BarsTable({
  bars,
  gaps,
  zone,
  zoom,
}: {
  bars: readonly Bar[];
  gaps: readonly Gap[];
  zone: Zone;
  zoom: (from: string, to: string) => void;
}) {
  const shown = stacks.filter(({ id }) => linesOf(bars, id) > 0);
  const filled = bars.filter(({ lines }) => lines > 0);
  return (
    <section
      aria-label="Lines over time, as a table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="mt-2 max-h-80 overflow-auto rounded-control border border-line"
    >
      <table className="w-full text-dense">
        <Heads stacks={shown} zone={zone} />
        <tbody className="divide-y divide-line border-t border-line tabular-nums">
          {filled.map((bar) => (
            <tr key={bar.from}>
              <th scope="row" className="px-3 py-1 text-left font-[520]">
                <button
                  type="button"
                  onClick={() => zoom(bar.from, bar.to)}
                  className={`${linkStyle} min-h-6 text-left`}
                >
                  {spanWords(bar.from, bar.to, zone)}
                </button>
              </th>
              {shown.map(({ id }) => (
                <td key={id} className="px-3 py-1 text-right">
                  {grouped(String(bar[id]))}
                </td>
              ))}
              <td className="px-3 py-1 text-right font-[560]">{grouped(String(bar.lines))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="border-t border-line px-3 py-2 text-meta text-ink-3">
        {filled.length < bars.length && <p>Times without a line are left out.</p>}
        {[...new Set(gaps.map(({ says }) => says))].map((says) => (
          <p key={says} className="prose-wrap">
            {says}
          </p>
        ))}
      </div>
    </section>
  );
}

function Heads({ stacks: shown, zone }: { stacks: typeof stacks; zone: Zone }) {
  return (
    <thead className="sticky top-0 z-1 bg-surface text-left text-meta text-ink-3">
      <tr>
        <th scope="col" className="px-3 py-1.5 font-[520]">
          Time, {zoneName(zone)}
        </th>
        {shown.map(({ id, says }) => (
          <th key={id} scope="col" className="px-3 py-1.5 text-right font-[520]">
            {says}
          </th>
        ))}
        <th scope="col" className="px-3 py-1.5 text-right font-[520]">
          Lines
        </th>
      </tr>
    </thead>
  );
}
