"use client";
/** The columns of the list: what always stands in a row, and what was chosen beside it. */
import { createColumnHelper, tableFeatures } from "@tanstack/react-table";
import { ActorBadge } from "../actor/badge";
import { ProofMark } from "../proof/mark";
import { ChosenCell } from "./chosen-cell";
import { type ColumnName, columns } from "./columns";
import type { Line } from "./line";
import { Saying, Standing, Time } from "./row";
import { RowMenu } from "./row-menu";
import { type Zone, zoneName } from "./zone";

export const features = tableFeatures({});
const column = createColumnHelper<typeof features, Line>();

/** Hidden where a row is narrow: the second line says it there. */
export const onlyWide: ReadonlySet<string> = new Set(["clock", "source"]);

export function tableColumns(zone: Zone, chosen: readonly ColumnName[], menu: boolean) {
  return column.columns([
    column.accessor("clock", { header: `Time, ${zoneName(zone)}`, cell: ({ row }) => <Time line={row.original} /> }),
    column.accessor("actor", {
      header: () => <span className="sr-only">Actor</span>,
      cell: ({ getValue }) => <ActorBadge {...getValue()} />,
    }),
    column.accessor("parts", { header: "What happened", cell: ({ row }) => <Saying line={row.original} /> }),
    ...chosen.map((name) =>
      column.display({
        id: `chosen-${name}`,
        header: columns[name],
        cell: ({ row }) => <ChosenCell name={name} cell={row.original.cells[name]} />,
      }),
    ),
    column.accessor("source", {
      header: chosen.includes("source") ? "Decision" : "Source",
      cell: ({ row }) => <Standing line={row.original} source={!chosen.includes("source")} />,
    }),
    column.accessor("proof", {
      header: () => <span className="sr-only">Proof</span>,
      cell: ({ getValue }) => <ProofMark state={getValue()} />,
    }),
    ...(menu
      ? [
          column.display({
            id: "menu",
            header: () => <span className="sr-only">More</span>,
            cell: ({ row }) => <RowMenu line={row.original} />,
          }),
        ]
      : []),
  ]);
}

const widths: Partial<Record<ColumnName, string>> = {
  time: "11rem",
  change: "16rem",
  fields: "10rem",
  rows: "5rem",
  ticket: "6rem",
  transaction: "6rem",
  id: "7rem",
};

/**
 * The tracks of a row, and the least width of all of them: those of chosen columns are as wide in every row, so that they stand below
 * each other.
 */
export function tracksOf(chosen: readonly ColumnName[], menu: boolean): { tracks: string; least: string } {
  const ends = ["18px", ...(menu ? ["24px"] : [])];
  if (chosen.length === 0) return { tracks: ["62px", "24px", "minmax(0,1fr)", "auto", ...ends].join(" "), least: "0" };
  const fixed = [...chosen.map((name) => widths[name] ?? "8rem"), "10rem", ...ends];
  const sentence = "16rem";
  const gaps = `${(fixed.length + 2) * 12 + 40}px`; // between the tracks, and beside the first and the last
  return {
    tracks: ["62px", "24px", `minmax(${sentence},1fr)`, ...fixed].join(" "),
    least: `calc(${["62px", "24px", sentence, ...fixed, gaps].join(" + ")})`,
  };
}
