// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
// biome-ignore-all lint/a11y/useSemanticElements: the same
"use client";
import { useTable } from "@tanstack/react-table";
import { usePathname } from "next/navigation";
import { type CSSProperties, useCallback, useMemo, useRef, useState } from "react";
import type { SearchAsk } from "@/lib/search/language";
import { entryAddress } from "../entry/address";
import type { ColumnName } from "./columns";
import { GapRow } from "./gap-row";
import { type GapLine, type Item, itemsByDay, type OpenedRows } from "./items";
import type { Line } from "./line";
import { ListHereProvider } from "./list-here";
import { RestRow } from "./rest-row";
import { features, onlyWide, tableColumns, tracksOf } from "./table-columns";
import { TransactionHead } from "./transaction-head";
import { useArrowKeys } from "./use-arrow-keys";
import { type OpenRows, useRows } from "./use-rows";
import type { Zone } from "./zone";

/** Rows are grids, so that a wide chip in one row takes no room from the sentence of another; roles keep the table a table. */
const rowShape =
  "group/row relative grid grid-cols-(--tracks) items-start gap-x-3 px-5 py-2 @max-[40rem]/list:grid-cols-[24px_minmax(0,1fr)_24px] @max-[40rem]/list:px-4 @max-[40rem]/list:py-3";
const rowFocus =
  "has-[[data-row]:focus-visible]:z-1 has-[[data-row]:focus-visible]:rounded-[4px] has-[[data-row]:focus-visible]:outline-2 has-[[data-row]:focus-visible]:-outline-offset-2 has-[[data-row]:focus-visible]:outline-focus";
const rowOpen = "bg-accent-soft shadow-[inset_3px_0_0_var(--color-accent)] hover:bg-accent-soft";
const rowInside = "bg-canvas shadow-[inset_3px_0_0_var(--color-line-strong)]";

const none: ReadonlySet<string> = new Set();
const noGaps: readonly GapLine[] = [];
const noColumns: readonly ColumnName[] = [];

export interface EventListProps {
  lines: readonly Line[];
  label: string;
  zone: Zone;
  gaps?: readonly GapLine[];
  columns?: readonly ColumnName[];
  /** Lines of one transaction stand together. */
  grouped?: boolean;
  /** The search that the list answers: its values can be narrowed to. */
  ask?: SearchAsk;
  openRows?: OpenRows;
}

/**
 * Entries as sentences, newest first, under the day on which they happened. Arrows move, Enter opens; the line whose entry stands
 * open beside the list is marked.
 */
export function EventList(props: EventListProps) {
  const { lines, label, zone, gaps = noGaps, columns: chosen = noColumns, grouped = false, ask, openRows } = props;
  const { here: rows, opened } = useRows(openRows);
  const [closed, setClosed] = useState(none);
  const fold = useCallback((id: string) => setClosed((now) => toggled(now, id)), []);
  const here = useMemo(() => ({ zone, ask, rows }), [zone, ask, rows]);
  const days = useMemo(
    () => itemsByDay(lines, gaps, { grouped, closed, opened }),
    [lines, gaps, grouped, closed, opened],
  );
  const columns = useMemo(() => tableColumns(zone, chosen, ask !== undefined), [zone, chosen, ask]);
  const { tracks, least } = tracksOf(chosen, ask !== undefined);
  const table = useEventTable(lines, opened, columns);
  const list = useRef<HTMLTableElement>(null);
  useArrowKeys(list);
  return (
    <ListHereProvider value={here}>
      <div className="@container/list" style={{ "--tracks": tracks, "--least": least } as CSSProperties}>
        <Scrolls when={chosen.length > 0} label={label}>
          <table
            ref={list}
            role="table"
            aria-label={label}
            className="steps-back block border-b border-line bg-surface"
          >
            <Heads table={table} shown={chosen.length > 0} />
            {days.map(({ day, items }) => (
              <Day key={day} day={day} items={items} table={table} span={columns.length} closed={closed} fold={fold} />
            ))}
          </table>
        </Scrolls>
      </div>
    </ListHereProvider>
  );
}

type EventTable = ReturnType<typeof useEventTable>;

