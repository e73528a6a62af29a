// biome-ignore-all lint/a11y/noRedundantRoles: a table that is laid out as grids loses its roles in some browsers
// biome-ignore-all lint/a11y/useSemanticElements: the same
"use client";
import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { Ban, CircleX, EyeOff, UserCheck } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import { ActorBadge } from "../actor/badge";
import { entryAddress } from "../filter/address";
import { ProofMark } from "../proof/mark";
import { Chip } from "../ui/chip";
import { isTyping } from "../ui/keys";
import { Link, linkStyle } from "../ui/link";
import type { Line } from "./line";
import { Sentence } from "./sentence";

const features = tableFeatures({});
const column = createColumnHelper<typeof features, Line>();

const columnsOf = (zone: string) =>
  column.columns([
    column.accessor("clock", { header: `Time, ${zone}`, cell: ({ row }) => <Time line={row.original} /> }),
    column.accessor("actor", { header: "Actor", cell: ({ getValue }) => <ActorBadge {...getValue()} /> }),
    column.accessor("parts", {
      header: "What happened",
      cell: ({ row }) => <Saying line={row.original} zone={zone} />,
    }),
    column.accessor("source", { header: "Source", cell: ({ row }) => <Standing line={row.original} /> }),
    column.accessor("proof", { header: "Proof", cell: ({ getValue }) => <ProofMark state={getValue()} /> }),
  ]);

/** Rows are grids, so that a wide chip in one row takes no room from the sentence of another; roles keep the table a table. */
const rowShape =
  "relative grid grid-cols-[62px_24px_minmax(0,1fr)_auto_18px] items-start gap-x-3 px-5 py-2 @max-[40rem]/list:grid-cols-[24px_minmax(0,1fr)_18px] @max-[40rem]/list:px-4 @max-[40rem]/list:py-3";
const rowFocus =
  "has-[[data-row]:focus-visible]:z-1 has-[[data-row]:focus-visible]:rounded-[4px] has-[[data-row]:focus-visible]:outline-2 has-[[data-row]:focus-visible]:-outline-offset-2 has-[[data-row]:focus-visible]:outline-focus";
const rowOpen = "bg-accent-soft shadow-[inset_3px_0_0_var(--color-accent)] hover:bg-accent-soft";
const onlyWide = new Set(["clock", "source"]);

/**
 * Entries as sentences, newest first, under the day on which they happened. Arrows move, Enter opens; the line whose entry stands
 * open beside the list is marked. `zone`: in words.
 */
