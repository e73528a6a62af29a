// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
"use client";
import { add, is, searchAddress } from "@/lib/search/language";
import { Link, linkStyle } from "../ui/link";
import type { Line } from "./line";
import { useListHere } from "./list-here";

/** Below the rows of a statement that were opened: where all of them stand. */
export function RestRow({ line, more, span }: { line: Line; more: boolean; span: number }) {
  const { ask } = useListHere();
  if (!line.rows) return null;
  const { statement, says, matched } = line.rows;
  const all = is("statement", statement);
  return (
    <tr role="row" className="block border-t border-line bg-canvas shadow-[inset_3px_0_0_var(--color-line-strong)]">
      <td
        role="cell"
        colSpan={span}
        className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2 text-meta text-ink-3 @max-[40rem]/list:px-4"
      >
        {more && <span>These are the newest of them.</span>}
        {matched && ask && (
          <Link
            href={searchAddress({ tree: add(ask.tree, all), view: ask.view })}
            className={`${linkStyle} max-md:py-3`}
          >
            Show those that match in a list
          </Link>
        )}
        <Link href={searchAddress({ tree: all })} className={`${linkStyle} max-md:py-3`}>
          Show all {says} in a list
        </Link>
      </td>
    </tr>
  );
}
