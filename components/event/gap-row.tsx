// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
"use client";
import { Link, linkStyle } from "../ui/link";
import type { GapLine } from "./items";

/** What was not captured, where it ended in the list. */
export function GapRow({ gap, span }: { gap: GapLine; span: number }) {
  return (
    <tr role="row" className="block border-t border-line nth-2:border-t-0">
      <td
        role="cell"
        colSpan={span}
        className="flex items-start gap-3 px-5 py-2.5 text-dense @max-[40rem]/list:px-4 @max-[40rem]/list:py-3"
      >
        <span
          aria-hidden="true"
          className="hatch mt-0.5 h-4 w-[62px] flex-none rounded-mark border border-dashed border-unknown-line @max-[40rem]/list:w-6"
        />
        <p className="prose-wrap min-w-0 flex-1 text-ink-2">
          <b className="text-ink">{gap.says}</b> {gap.during}. Changes in this time are unknown.
        </p>
        <Link href={gap.address} className={`${linkStyle} flex-none @max-[40rem]/list:min-h-11`}>
          See the gap
        </Link>
      </td>
    </tr>
  );
}
