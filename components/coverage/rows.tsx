// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as blocks loses its roles in some browsers
import type { SourceCoverage } from "@/lib/search";
import { entryAddress } from "../entry/address";
import { secondTime } from "../event/time";
import type { Zone } from "../event/zone";
import { Link, linkStyle } from "../ui/link";
import { intervalWords, nameParts } from "./words";

/** What the strips show, as rows: table, from, to, what holds and why, and the entry that says so. */
export function Rows({ covered: { source, strips }, zone }: { covered: SourceCoverage; zone: Zone }) {
  return (
    <div className="overflow-x-auto">
      <table
        role="table"
        aria-label={`Coverage of ${source.name}`}
        className="w-full text-left text-dense max-md:block"
      >
        <thead role="rowgroup" className="text-meta text-ink-3 max-md:sr-only">
          <tr role="row">
            {["Table", "From", "To", "What holds, and why", "Entry"].map((head) => (
              <th role="columnheader" key={head} scope="col" className="px-5 py-2 font-[520] max-md:px-4">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:block">
          {strips
            .flatMap(({ table, intervals, emptied }) => [
              ...intervals.map((interval) => ({ ...interval, table, says: intervalWords(interval) })),
              ...emptied.map(({ at, entry }) => ({
                table,
                from: at,
                to: undefined,
                entry,
                says: "Emptied by TRUNCATE: its rows are not shown.",
              })),
            ])
            .map(({ table, from, to, says, entry }) => (
              <tr
                role="row"
                key={`${table} ${from} ${says}`}
                className="border-t border-line align-top max-md:block max-md:px-4 max-md:py-2.5"
              >
                <th role="rowheader" scope="row" className={`${cell} font-[560]`}>
                  <bdi>{nameParts(table).name}</bdi>
                </th>
                <td role="cell" className={`${cell} md:whitespace-nowrap`}>
                  {secondTime(from, zone)}
                </td>
                <td role="cell" className={`${cell} md:whitespace-nowrap`}>
                  <span className="md:hidden">to </span>
                  {to ? secondTime(to, zone) : "the same moment"}
                </td>
                <td role="cell" className={`${cell} prose-wrap`}>
                  {says}
                </td>
                <td role="cell" className={cell}>
                  {entry !== undefined && (
                    <Link href={entryAddress(entry)} className={`${linkStyle} inline-block py-0.5`}>
                      Entry {entry}
                    </Link>
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

const cell = "px-5 py-2 max-md:block max-md:p-0";
