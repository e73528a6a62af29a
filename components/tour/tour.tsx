"use client";
import { X } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useFrame } from "../shell/here";
import { Button } from "../ui/button";
import { isTouring, keepProgress, keepTouring, readProgress } from "./progress";
import { type Stop, stopsFor } from "./stops";

/** The tour, beside the page that it speaks of: nothing is dimmed, and the page stays in use. */
export default function Tour() {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const way = useWay();
  if (!way) return null;
  const { stops, at, stop, end } = way;
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-label="Tour of the demo"
      onKeyDown={(event) => event.key === "Escape" && end()}
      className="comes-in fixed bottom-5 left-20 z-15 grid w-92 gap-3 rounded-card border border-line bg-raised p-4 text-ink shadow-float outline-none max-md:inset-x-2 max-md:bottom-2 max-md:w-auto lg:left-60"
    >
      <header className="flex items-start gap-3">
        <div className="min-w-0">
          <p className="text-meta text-ink-3">
            Stop {at + 1} of {stops.length}
          </p>
          <h2 className="text-body" aria-live="polite">
            {stop.title}
          </h2>
        </div>
        <button
          type="button"
          aria-label="Leave the tour"
          onClick={end}
          className="-mt-1 -mr-1 ml-auto grid size-8 flex-none place-items-center rounded-control text-ink-2 hover:bg-hover max-md:size-11"
        >
          <X size={16} />
        </button>
      </header>
      <p className="prose-wrap text-dense text-ink-2">{stop.says}</p>
      <Steps {...way} />
    </section>
  );
}

interface Way {
  stops: Stop[];
  at: number;
  stop: Stop;
  /** Whether the page is the stop's. */
  here: boolean;
  /** It is not, nor is that page on the way. */
  lost: boolean;
  /** Whether what it points to is there. */
  ready: boolean;
  go: (to: number) => void;
  forward: () => void;
  end: () => void;
}

/** Where the reader is on the way, and how it goes on. Undefined outside the frame. */
function useWay(): Way | undefined {
  const frame = useFrame();
  const path = usePathname();
  const stops = stopsFor(frame?.may ?? []);
  const [at, setAt] = useState(() => {
    const progress = frame && readProgress(frame.id);
    return typeof progress === "object" ? Math.min(progress.stop, stops.length - 1) : 0;
  });
  const [leaving, leave] = useState<string>(); // the page of which a link was pressed
  const stop = stops[at];
  const here = stop?.at.test(path) ?? false;
  const target = usePointing(here ? stop?.target : undefined);
  const began = useRef(false);
  useEffect(() => {
    if (!frame || began.current) return;
    began.current = true;
    // a page that is loaded anew is where the reader wants to be
    const goesOn = isTouring(frame.id);
    keepTouring(frame.id, true);
    if (!goesOn && stop?.address && !here) frame.go(stop.address);
  }, [frame, stop, here]);
  if (!frame || !stop) return undefined;
  const go = (to: number) => {
    setAt(to);
    keepProgress(frame.id, to);
    const address = stops[to]?.address;
    if (address) frame.go(address);
  };
  const forward = () => {
    if (stop.press && !stops[at + 1]?.address) {
      leave(path);
      target?.click();
    }
    go(at + 1);
  };
  const end = () => {
    keepProgress(frame.id, "done");
    keepTouring(frame.id, false);
    frame.tour.end();
  };
  const lost = !here && !frame.going && leaving !== path;
  return { stops, at, stop, here, lost, ready: target !== undefined, go, forward, end };
}

function Steps({ stops, at, stop, here, lost, ready, go, forward, end }: Way) {
  const next = stops[at + 1];
  const presses = stop.press !== undefined && next !== undefined && !next.address;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {at > 0 && <Button onClick={() => go(at - 1)}>Back</Button>}
      {lost && (
        <Button look="primary" onClick={() => go(stop.address ? at : at - 1)}>
          Show it
        </Button>
      )}
      {here && next && (
        <Button look="primary" onClick={forward} disabled={presses && !ready}>
          {presses ? stop.press : `Next: ${next.title}`}
        </Button>
      )}
      {here && !next && (
        <Button look="primary" onClick={end}>
          End the tour
        </Button>
      )}
    </div>
  );
}

/** Marks what the stop points to as soon as the page has it. Answers the element. */
function usePointing(selector: string | undefined): HTMLElement | undefined {
  const [found, setFound] = useState<HTMLElement>();
  useEffect(() => {
    if (!selector) return;
    let marked: HTMLElement | undefined;
    const outlined = () => marked?.closest("tr") ?? marked; // a row has more lines than its link
    const look = () => {
      const element = document.querySelector<HTMLElement>(selector) ?? undefined;
      if (element === marked) return;
      outlined()?.removeAttribute("data-toured");
      marked = element;
      setFound(element);
      outlined()?.setAttribute("data-toured", "");
      element?.scrollIntoView({ block: "nearest" });
    };
    look();
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      watch.disconnect();
      outlined()?.removeAttribute("data-toured");
      setFound(undefined);
    };
  }, [selector]);
  return found;
}
