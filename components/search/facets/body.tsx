"use client";
import { type FieldName, isFieldName } from "@/lib/event";
import type { Summary } from "@/lib/search";
import { type SearchAsk, type Tree, toggleFacet } from "@/lib/search/language";
import { secondTime } from "../../event/time";
import { Key } from "../../ui/key";
import { useSearch } from "../go";
import { Facet } from "./facet";

/** Who first, then what, then where it came from. */
const order: FieldName[] = [
  "kind",
  "actor",
  "action",
  "record",
  "decision",
  "category",
  "source",
  "origin",
  "attribution",
];

/** All facets. What is pressed is searched at once. */
export function Facets({ ask, summary, done }: { ask: SearchAsk; summary: Summary; done?: () => void }) {
  const go = useSearch(ask.view);
  const search = (tree: Tree) => {
    done?.();
    go({ tree });
  };
  const facets = [...summary.facets].sort((one, other) => placeOf(one.field) - placeOf(other.field));
  const since = facets.find((facet) => facet.since)?.since;
  return (
    <div className="grid content-start gap-5 px-5 pt-3 pb-6 xl:pr-4">
      {since && (
        <p className="prose-wrap text-meta text-ink-3">
          Counts cover the newest lines, back to {secondTime(since, ask.zone)}.
        </p>
      )}
      {facets.map((facet) => (
        <Facet
          key={facet.field}
          facet={facet}
          tree={ask.tree}
          query={ask.text}
          edits={{
            choose: (value) => search(toggleFacet(ask.tree, facet.field, value)),
            leaveOut: (value) => search(toggleFacet(ask.tree, facet.field, value, "excluded")),
          }}
        />
      ))}
      <p className="text-meta text-ink-3 pointer-coarse:hidden">
        <Key>Space</Key> chooses, <Key>X</Key> leaves out. Each search is recorded.
      </p>
    </div>
  );
}

function placeOf(field: string): number {
  const place = isFieldName(field) ? order.indexOf(field) : -1;
  return place < 0 ? order.length : place;
}
