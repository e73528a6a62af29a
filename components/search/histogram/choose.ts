"use client";
/** How a time is chosen in the chart: by its keys, and by dragging over it. */
import type { KeyboardEvent, PointerEvent, RefObject } from "react";
import type { Bar } from "@/lib/search";
import { barAt } from "./bars";
import { room } from "./room";

/** Numbers of bars: the one with which it began, and the one at which it is. */
export interface Chosen {
  anchor: number;
  head: number;
}

/** Arrows choose a bar by the chart's own keys; with Shift the first one stays, Enter takes the time, Escape lets go of it. */
export function chooseByKey(now: {
  shown: RefObject<number | undefined>;
  chosen: Chosen | undefined;
  setChosen: (chosen: Chosen | undefined) => void;
  take: (chosen: Chosen) => void;
}) {
  return (event: KeyboardEvent) => {
    const at = now.shown.current;
    if (at === undefined) return;
    if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation(); // the chart would hide what it shows
      now.take(now.chosen ?? { anchor: at, head: at });
    } else if (event.key === "Escape" && now.chosen) {
      event.preventDefault();
      event.stopPropagation();
      now.setChosen(undefined);
    } else if (/^Arrow(Left|Right)$/.test(event.key)) {
      now.setChosen(event.shiftKey ? (now.chosen ?? { anchor: at, head: at }) : undefined);
    }
  };
}

/** A press and a way over the bars; a press alone takes one bar. A touch that moves up or down scrolls the page. */
export function dragOver(now: {
  bars: readonly Bar[];
  dragging: RefObject<boolean>;
  chosen: Chosen | undefined;
  setChosen: (chosen: Chosen | undefined) => void;
  take: (chosen: Chosen) => void;
}) {
  const barOf = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return barAt((event.clientX - box.left) / (box.width - room.right), now.bars);
  };
  const end = () => {
    now.dragging.current = false;
    now.setChosen(undefined);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      now.dragging.current = true;
      now.setChosen({ anchor: barOf(event), head: barOf(event) });
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (now.dragging.current && now.chosen) now.setChosen({ ...now.chosen, head: barOf(event) });
    },
    onPointerUp: () => {
      const { chosen, dragging } = now;
      if (!dragging.current || !chosen) return;
      dragging.current = false;
      now.take(chosen);
    },
    onPointerCancel: end,
  };
}
