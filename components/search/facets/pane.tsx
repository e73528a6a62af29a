"use client";
import type { Summary } from "@/lib/search";
import type { SearchAsk } from "@/lib/search/language";
import { Facets } from "./body";

/** The facets beside the list, where there is room for both; elsewhere the bar has a button for them. */
export function FacetPane({ ask, summary }: { ask: SearchAsk; summary: Summary }) {
  return (
    <aside
      aria-label="Filters"
      className="sticky top-[calc(var(--above,0rem)+3.25rem)] hidden h-[calc(100dvh-3.25rem-var(--above,0rem))] w-facets flex-none overflow-y-auto border-r border-line bg-canvas roomy:block"
    >
      <Facets ask={ask} summary={summary} />
    </aside>
  );
}
