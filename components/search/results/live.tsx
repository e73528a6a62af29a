"use client";
import { ArrowUp, Pause, Play, Radio, WifiOff } from "lucide-react";
import { countOf } from "@/lib/event";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import type { Tail } from "./use-tail";

/** Turns following on and off. */
export function LiveSwitch({ tail }: { tail: Tail }) {
  const on = tail.state === "on" || tail.state === "lost";
  return (
    <Button
      role="switch"
      aria-checked={on}
      size="small"
      look={on ? "plain" : "quiet"}
      onClick={() => tail.turn(!on)}
      title="New lines come in by themselves. The search was recorded when you made it; looking for news is not."
    >
      <Radio size={14} className={on ? "text-accent" : ""} /> Live
    </Button>
  );
}

/** Above the list while it is followed: how it goes, and the lines that wait. */
export function LiveLine({ tail }: { tail: Tail }) {
  const { state, says, waiting, frozen, shown } = tail;
  if (state === "off" && !says && waiting.length === 0) return null;
  const waits = waiting.length > 0 && (
    <Button size="small" onClick={() => goOn(tail)}>
      <ArrowUp size={14} /> Show {countOf(String(waiting.length), "new line")}
    </Button>
  );
  return (
    <div className="sticky top-[calc(var(--above,0rem)+3.25rem)] z-3 border-t border-line bg-surface px-5 py-2 max-md:px-4">
      {state === "lost" ? (
        <Note look="unknown" icon={<WifiOff size={16} />}>
          Nobody answers. What you see may be old; we go on trying.
        </Note>
      ) : (
        <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1.5 text-dense text-ink-2">
          <p role="status">{says ?? liveWords(frozen, waiting.length, shown.length)}</p>
          {waits}
          {state === "on" && (
            <Button
              look="quiet"
              size="small"
              className="ml-auto"
              onClick={() => (frozen ? goOn(tail) : tail.freeze(true))}
            >
              {frozen ? <Play size={14} /> : <Pause size={14} />} {frozen ? "Go on" : "Freeze"}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Up to where new lines come in. */
function goOn(tail: Tail) {
  tail.freeze(false);
  tail.show();
}

function liveWords(frozen: boolean, waiting: number, shown: number): string {
  if (frozen) {
    const count = waiting === 0 ? "Nothing new" : countOf(String(waiting), "new line");
    return `${count}. The list stands still while you read.`;
  }
  return shown === 0
    ? "New lines come in here as they are recorded."
    : `${countOf(String(shown), "new line")} since this search.`;
}
