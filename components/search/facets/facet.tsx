"use client";
import { Ban, X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { type ActorKind, countOf, grouped } from "@/lib/event";
import type { Facet as FacetCounts, FacetValue } from "@/lib/search";
import { facetState, type Tree } from "@/lib/search/language";
import { ActorBadge } from "../../actor/badge";
import { facetWords } from "../labels";
import { Others } from "./others";

export interface FacetEdits {
  /** Searches with this value chosen, or no longer. */
  choose: (value: string) => void;
  /** Searches without this value, or no longer without. */
  leaveOut: (value: string) => void;
}

const atFirst = 5;

/** The values of one field with their counts: one stop of Tab, arrows move, Space chooses, X leaves out. */
export function Facet({
  facet,
  tree,
  query,
  edits,
}: {
  facet: FacetCounts;
  tree: Tree;
  /** The query as text, which narrows what is found among the others. */
  query: string;
  edits: FacetEdits;
}) {
  const { field, says } = facet;
  const [all, setAll] = useState(false);
  const [at, setAt] = useState(0);
  const more = useId();
  const state = facetState(tree, field);
  const rows = inOrder(facet, state);
  const held = rows.filter(({ value }) => state.chosen.includes(value) || state.excluded.includes(value)).length;
  const shown = all ? rows : rows.slice(0, Math.max(atFirst, held));
  const hidden = rows.length - shown.length;
  if (rows.length === 0 && !state.other) return null;
  const rest = facet.more > 0 ? `${grouped(String(facet.more))} others` : "";
  return (
    <fieldset className="grid min-w-0 gap-0.5">
      <legend className="pb-1 text-meta font-[600] text-ink-2">{says}</legend>
      {state.other && (
        <p className="prose-wrap pb-1 text-meta text-ink-3">Asked for in the bar in a way that no tick can show.</p>
      )}
      <div className="grid">
        {shown.map((row, index) => (
          <FacetRow
            key={row.value}
            row={row}
            words={facetWords(field, row.value, row.label)}
            kind={field === "kind" ? (row.value as ActorKind) : undefined}
            chosen={state.chosen.includes(row.value)}
            out={state.excluded.includes(row.value)}
            stop={index === Math.min(at, shown.length - 1)}
            focused={() => setAt(index)}
            edits={edits}
          />
        ))}
      </div>
      {(hidden > 0 || (facet.more > 0 && !all)) && (
        <More
          controls={more}
          says={hidden > 0 ? `Show ${hidden} more` : `Find among ${rest}`}
          show={() => setAll(true)}
        />
      )}
      <div id={more}>
        {all && facet.more > 0 && <Others field={field} says={says} rest={rest} query={query} choose={edits.choose} />}
      </div>
    </fieldset>
  );
}

function More({ controls, says, show }: { controls: string; says: string; show: () => void }) {
  return (
    <button
      type="button"
      aria-controls={controls}
      aria-expanded={false}
      onClick={show}
      className="min-h-6 justify-self-start text-dense font-[520] text-accent hover:text-accent-hover max-md:min-h-11"
    >
      {says}
    </button>
  );
}

/** What is chosen or left out stands first, even where it has no lines. */
function inOrder(facet: FacetCounts, { chosen, excluded }: { chosen: string[]; excluded: string[] }): FacetValue[] {
  const held = [...chosen, ...excluded];
  const known = new Map(facet.values.map((value) => [value.value, value]));
  const first = held.map((value) => known.get(value) ?? { value, label: value, count: Number.NaN });
  return [...first, ...facet.values.filter(({ value }) => !held.includes(value))];
}

interface RowProps {
  row: FacetValue;
  words: string;
  kind?: ActorKind;
  chosen: boolean;
  out: boolean;
  /** Tab stops here. */
  stop: boolean;
  focused: () => void;
  edits: FacetEdits;
}

function FacetRow({ row, words, kind, chosen, out, stop, focused, edits }: RowProps) {
  const id = useId();
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return move(event);
    if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    edits.leaveOut(row.value);
  };
  return (
    <div className="group/row relative flex min-h-7 items-center gap-2 text-dense max-md:min-h-11 max-md:text-body">
      <label
        htmlFor={id}
        className={`flex min-h-7 min-w-0 flex-1 items-center gap-2 max-md:min-h-11 ${out ? "text-ink-3" : ""}`}
      >
        <Box
          id={id}
          chosen={chosen}
          out={out}
          stop={stop}
          focused={focused}
          onKey={onKey}
          change={() => (out ? edits.leaveOut(row.value) : edits.choose(row.value))}
        />
        {kind && <ActorBadge kind={kind} attribution="verified" size="sm" decorative />}
        <span className={`min-w-0 truncate ${out ? "line-through" : ""}`} title={words}>
          <bdi>{words}</bdi>
        </span>
        <span className="sr-only">
          {out ? ", left out" : Number.isFinite(row.count) && `, ${countOf(String(row.count), "line")}`}
        </span>
      </label>
      <span
        aria-hidden="true"
        className={`flex-none text-meta text-ink-3 tabular-nums ${out ? "" : "group-focus-within/row:hidden group-hover/row:hidden pointer-coarse:block!"}`}
      >
        {out ? "left out" : counted(row)}
      </span>
      {!out && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Leave out ${words}`}
          title={`Leave out ${words} (X)`}
          onClick={() => edits.leaveOut(row.value)}
          className="hidden size-6 flex-none place-items-center rounded-control text-ink-3 group-focus-within/row:grid group-hover/row:grid hover:bg-hover hover:text-ink pointer-coarse:grid max-md:size-11"
        >
          <Ban size={14} />
        </button>
      )}
    </div>
  );
}

/** Nothing for a value that was not counted: one that the query names in another way than it is recorded. */
function counted({ count }: FacetValue): string {
  return Number.isFinite(count) ? grouped(String(count)) : "";
}

/** A checkbox; of what is left out, its box is dashed and crossed. */
function Box({
  id,
  chosen,
  out,
  stop,
  focused,
  onKey,
  change,
}: {
  id: string;
  chosen: boolean;
  out: boolean;
  stop: boolean;
  focused: () => void;
  onKey: (event: KeyboardEvent<HTMLInputElement>) => void;
  change: () => void;
}) {
  const mark = "pointer-events-none absolute inset-0 forced-colors:hidden";
  return (
    <span className="relative grid size-4 flex-none">
      <input
        id={id}
        type="checkbox"
        checked={chosen}
        tabIndex={stop ? 0 : -1}
        aria-keyshortcuts="x"
        data-facet-row
        onFocus={focused}
        onKeyDown={onKey}
        onChange={change}
        className={`size-4 appearance-none rounded-[4px] border-[1.5px] bg-surface checked:border-accent checked:bg-accent forced-colors:appearance-auto ${out ? "border-dashed border-ink-2" : "border-control"}`}
      />
      {out && <X size={12} strokeWidth={2.5} className={`${mark} m-0.5 text-ink-2`} />}
      {chosen && (
        <svg
          viewBox="0 0 16 16"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.25"
          strokeLinecap="round"
          strokeLinejoin="round"
          aria-hidden="true"
          className={`${mark} text-on-accent`}
        >
          <path d="m4 8.4 2.7 2.7L12 5.4" />
        </svg>
      )}
    </span>
  );
}

/** Arrows move among the values of one facet. */
function move(event: KeyboardEvent<HTMLInputElement>) {
  const rows = [...(event.currentTarget.closest("fieldset")?.querySelectorAll<HTMLElement>("[data-facet-row]") ?? [])];
  const next = rows[rows.indexOf(event.currentTarget) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  next?.focus();
}
