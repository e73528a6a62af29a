"use client";
import { Copy, ListFilter, ListX, Search } from "lucide-react";
import * as DropdownMenu from "radix-ui/dropdown-menu";
import { type Condition, everything, exclude, include, normalise, type Tree } from "@/lib/search/language";
import { searchHere, useSearch } from "../go";
import type { ValueMenuProps } from "./menu";

const row =
  "flex min-h-8 w-full min-w-0 items-center gap-2.5 rounded-control px-2.5 text-left text-dense outline-none select-none data-highlighted:bg-hover max-md:min-h-11 max-md:text-body forced-colors:data-highlighted:outline-2";

/** The menu of a value, open. */
export default function OpenMenu({ value, says, same = [], copy, label, className, children }: ValueMenuProps) {
  const search = useSearch();
  const here = searchHere()?.tree;
  const all = (change: (tree: Tree, condition: Condition) => Tree, tree: Tree) => value.reduce(change, tree);
  const ways = [
    ...(here && !asks(here, value)
      ? [{ says: `Only ${says}`, icon: <ListFilter size={15} />, tree: all(include, here) }]
      : []),
    ...(here && value.length === 1
      ? [{ says: `Without ${says}`, icon: <ListX size={15} />, tree: all(exclude, here) }]
      : []),
    {
      says: here ? `Search anew for ${says}` : `Search for ${says}`,
      icon: <Search size={15} />,
      tree: all(include, everything),
    },
    ...same.map((way) => ({ ...way, icon: <Search size={15} /> })),
  ];
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger aria-label={label} className={className}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        className="comes-in z-30 w-72 rounded-card border border-line bg-raised p-1 text-ink shadow-float"
      >
        {ways.map((way) => (
          <DropdownMenu.Item key={way.says} onSelect={() => search({ tree: way.tree })} className={row}>
            <span className="text-ink-3">{way.icon}</span>
            <bdi className="min-w-0 truncate">{way.says}</bdi>
          </DropdownMenu.Item>
        ))}
        <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
        <DropdownMenu.Item onSelect={() => navigator.clipboard.writeText(copy ?? says)} className={row}>
          <Copy size={15} className="text-ink-3" /> Copy
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** Whether the search demands all of it already. */
function asks(tree: Tree, value: readonly Condition[]): boolean {
  return value.every((condition) => JSON.stringify(include(tree, condition)) === JSON.stringify(normalise(tree)));
}
