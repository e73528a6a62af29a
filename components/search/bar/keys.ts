/** What the keys of the search bar do. Esc closes and never clears. */
import type { ClipboardEvent, KeyboardEvent } from "react";
import type { FieldProps } from "./field";
import type { Focus } from "./focus";
import type { List } from "./list";
import type { Offer } from "./offers";
import { joined, longest } from "./pieces";

/** The keys of the input: its list, its tokens, and the search. */
export function onInputKey(
  event: KeyboardEvent<HTMLInputElement>,
  { draft, edit, search, undo }: FieldProps,
  list: List,
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

/** The keys of a token: the others, the input, and its end. */
export function onChipKey(event: KeyboardEvent, at: number, { edit, draft, undo }: FieldProps, focus: Focus) {
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
export function onPaste(event: ClipboardEvent<HTMLInputElement>, { draft, edit, tooLong }: FieldProps) {
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
