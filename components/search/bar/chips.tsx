"use client";
import { X } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { chipOf, type LabelOf, saying } from "../words";
import { pieceOf } from "./pieces";

export interface ChipProps {
  /** The piece of the query that the token is. */
  text: string;
  labelOf: LabelOf;
  /** It holds in the search whose results are shown. */
  held: boolean;
  /** The id of the sentences that say what is wrong with it. */
  wrong?: string;
  ref?: Ref<HTMLButtonElement>;
  open: () => void;
  remove: () => void;
  onKey: (event: KeyboardEvent) => void;
}

/** A finished part of the query: pressed, it becomes text again; its × takes it away. Arrows lead to it, Delete removes it. */
export function Chip({ text, labelOf, held, wrong, ref, open, remove, onKey }: ChipProps) {
  const { tree, mistakes } = pieceOf(text);
  const bad = mistakes.length > 0;
  const words = bad ? { not: false, name: "", value: text } : chipOf(tree, labelOf);
  const says = saying(words);
  const edge = bad ? "border-dashed border-tampered" : held ? "border-line-strong" : "border-accent-line";
  return (
    <span
      className={`inline-flex min-h-[26px] max-w-full items-center rounded-[5px] border text-dense max-md:min-h-11 ${edge} ${held || bad ? "bg-sunken" : "bg-accent-soft"}`}
    >
      <button
        ref={ref}
        type="button"
        tabIndex={-1}
        data-chip
        title={text}
        onClick={open}
        onKeyDown={onKey}
        aria-label={`${says}${held ? "" : ", not searched yet"}. Change it`}
        aria-describedby={bad ? wrong : undefined}
        className="inline-flex min-h-6 min-w-0 items-center gap-1 rounded-[4px] pl-2 text-left max-md:min-h-11"
      >
        {words.not && <span className="flex-none text-tampered">not</span>}
        {words.name && <span className="flex-none text-ink-3">{words.name}</span>}
        <span
          className={`min-w-0 truncate font-[560] ${bad ? "underline decoration-tampered decoration-wavy decoration-1 underline-offset-2" : ""}`}
        >
          <bdi>{words.value}</bdi>
        </span>
      </button>
      <RemoveButton says={says} remove={remove} />
    </span>
  );
}

/** Vouch's own entries are left out unless somebody asks for them: that stands in the bar too, and can be turned. */
export function OwnChip({ turn }: { turn: () => void }) {
  return (
    <span className="inline-flex min-h-[26px] max-w-full items-center rounded-[5px] border border-line-strong border-dashed text-dense text-ink-2 max-md:min-h-11">
      <span className="min-w-0 truncate pl-2">Without Vouch’s own entries</span>
      <button
        type="button"
        onClick={turn}
        aria-label="Show Vouch’s own entries too"
        title="Show Vouch’s own entries too"
        className="grid size-6 flex-none place-items-center rounded-[4px] text-ink-3 hover:text-ink max-md:size-11"
      >
        <X size={13} />
      </button>
    </span>
  );
}

function RemoveButton({ says, remove }: { says: string; remove: () => void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={remove}
      aria-label={`Remove ${says}`}
      className="grid size-6 flex-none place-items-center rounded-[4px] text-ink-3 hover:text-ink max-md:size-11"
    >
      <X size={13} />
    </button>
  );
}
