"use client";
import { CircleQuestionMark, Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { NoticesBell } from "../notices/bell";
import { useFrame } from "./here";
import { ZoneSaid, ZoneSwitch } from "./zone-switch";

/** What every page's bar ends with: the way to everything, the zone, and help for the page. */
export function Tools() {
  const frame = useFrame();
  if (!frame) return null;
  return (
    <>
      <ZoneSaid />
      <button
        type="button"
        onClick={() => frame.show("palette")}
        aria-keyshortcuts="Control+K Meta+K"
        className="flex h-control items-center gap-2 rounded-control border border-line-strong bg-surface px-2.5 text-dense text-ink-3 hover:bg-hover hover:text-ink max-lg:size-9 max-lg:justify-center max-lg:border-transparent max-lg:px-0 max-md:size-11 lg:w-56"
      >
        <Search size={16} className="max-lg:size-[18px] max-lg:text-ink-2" />
        <span className="max-lg:sr-only">Search or jump to</span>
        <CommandKey />
      </button>
      <ZoneSwitch />
      <NoticesBell />
      <button
        type="button"
        aria-label="Help for this page"
        title="Help for this page"
        aria-keyshortcuts="?"
        onClick={() => frame.show("help")}
        className="grid size-9 place-items-center rounded-control text-ink-2 hover:bg-hover hover:text-ink max-sm:hidden max-md:size-11"
      >
        <CircleQuestionMark size={18} />
      </button>
    </>
  );
}

function CommandKey() {
  const mac = useSyncExternalStore(
    () => () => {},
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
  return (
    <span
      aria-hidden="true"
      className="ml-auto rounded-[4px] border border-line-strong px-1.5 font-sans text-micro font-[520] text-ink-3 max-lg:hidden"
    >
      {mac ? "⌘ K" : "Ctrl K"}
    </span>
  );
}
