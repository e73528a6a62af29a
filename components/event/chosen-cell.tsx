"use client";
import { type Cell, type ColumnName, columns } from "./columns";

/** A cell of a chosen column. In a narrow row it stands below the sentence, with its name. */
export function ChosenCell({ name, cell }: { name: ColumnName; cell?: Cell }) {
  if (!cell) return null;
  const right = name === "rows" ? "@min-[40rem]/list:text-right" : "";
  return (
    <p className={`prose-wrap text-meta leading-5 text-ink-2 ${right}`}>
      <span className="text-ink-3 @min-[40rem]/list:hidden">{columns[name]}: </span>
      <bdi>{cell.text}</bdi>
    </p>
  );
}