/** The lines with the rows that were opened below them: each is a row of the table. */
function useEventTable(
  lines: readonly Line[],
  opened: ReadonlyMap<string, OpenedRows>,
  columns: ReturnType<typeof tableColumns>,
) {
  const data = useMemo(() => [...lines, ...[...opened.values()].flatMap((rows) => rows.lines)], [lines, opened]);
  return useTable({ features, columns, data, getRowId: (line, at) => `${line.index}-${at}` });
}

function Heads({ table, shown }: { table: EventTable; shown: boolean }) {
  return (
    <thead role="rowgroup" className={shown ? headShown : "sr-only"}>
      {table.getHeaderGroups().map((group) => (
        <tr role="row" key={group.id} className={shown ? headRow : undefined}>
          {group.headers.map((header) => (
            <th role="columnheader" key={header.id} scope="col" className="text-left font-[520]">
              <table.FlexRender header={header} />
            </th>
          ))}
        </tr>
      ))}
    </thead>
  );
}

function Day({
  day,
  items,
  table,
  span,
  closed,
  fold,
}: {
  day: string;
  items: readonly Item[];
  table: EventTable;
  span: number;
  closed: ReadonlySet<string>;
  fold: (transaction: string) => void;
}) {
  const rows = new Map(table.getRowModel().rows.map((row) => [row.original, row]));
  return (
    <tbody role="rowgroup" className="block">
      <tr role="row" className="block">
        <th
          role="rowheader"
          scope="rowgroup"
          colSpan={span}
          className="block border-y border-line bg-canvas px-5 py-2 text-left text-meta font-[600] text-ink-2 @max-[40rem]/list:px-4"
        >
          {day}
        </th>
      </tr>
      {items.map((item) => {
        if (item.kind === "gap") return <GapRow key={item.gap.id} gap={item.gap} span={span} />;
        if (item.kind === "rest")
          return <RestRow key={`rest-${item.line.index}`} line={item.line} more={item.more} span={span} />;
        if (item.kind === "transaction") {
          const head = { lines: item.lines, open: !closed.has(item.id), toggle: () => fold(item.id), span };
          return <TransactionHead key={`head-${item.id}`} {...head} />;
        }
        const row = rows.get(item.line);
        return row && <LineRow key={row.id} row={row} table={table} inside={item.inside} />;
      })}
    </tbody>
  );
}

type EventRow = ReturnType<EventTable["getRowModel"]>["rows"][number];

function LineRow({ row, table, inside }: { row: EventRow; table: EventTable; inside: boolean }) {
  const open = usePathname() === entryAddress(row.original.index);
  return (
    <tr
      role="row"
      className={`${rowShape} ${rowFocus} border-t border-line hover:bg-hover nth-2:border-t-0 ${inside ? rowInside : ""} ${open ? rowOpen : ""}`}
    >
      {row.getAllCells().map((cell) => (
        <td role="cell" key={cell.id} className={cellStyle(cell.column.id)}>
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

const headShown = "block border-t border-line text-meta text-ink-3 @max-[40rem]/list:sr-only";
const headRow = "grid grid-cols-(--tracks) items-end gap-x-3 px-5 py-1.5 @max-[40rem]/list:block";

/** Where a cell stands: beside the others, or, in a narrow row, the chosen ones below the sentence. */
function cellStyle(column: string): string {
  if (onlyWide.has(column)) return "@max-[40rem]/list:hidden";
  const narrow: Record<string, string> = {
    actor: "[&>svg]:block @max-[40rem]/list:col-start-1 @max-[40rem]/list:row-start-1",
    parts: "@max-[40rem]/list:col-start-2 @max-[40rem]/list:row-start-1 @max-[40rem]/list:row-span-2",
    proof: "[&>svg]:block @max-[40rem]/list:col-start-3 @max-[40rem]/list:row-start-1",
    menu: "flex justify-end @max-[40rem]/list:col-start-3 @max-[40rem]/list:row-start-2",
  };
  return narrow[column] ?? "min-w-0 @max-[40rem]/list:col-start-2 @max-[40rem]/list:empty:hidden";
}

/** More columns than fit are reached by scrolling the table alone, also by keyboard. */
function Scrolls({ when, label, children }: { when: boolean; label: string; children: React.ReactNode }) {
  if (!when) return children;
  return (
    <section
      aria-label={`${label}: scrolls sideways`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="relative @min-[40rem]/list:overflow-x-auto @min-[40rem]/list:[&>table]:min-w-(--least)"
    >
      {children}
    </section>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
