"use client";
import { Search } from "lucide-react";
import { useId, useRef, useState } from "react";
import type { LabelOf } from "../words";
import { Chip, OwnChip } from "./chips";
import { useFocusAfter } from "./focus";
import { TokenInput } from "./input";
import { onChipKey } from "./keys";
import { useList } from "./list";
import type { Offer } from "./offers";
import { Options } from "./options";
import { joined } from "./pieces";
import { SearchButton } from "./search-button";
import type { Draft, Edit } from "./state";

export interface FieldProps {
  draft: Draft;
  edit: (edit: Edit) => void;
  /** The pieces that hold in the search whose results are shown. */
  held: ReadonlySet<string>;
  labelOf: LabelOf;
  /** The id of the sentences that say what is wrong, where something is. */
  wrong?: string;
  /** The id of the sentences that say how the bar is used. */
  help: string;
  /** Vouch's own entries are left out, unless the query says otherwise. */
  turnOwn?: () => void;
  search: () => void;
  /** What is written is not what the results are of. */
  changed: boolean;
  /** Takes a token away and searches without it. */
  drop: (at: number) => void;
  undo: () => void;
  /** More was pasted than a search may hold. */
  tooLong: (length: number) => void;
}

/** Tokens, and the input in which the next one is written: an editable combobox with a list (ARIA APG). */
export function TokenField(props: FieldProps) {
  const { draft, edit, held, labelOf, wrong, turnOwn, drop } = props;
  const [focused, setFocused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const chips = useRef(new Map<number, HTMLButtonElement>());
  const list = useList(draft.typed, joined(draft.pieces), focused);
  const listId = useId();
  const focus = useFocusAfter(input, chips.current);

  const take = (offer: Offer) => {
    edit({ does: "take", text: offer.text, done: offer.done });
    if (offer.done) list.hide();
    input.current?.focus();
  };
  const writing = { list, listId, take, focus, setFocused };
  const chipAt = (at: number) => {
    const text = draft.pieces[at] ?? "";
    return (
      <Chip
        key={`${at} ${text}`}
        ref={(element) => {
          if (element) chips.current.set(at, element);
          else chips.current.delete(at);
        }}
        text={text}
        labelOf={labelOf}
        held={held.has(text)}
        wrong={wrong}
        open={() => {
          edit({ does: "reopen", at });
          input.current?.focus();
        }}
        remove={() => drop(at)}
        onKey={(event) => onChipKey(event, at, props, focus)}
      />
    );
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a press beside the tokens goes to the input, which is what has the keys
    <div
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) focus.to(event);
      }}
      className="relative flex min-h-10 min-w-0 grow basis-88 cursor-text flex-wrap items-center gap-1.5 rounded-control border border-control bg-surface py-1.5 pr-2 pl-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus max-md:basis-full"
    >
      <Search size={16} className="pointer-events-none text-ink-3" />
      {turnOwn && <OwnChip turn={turnOwn} />}
      {draft.pieces.slice(0, draft.place).map((_, at) => chipAt(at))}
      <TokenInput {...props} {...writing} ref={input} />
      {draft.pieces.slice(draft.place).map((_, at) => chipAt(at + draft.place))}
      <SearchButton changed={props.changed} search={props.search} quiet={focused} />
      <Options id={listId} list={list} take={take} />
    </div>
  );
}
