"use client";
import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { isTyping } from "../ui/keys";

export type Look = "side" | "inline";

interface Frame {
  look: Look;
  setLook(look: Look): void;
  raw: boolean;
  setRaw(raw: boolean): void;
  step(by: 1 | -1): void;
  /** Plain sentences, one for each change. */
  sentences: string[];
}

const FrameContext = createContext<Frame | undefined>(undefined);
export const useFrame = () => useContext(FrameContext);

/**
 * Round a DiffTable and its tools: n and p go from change to change, side by side or inline as this browser's reader last chose,
 * values as they were recorded on demand. `sentences`: what copying gives, without anything concealed.
 */
export function DiffFrame({ sentences, children }: { sentences: string[]; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [look, setLook] = useKeptLook();
  const [raw, setRaw] = useState(false);
  const step = (by: 1 | -1) => {
    const rows = [...(frame.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
    const here = rows.indexOf(document.activeElement?.closest<HTMLElement>("[data-change]") as HTMLElement);
    const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };
  useStepKeys(step);
  useWantedField(frame);
  return (
    <FrameContext value={{ look, setLook, raw, setRaw, step, sentences }}>
      <div ref={frame} className="group/diff contents" data-look={look} data-raw={raw ? "yes" : "no"}>
        {children}
      </div>
    </FrameContext>
  );
}

/** n and p, wherever nobody writes and nothing floats above the page. */
function useStepKeys(step: (by: 1 | -1) => void) {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"], [role="menu"]')) return;
      const by = event.key === "n" ? 1 : event.key === "p" ? -1 : undefined;
      if (!by) return;
      event.preventDefault();
      latest.current(by);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

/** An address that names a field leads to it, also where it is folded away. */
function useWantedField(frame: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    const reach = () => {
      const wanted = decodeURIComponent(location.hash.slice(1));
      const row = wanted.startsWith("field-") ? document.getElementById(wanted) : null;
      if (!row || !frame.current?.contains(row)) return;
      row.closest("details")?.setAttribute("open", "");
      row.focus();
    };
    reach();
    addEventListener("hashchange", reach);
    return () => removeEventListener("hashchange", reach);
  }, [frame]);
}

const place = "vouch.diff";
const changed = "vouch.diff.changed";

function useKeptLook(): [Look, (look: Look) => void] {
  const listen = (tell: () => void) => {
    addEventListener("storage", tell);
    addEventListener(changed, tell);
    return () => {
      removeEventListener("storage", tell);
      removeEventListener(changed, tell);
    };
  };
  const look = useSyncExternalStore<Look>(
    listen,
    () => (read() === "inline" ? "inline" : "side"),
    () => "side",
  );
  const keep = (chosen: Look) => {
    try {
      localStorage.setItem(place, chosen);
    } catch {
      // a browser that keeps nothing shows the choice until the page is left
      unkept = chosen;
    }
    dispatchEvent(new Event(changed));
  };
  return [look, keep];
}

let unkept: string | undefined;
function read(): string | null | undefined {
  try {
    return unkept ?? localStorage.getItem(place);
  } catch {
    return unkept;
  }
}
