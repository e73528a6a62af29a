"use client";
import { type MouseEvent, type RefObject, useEffect, useRef } from "react";

type Place = number | "input";

/** Moves the focus to a token or the input, at once or after what is being changed is drawn. */
export function useFocusAfter(input: RefObject<HTMLInputElement | null>, chips: Map<number, HTMLButtonElement>) {
  const wanted = useRef<Place>(undefined);
  const move = (to: Place) => (to === "input" ? input.current : chips.get(to))?.focus();
  useEffect(() => {
    if (wanted.current !== undefined) move(wanted.current);
    wanted.current = undefined;
  });
  return {
    now: move,
    /** A press goes to the input, and does nothing else. */
    to: (press: MouseEvent) => {
      press.preventDefault();
      move("input");
    },
    after: (to: Place) => {
      wanted.current = to;
    },
  };
}
export type Focus = ReturnType<typeof useFocusAfter>;
