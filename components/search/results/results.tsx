"use client";
import { Layers } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { countOf } from "@/lib/event";
import type { Total } from "@/lib/search";
import type { SearchAsk, View } from "@/lib/search/language";
import { type ColumnName, readColumns } from "../../event/columns";
import type { GapLine } from "../../event/items";
import type { Line } from "../../event/line";
import { EventList } from "../../event/list";
import { Paging } from "../../event/paging";
import type { OpenRows } from "../../event/use-rows";
import type { Zone } from "../../event/zone";
import { Button } from "../../ui/button";
import { Key } from "../../ui/key";
import { ColumnsMenu } from "./columns-menu";
import { LiveLine, LiveSwitch } from "./live";
import { ShareLink } from "./share";
import { type Tail, useTail } from "./use-tail";

/** What was found, as plain data. */
export interface Results {
  lines: Line[];
  gaps: GapLine[];
  total: Total;
  /** Number of entries that the ledger had. */
  asOf: string;
  /** With which new lines can be asked for. */
  tail: string;
  older?: string;
  newer?: string;
}

/**
 * The lines that a search found: how many, how they are shown, the list, the pages beside this one. `actions`: what can be done with
 * all of them. `empty`: what stands in place of a list without lines.
 */
export function ResultsView(props: {
  ask: SearchAsk;
  results: Results;
  zone: Zone;
  changeView: (view: View) => void;
  openRows: OpenRows;
  actions?: ReactNode;
  aside?: ReactNode;
  empty: ReactNode;
}) {
  const { ask, results, zone, changeView, openRows, actions, aside, empty } = props;
  const { lines, gaps, total, older, newer } = results;
  const tail = useTail({ token: results.tail, asOf: results.asOf, zone });
  const all = useMemo(() => inOrder([...tail.shown, ...lines]), [tail.shown, lines]);
  const columns = useMemo(() => readColumns(ask.view.columns ?? []), [ask.view.columns]);
  return (
    <div className="@container/results">
      <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1.5 bg-surface px-5 py-2 max-md:px-4">
        <p role="status" className="prose-wrap min-w-0 text-dense">
          <FoundWords total={total} />
          <span aria-hidden="true" className="says-updating absolute ml-2 text-ink-3">
            Searching
          </span>
        </p>
        <div className="ml-auto flex flex-wrap items-center gap-1.5 max-md:ml-0">
          <ShareLink ask={ask} zone={zone} />
          {actions}
        </div>
      </div>
      <HowShown ask={ask} results={results} tail={tail} any={all.length > 0} columns={columns} change={changeView} />
      <div ref={tail.top} />
      <LiveLine tail={tail} />
      {all.length === 0 ? (
        empty
      ) : (
        <>
          <EventList
            lines={all}
            gaps={gaps}
            label="Events"
            zone={zone}
            columns={columns}
            grouped={ask.view.group === "transaction"}
            ask={ask}
            openRows={openRows}
          />
          <footer className="flex flex-wrap items-center gap-3 px-5 py-3 max-md:px-4">
            <p className="text-meta text-ink-3 max-md:hidden">
              <Key>↑</Key> <Key>↓</Key> move, <Key>Enter</Key> opens, <Key>/</Key> goes to the search
            </p>
            {aside}
            <div className="ml-auto">
              <Paging label="More lines" ask={ask} older={older} newer={newer} />
            </div>
          </footer>
        </>
      )}
    </div>
  );
}

/** Newest first, as they happened: what comes in late has its place among the others. */
function inOrder(lines: Line[]): Line[] {
  return lines.sort((one, other) =>
    one.at === other.at ? Number(BigInt(other.index) - BigInt(one.index)) : one.at < other.at ? 1 : -1,
  );
}

/** How the lines are shown, and the pages beside this one. */
function HowShown(props: {
  ask: SearchAsk;
  results: Results;
  tail: Tail;
  any: boolean;
  columns: readonly ColumnName[];
  change: (view: View) => void;
}) {
  const { ask, tail, any, columns, change } = props;
  const { older, newer } = props.results;
  const grouped = ask.view.group === "transaction";
  return (
    <div className="flex flex-wrap items-center gap-1.5 bg-surface pr-5 pb-1.5 pl-3 max-md:px-2">
      {!newer && <LiveSwitch tail={tail} />}
      {any && (
        <>
          <Button
            look={grouped ? "plain" : "quiet"}
            size="small"
            aria-pressed={grouped}
            onClick={() => change({ ...ask.view, group: grouped ? undefined : "transaction" })}
          >
            <Layers size={14} /> By transaction
          </Button>
          <ColumnsMenu chosen={columns} choose={(chosen) => change({ ...ask.view, columns: chosen })} />
          <div className="ml-auto flex items-center gap-3 max-md:hidden">
            <span className="text-meta text-ink-3">Newest first</span>
            <Paging label="More lines, above the list" ask={ask} older={older} newer={newer} />
          </div>
        </>
      )}
    </div>
  );
}

/** "312 lines from 20,510 entries. A bulk statement is one line." */
function FoundWords({ total: { lines, entries, more } }: { total: Total }) {
  const bulk = more || entries > lines;
  return (
    <>
      <b>{more ? `More than ${countOf(String(lines), "line")}` : countOf(String(lines), "line")}</b>
      <span className="text-ink-2">
        {bulk && !more && ` from ${countOf(String(entries), "entry", "entries")}`}
        {bulk && ". A bulk statement is one line."}
      </span>
    </>
  );
}
