"use client";
import type { Ref } from "react";
import type { FieldProps } from "./field";
import type { Focus } from "./focus";
import { onInputKey, onPaste } from "./keys";
import type { List } from "./list";
import type { Offer } from "./offers";
import { longest } from "./pieces";

/** Where the next token is written. The list is named by it, and the active offer, since the focus stays here. */
export function TokenInput({
  ref,
  list,
  listId,
  take,
  focus,
  setFocused,
  ...props
}: FieldProps & {
  ref: Ref<HTMLInputElement>;
  list: List;
  listId: string;
  take: (offer: Offer) => void;
  focus: Focus;
  setFocused: (focused: boolean) => void;
}) {
  const { draft, edit, wrong, help, tooLong } = props;
  const atEnd = draft.place === draft.pieces.length;
  return (
    <input
      ref={ref}
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
      onChange={({ target }) => {
        if (target.value.length > longest) return tooLong(target.value.length);
        list.show();
        edit({ does: "type", typed: target.value });
      }}
      onPaste={(event) => onPaste(event, props)}
      onFocus={() => {
        setFocused(true);
        list.show();
      }}
      onClick={list.show}
      onBlur={() => {
        setFocused(false);
        list.hide();
      }}
      onKeyDown={(event) => onInputKey(event, props, list, take, focus)}
      className={`h-7 min-w-24 bg-transparent text-dense text-ink outline-none max-md:h-11 max-md:text-lead ${atEnd ? "flex-1" : "flex-none"}`}
    />
  );
}
