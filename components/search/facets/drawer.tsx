"use client";
import { ListFilter } from "lucide-react";
import * as Dialog from "radix-ui/dialog";
import { useCallback, useState } from "react";
import type { Summary } from "@/lib/search";
import { facetState, type SearchAsk } from "@/lib/search/language";
import { buttonStyle } from "../../ui/button";
import { Drawer } from "../../ui/drawer";
import { Facets } from "./body";

/** The facets where there is no room beside the list: a button that says how many hold, and the drawer it opens. */
export function FacetDrawer({ ask, summary }: { ask: SearchAsk; summary: Summary }) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const held = summary.facets.reduce((sum, { field }) => {
    const { chosen, excluded } = facetState(ask.tree, field);
    return sum + chosen.length + excluded.length;
  }, 0);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({}, "h-10 roomy:hidden max-md:flex-1")}>
        <ListFilter size={15} />
        {held > 0 ? `Filters (${held})` : "Filters"}
      </Dialog.Trigger>
      <Drawer side="right" title="Filters" until="88rem" close={close}>
        <Facets ask={ask} summary={summary} done={close} />
      </Drawer>
    </Dialog.Root>
  );
}
