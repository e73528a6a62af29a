"use client";
import { Search } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { LabelOf } from "../words";
import { Chip, OwnChip } from "./chips";
import { useList } from "./list";
import type { Offer } from "./offers";
import { Options } from "./options";
import { joined, longest } from "./pieces";
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
  const { draft, edit, held, labelOf, wrong, help, turnOwn, drop } = props;
  const [focused, setFocused] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const chips = useRef(new Map<number, HTMLButtonElement>());
  const others = joined([...draft.pieces]);
  const list = useList(draft.typed, others, focused);
  const listId = useId();
  const focus = useFocusAfter(input, chips.current);

  const take = (offer: Offer) => {
    edit({ does: "take", text: offer.text, done: offer.done });
    if (offer.done) list.hide();
    input.current?.focus();
  };
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
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        input.current?.focus();
      }}
      className="relative flex min-h-10 min-w-0 flex-1 cursor-text flex-wrap items-center gap-1.5 rounded-control border border-control bg-surface py-1.5 pr-2 pl-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus max-md:basis-full"
    >
      <Search size={16} className="pointer-events-none text-ink-3" />
      {turnOwn && <OwnChip turn={turnOwn} />}
      {draft.pieces.slice(0, draft.place).map((_, at) => chipAt(at))}
      <input
        ref={input}
        role="combobox"
        aria-label="Search: add a filter or words"
        aria-autocomplete="list"
        aria-expanded={list.open}
        aria-controls={list.open ? listId : undefined}
        aria-activedescendant={list.active >= 0 ? `${listId}-${list.active}` : undefined}
        aria-describedby={[wrong, help].filter(Boolean).join(" ")}
        aria-invalid={wrong ? true : undefined}
        aria-keyshortcuts="/"
        data-search-input
        type="text"
        dir="auto"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        size={Math.min(Math.max(draft.typed.length + 1, 10), 60)}
        placeholder={draft.pieces.length === 0 ? "Type a name, a word or a field" : "Add a filter"}
        value={draft.typed}
        onChange={(event) => {
          if (event.target.value.length > longest) return props.tooLong(event.target.value.length);
          list.show();
          edit({ does: "type", typed: event.target.value });
        }}
        onPaste={(event) => onPaste(event, props)}
        onFocus={() => {
          setFocused(true);
          list.show();
        }}
        onClick={() => list.show()}
        onBlur={() => {
          setFocused(false);
          list.hide();
        }}
        onKeyDown={(event) => onInputKey(event, props, list, take, focus)}
        className={`h-7 min-w-24 bg-transparent text-dense text-ink outline-none max-md:h-11 max-md:text-lead ${draft.place === draft.pieces.length ? "flex-1" : "flex-none"}`}
      />
      {draft.pieces.slice(draft.place).map((_, at) => chipAt(at + draft.place))}
      <SearchButton changed={props.changed} search={props.search} quiet={focused} />
      {list.open && <Options id={listId} label={list.label} offers={list.offers} active={list.active} take={take} />}
    </div>
  );
}

type Place = number | "input";

/** Moves the focus to a token or the input, at once or after what is being changed is drawn. */
function useFocusAfter(input: React.RefObject<HTMLInputElement | null>, chips: Map<number, HTMLButtonElement>) {
  const wanted = useRef<Place>(undefined);
  const move = (to: Place) => (to === "input" ? input.current : chips.get(to))?.focus();
  useEffect(() => {
    if (wanted.current !== undefined) move(wanted.current);
    wanted.current = undefined;
  });
  return {
    now: move,
    after: (to: Place) => {
      wanted.current = to;
    },
  };
}
type Focus = ReturnType<typeof useFocusAfter>;

function onInputKey(
  event: KeyboardEvent<HTMLInputElement>,
  { draft, edit, search, undo }: FieldProps,
  list: ReturnType<typeof useList>,
  take: (offer: Offer) => void,
  focus: Focus,
) {
  if (event.nativeEvent.isComposing) return; // Enter ends a word of Japanese, not the search
  const atStart = event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0;
  const active = list.active >= 0 ? list.offers[list.active] : undefined;
  const does = () => {
    switch (event.key) {
      case "ArrowDown":
        return list.move(1);
      case "ArrowUp":
        return list.move(-1);
      case "Enter":
        if (active) return take(active);
        list.hide();
        return search();
      case "Tab":
        return list.meant && !event.shiftKey ? take(list.meant) : false;
      case "Escape":
        return list.open ? list.hide() : false;
      case "Backspace":
        return atStart && draft.place > 0 ? edit({ does: "reopen", at: draft.place - 1 }) : false;
      case "ArrowLeft":
        return atStart && draft.place > 0 ? focus.now(draft.place - 1) : false;
      case "ArrowRight": {
        const atEnd = event.currentTarget.selectionStart === draft.typed.length;
        return atEnd && draft.place < draft.pieces.length ? focus.now(draft.place) : false;
      }
      case "z":
        return (event.ctrlKey || event.metaKey) && !event.shiftKey && draft.typed === "" ? undo() : false;
      default:
        return false;
    }
  };
  if (does() !== false) event.preventDefault();
}

function onChipKey(event: KeyboardEvent, at: number, { edit, draft, undo }: FieldProps, focus: Focus) {
  const last = draft.pieces.length - 1;
  const does = () => {
    switch (event.key) {
      case "ArrowLeft":
        return focus.now(at === draft.place ? "input" : Math.max(at - 1, 0));
      case "ArrowRight":
        return focus.now(at + 1 === draft.place || at === last ? "input" : at + 1);
      case "Home":
        return focus.now(0);
      case "End":
      case "Escape":
        return focus.now("input");
      case "Delete":
      case "Backspace":
        focus.after(last === 0 ? "input" : Math.min(at, last - 1));
        return edit({ does: "remove", at });
      case "z":
        return event.ctrlKey || event.metaKey ? undo() : false;
      default:
        return false;
    }
  };
  if (does() !== false) event.preventDefault();
}

/** A whole query that is pasted becomes its tokens at once; one that is longer than a search may be is left where it was. */
function onPaste(event: ClipboardEvent<HTMLInputElement>, { draft, edit, tooLong }: FieldProps) {
  const pasted = event.clipboardData.getData("text/plain");
  const { selectionStart, selectionEnd } = event.currentTarget;
  const whole = draft.typed.slice(0, selectionStart ?? 0) + pasted + draft.typed.slice(selectionEnd ?? 0);
  const length = joined(draft.pieces).length + whole.length;
  if (length > longest) {
    event.preventDefault();
    tooLong(length);
    return;
  }
  if (!/\s/.test(pasted.trim()) || !/[:=<>]/.test(pasted)) return;
  event.preventDefault();
  edit({ does: "type", typed: whole.replaceAll(/\s+/g, " ") });
  edit({ does: "finish" });
}
