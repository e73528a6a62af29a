// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import type { KeyboardEvent } from "react";
import { countOf } from "@/lib/event";
import { ActorBadge } from "../actor/badge";
import type { Line } from "./line";

/** One transaction: when, by whom, how many lines of this page; they fold away below it. */
export function TransactionHead({
  lines,
  open,
  toggle,
  span,
}: {
  lines: readonly Line[];
  open: boolean;
  toggle: () => void;
  span: number;
}) {
  const [newest, oldest] = [lines[0], lines.at(-1)];
  if (!newest || !oldest) return null;
  const tables = [...new Set(lines.flatMap(({ cells }) => cells.record?.text ?? []))];
  const onKey = (event: KeyboardEvent) => {
    if ((event.key === "ArrowRight" && !open) || (event.key === "ArrowLeft" && open)) toggle();
  };
  return (
    <tr role="row" className="block border-t border-line bg-canvas nth-2:border-t-0 hover:bg-hover">
      <td role="cell" colSpan={span} className="block">
        <button
          type="button"
          data-row
          aria-expanded={open}
          onClick={toggle}
          onKeyDown={onKey}
          className="flex w-full items-center gap-3 px-5 py-2 text-left text-dense text-ink-2 focus-visible:-outline-offset-2 @max-[40rem]/list:min-h-11 @max-[40rem]/list:px-4"
        >
          <time dateTime={newest.at} className="w-[62px] flex-none text-meta text-ink-3 @max-[40rem]/list:hidden">
            {newest.clock}
          </time>
          <ActorBadge {...newest.actor} decorative />
          <span className="prose-wrap min-w-0">
            <b className="text-ink">
              <bdi>{newest.actor.name}</bdi>
            </b>
            , {countOf(String(lines.length), "line")} of one transaction
            {tables.length > 0 && tables.length < 4 && `: ${tables.join(", ")}`}
          </span>
          <span className="ml-auto flex-none text-ink-3">
            {open ? <ChevronDown size={16} /> : <ChevronRight size={16} />}
          </span>
        </button>
      </td>
    </tr>
  );
}
