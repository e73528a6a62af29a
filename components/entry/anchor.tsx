"use client";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";
import { linkStyle } from "../ui/link";
import { entryAddress } from "./address";

/** A link from one entry to another: in a panel it takes the place of the one that stands there, on a page it is a page. */
export function EntryAnchor({ index, children }: { index: string; children: ReactNode }) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || !event.currentTarget.closest("[data-panel]")) return;
    event.preventDefault();
    router.replace(entryAddress(index), { scroll: false });
  };
  return (
    <a href={entryAddress(index)} onClick={follow} className={linkStyle}>
      {children}
    </a>
  );
}
