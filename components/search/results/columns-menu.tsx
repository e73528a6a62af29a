"use client";
import { Check, Columns3 } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import { type ColumnName, columnNames, columns, readColumns } from "../../event/columns";
import { buttonStyle } from "../../ui/button";

const row =
  "flex min-h-8 w-full items-center gap-2.5 rounded-control px-2.5 text-left text-dense outline-none select-none data-highlighted:bg-hover max-md:min-h-11 max-md:text-body forced-colors:data-highlighted:outline-2";

/** Chooses what stands in columns beside the sentence. The menu stays open, so that one sees what each does. */
export function ColumnsMenu({
  chosen,
  choose,
}: {
  chosen: readonly ColumnName[];
  choose: (columns: ColumnName[]) => void;
}) {
  const toggle = (name: ColumnName) =>
    choose(readColumns(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={buttonStyle({ look: "quiet", size: "small" })}>
        <Columns3 size={14} /> Columns{chosen.length > 0 && ` (${chosen.length})`}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        className="comes-in z-30 max-h-(--radix-dropdown-menu-content-available-height) w-60 overflow-y-auto rounded-card border border-line bg-raised p-1 text-ink shadow-float"
      >
        <DropdownMenu.Label className="px-2.5 pt-1.5 pb-1 text-meta text-ink-3">
          Beside the sentence. This browser remembers them.
        </DropdownMenu.Label>
        {columnNames.map((name) => (
          <DropdownMenu.CheckboxItem
            key={name}
            checked={chosen.includes(name)}
            onCheckedChange={() => toggle(name)}
            onSelect={(event) => event.preventDefault()}
            className={row}
          >
            <span className="grid size-4 place-items-center">
              <DropdownMenu.ItemIndicator>
                <Check size={15} className="text-accent" />
              </DropdownMenu.ItemIndicator>
            </span>
            {columns[name]}
          </DropdownMenu.CheckboxItem>
        ))}
        {chosen.length > 0 && (
          <>
            <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
            <DropdownMenu.Item onSelect={() => choose([])} className={row}>
              <span className="size-4" /> None of them
            </DropdownMenu.Item>
          </>
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
