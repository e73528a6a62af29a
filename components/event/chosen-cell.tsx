"use client";
import { is } from "@/lib/search/language";
import { ValueMenu } from "../search/value/menu";
import { type Cell, type ColumnName, columns } from "./columns";
import { useListHere } from "./list-here";

/** A cell of a chosen column; its value leads on to other searches. In a narrow row it stands below the sentence, with its name. */
export function ChosenCell({ name, cell }: { name: ColumnName; cell?: Cell }) {
  const { ask } = useListHere();
  if (!cell) return null;
  const right = name === "rows" ? "@min-[40rem]/list:text-right" : "";
  return (
    <p className={`prose-wrap text-meta leading-5 text-ink-2 ${right}`}>
      <span className="text-ink-3 @min-[40rem]/list:hidden">{columns[name]}: </span>
      {cell.value && ask && (
        <ValueMenu
          value={[is(cell.value.field, cell.value.value)]}
          says={cell.value.says}
          copy={cell.value.value}
          className="relative z-1 min-h-6 text-left underline decoration-line-strong decoration-dotted underline-offset-3 hover:text-ink hover:decoration-current @max-[40rem]/list:hidden"
        >
          <bdi>{cell.text}</bdi>
        </ValueMenu>
      )}
      {/* narrow, the menu of the row has it */}
      <bdi className={cell.value && ask ? "@min-[40rem]/list:hidden" : ""}>{cell.text}</bdi>
    </p>
  );
}
