"use client";
import { ArrowDown, ArrowUp, ChevronLeft, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { grouped } from "@/lib/event";
import { buttonStyle } from "../ui/button";
import { isTyping } from "../ui/keys";
import { entryAddress } from "./address";
import { EntryLink } from "./entry-link";

/**
 * The frame of an entry beside its list: arrows go to the next and the previous line of that list, Escape and the way back close it,
 * and the focus goes back to the line. Steps replace one another in the browser's history, so that one step back is the list.
 */
export function EntryPanel({ index, children }: { index: string; children: ReactNode }) {
  const router = useRouter();
  const panel = useRef<HTMLElement>(null);
  const [beside, setBeside] = useState<{ previous?: string; next?: string }>({});
  const [pending, start] = useTransition();
  const close = () => router.back();
  const go = (address: string | undefined) => address && start(() => router.replace(address, { scroll: false }));
  useFocus(panel, index);
  useEffect(() => setBeside(linesBeside(index)), [index]);
  useKeys(panel, {
    Escape: close,
    ArrowUp: () => go(beside.previous),
    ArrowDown: () => go(beside.next),
  });
  return (
    <section
      ref={panel}
      data-panel
      tabIndex={-1}
      aria-label={`Entry ${grouped(index)}`}
      className="bg-surface outline-none max-lg:flex-1 lg:fixed lg:top-[calc(var(--above,0rem)+3.25rem)] lg:right-0 lg:bottom-0 lg:z-9 lg:w-[min(var(--spacing-panel),58vw)] lg:overflow-y-auto lg:border-l lg:border-line-strong lg:shadow-float lg:group-has-[[data-in=page]]/events:static lg:group-has-[[data-in=page]]/events:w-auto"
    >
      <span hidden data-pending={pending} />
      <div className="sticky top-0 z-2 flex min-h-13 items-center gap-2 border-b border-line bg-surface py-2 pr-3 pl-5 max-lg:pl-2">
        <button
          type="button"
          onClick={close}
          aria-label="Back to the list"
          className="grid size-11 flex-none place-items-center rounded-control hover:bg-hover lg:hidden"
        >
          <ChevronLeft size={20} />
        </button>
        <p className="min-w-0 truncate text-body font-[600]">Entry {grouped(index)}</p>
        <div className="ml-auto flex flex-none items-center gap-1.5">
          <Step label="Previous line" onClick={() => go(beside.previous)} disabled={!beside.previous}>
            <ArrowUp size={15} />
          </Step>
          <Step label="Next line" onClick={() => go(beside.next)} disabled={!beside.next}>
            <ArrowDown size={15} />
          </Step>
          <EntryLink index={index} />
          <button
            type="button"
            onClick={close}
            aria-label="Close"
            aria-keyshortcuts="Escape"
            className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-hover max-lg:hidden"
          >
            <X size={18} />
          </button>
        </div>
      </div>
      {children}
    </section>
  );
}

function Step(props: { label: string; onClick: () => void; disabled: boolean; children: ReactNode }) {
  const { label, onClick, disabled, children } = props;
  return (
    <button
      type="button"
      aria-label={disabled ? `${label}: there is none on this page of the list` : label}
      aria-disabled={disabled}
      onClick={onClick}
      className={buttonStyle({ look: "quiet", size: "small" }, "max-md:w-11 max-md:px-0")}
    >
      {children}
    </button>
  );
}

function rows(): HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
}

function linesBeside(index: string): { previous?: string; next?: string } {
  const addresses = rows().map((row) => row.getAttribute("href") ?? undefined);
  const at = addresses.indexOf(entryAddress(index));
  return at < 0 ? {} : { previous: addresses[at - 1], next: addresses[at + 1] };
}

/** The sentence is read out as the panel opens; as it closes, its line has the focus. */
function useFocus(panel: React.RefObject<HTMLElement | null>, index: string) {
  useEffect(() => {
    const row = rows().find((one) => one.getAttribute("href") === entryAddress(index));
    row?.scrollIntoView({ block: "nearest" });
    if (!location.hash.startsWith("#field-")) {
      (panel.current?.querySelector<HTMLElement>("#sentence") ?? panel.current)?.focus({ preventScroll: true });
      panel.current?.scrollTo(0, 0);
    }
    if (matchMedia("(width < 72rem)").matches) scrollTo(0, 0);
    return () => {
      // once the panel is gone, since the line may be hidden until then
      requestAnimationFrame(() => !document.querySelector("[data-panel]") && row?.isConnected && row.focus());
    };
  }, [panel, index]);
}

/** Keys that hold while the focus is in the panel, unless somebody writes there or scrolls a text. */
function useKeys(panel: React.RefObject<HTMLElement | null>, acts: Record<string, () => void>) {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const act = latest.current[event.key];
      if (!act || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]')) return;
      const { target } = event;
      const inside = target instanceof Element && panel.current?.contains(target);
      if (event.key !== "Escape" && (!inside || target.closest('[role="group"]'))) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [panel]);
}
