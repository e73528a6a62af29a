"use client";
import { type RefObject, useEffect } from "react";
import { isTyping } from "../ui/keys";

/** Up and down move from row to row, from anywhere that has no use for these keys itself. */
export function useArrowKeys(list: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.metaKey || event.ctrlKey)
        return;
      if (event.defaultPrevented || isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"]'))
        return;
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      if (at < 0 && document.activeElement !== document.body && document.activeElement?.id !== "main") return;
      const next = rows[event.key === "ArrowDown" ? at + 1 : Math.max(at - 1, 0)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [list]);
}
