"use client";
import { useEffect, useState } from "react";
import { useFrame } from "../shell/here";
import { linkStyle } from "../ui/link";
import { isTouring, keepProgress, readProgress } from "./progress";

const press = `${linkStyle} min-h-6 max-md:min-h-11`;

/** The offer of the tour, until somebody took it or wants none. Help leads to it ever after. */
export function StartTour() {
  const frame = useFrame();
  const [offered, offer] = useState(false);
  const id = frame?.id;
  const on = frame?.tour.on ?? false;
  const begin = frame?.tour.begin;
  useEffect(() => {
    if (id !== undefined && isTouring(id)) begin?.();
  }, [id, begin]);
  useEffect(() => offer(id !== undefined && !on && readProgress(id) !== "done"), [id, on]);
  if (!frame || !offered) return null;
  const refuse = () => {
    keepProgress(frame.id, "done");
    offer(false);
  };
  return (
    <span className="flex flex-wrap gap-x-3">
      <button type="button" onClick={frame.tour.begin} className={press}>
        Take the tour, five stops
      </button>
      <button type="button" onClick={refuse} className={press}>
        No tour
      </button>
    </span>
  );
}