export function EventList({ lines, label, zone }: { lines: Line[]; label: string; zone: string }) {
  const columns = useMemo(() => columnsOf(zone), [zone]);
  const table = useTable({ features, columns, data: lines, getRowId: (line) => line.index });
  const list = useRef<HTMLTableElement>(null);
  useArrowKeys(list);
  const days = byDay(table.getRowModel().rows);
  const open = usePathname();
  return (
    <div className="@container/list">
      <table ref={list} role="table" aria-label={label} className="steps-back block border-b border-line bg-surface">
        <thead role="rowgroup" className="sr-only">
          {table.getHeaderGroups().map((group) => (
            <tr role="row" key={group.id}>
              {group.headers.map((header) => (
                <th role="columnheader" key={header.id} scope="col">
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        {[...days].map(([day, rows]) => (
          <tbody role="rowgroup" key={day} className="block">
            <tr role="row" className="block">
              <th
                role="rowheader"
                scope="rowgroup"
                colSpan={columns.length}
                className="block border-y border-line bg-canvas px-5 py-2 text-left text-meta font-[600] text-ink-2 @max-[40rem]/list:px-4"
              >
                {day}
              </th>
            </tr>
            {rows.map((row) => (
              <tr
                role="row"
                key={row.id}
                className={`${rowShape} ${rowFocus} border-t border-line hover:bg-hover nth-2:border-t-0 ${open === entryAddress(row.id) ? rowOpen : ""}`}
              >
                {row.getAllCells().map((cell) => (
                  <td
                    role="cell"
                    key={cell.id}
                    className={onlyWide.has(cell.column.id) ? "@max-[40rem]/list:hidden" : "[&>svg]:block"}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** Rows under their day, in the order in which they came. */
function byDay<Row extends { original: Line }>(rows: Row[]): Map<string, Row[]> {
  const days = new Map<string, Row[]>();
  for (const row of rows) {
    const same = days.get(row.original.day);
    if (same) same.push(row);
    else days.set(row.original.day, [row]);
  }
  return days;
}

function Time({ line }: { line: Line }) {
  return (
    <time title={line.exactTime} className="text-meta leading-[22px] text-ink-3">
      {line.clock}
    </time>
  );
}

function Saying({ line, zone }: { line: Line; zone: string }) {
  const path = usePathname();
  const address = entryAddress(line.index);
  return (
    <div className="prose-wrap min-w-0">
      <p className="text-[0.84375rem] leading-5 text-ink-2 @max-[40rem]/list:text-body @max-[40rem]/list:leading-[22px]">
        <Link
          href={address}
          data-row
          scroll={false}
          replace={path !== "/events"} // another entry is open: the way back leads to the list, not through all that was looked at
          aria-current={path === address ? "true" : undefined}
          className="-my-0.5 inline-block py-0.5 outline-none after:absolute after:inset-0 after:content-['']"
        >
          <Sentence parts={line.parts} actor={line.actor} />
          {line.hidesChange && (
            <>
              {" "}
              <Chip look="claimed" small>
                <EyeOff size={12} /> Hidden: changed
              </Chip>
            </>
          )}
        </Link>
      </p>
      <div className={`text-meta text-ink-3 ${line.rows ? "mt-[5px]" : ""}`}>
        <span className="@min-[40rem]/list:hidden">
          {line.clock} {zone}
          <Stroke />
        </span>
        {line.second.map((part, at) => (
          <span key={part}>
            {at > 0 && <Stroke />}
            <bdi>{part}</bdi>
          </span>
        ))}
        <span className="@min-[40rem]/list:hidden">
          <Stroke />
          {line.source}
        </span>
        {line.rows && (
          <>
            <span className="@max-[40rem]/list:hidden">
              <Stroke />
            </span>
            <Link
              href={line.rows.address}
              className={`${linkStyle} relative z-1 -my-[3px] inline-block py-[3px] @max-[40rem]/list:my-0 @max-[40rem]/list:flex @max-[40rem]/list:min-h-11 @max-[40rem]/list:items-center`}
            >
              {line.rows.says}
            </Link>
          </>
        )}
      </div>
      <div className="pt-1 empty:hidden @min-[40rem]/list:hidden">
        <DecisionChip line={line} />
      </div>
    </div>
  );
}

function Stroke() {
  return (
    <span aria-hidden="true" className="px-1.5 text-line-strong">
      /
    </span>
  );
}

function Standing({ line }: { line: Line }) {
  return (
    <span className="inline-flex items-center gap-3 text-meta leading-[22px] text-ink-3">
      <DecisionChip line={line} />
      {line.source}
    </span>
  );
}

function DecisionChip({ line }: { line: Line }) {
  if (line.outcome === "refused") {
    return (
      <Chip look="tampered">
        <Ban size={13} /> Denied
      </Chip>
    );
  }
  if (line.outcome === "failed") {
    return (
      <Chip>
        <CircleX size={13} /> Failed
      </Chip>
    );
  }
  if (!line.approvedBy) return null;
  return (
    <Chip>
      <UserCheck size={13} /> Approved · {line.approvedBy}
    </Chip>
  );
}

/** Up and down move from row to row, from anywhere that has no use for these keys itself. */
function useArrowKeys(list: React.RefObject<HTMLTableElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.metaKey || event.ctrlKey)
        return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      if (at < 0 && document.activeElement !== document.body && document.activeElement?.id !== "main") return;
      const next = rows[event.key === "ArrowDown" ? at + 1 : Math.max(at - 1, 0)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list]);
}
