"use client";
import { usePathname } from "next/navigation";
import { useCallback, useState } from "react";
import { type SearchAsk, searchAddress, type View } from "@/lib/search/language";
import { keepColumns } from "./keep-columns";

/**
 * How the list is shown: columns, and whether transactions stand together. It stands in the address, so that a link and the way
 * back show the same; changing it searches nothing, since what was found is the same.
 */
export function useView(ask: SearchAsk): { ask: SearchAsk; change: (view: View) => void } {
  const [view, setView] = useState(ask.view);
  const [found, setFound] = useState(ask);
  if (found !== ask) {
    setFound(ask);
    setView(ask.view);
  }
  const listed = usePathname() === "/events";
  const change = useCallback(
    (next: View) => {
      setView(next);
      if (next.columns) keepColumns(next.columns);
      const zone = new URLSearchParams(location.search).get("zone") ?? undefined;
      if (listed) history.replaceState(history.state, "", searchAddress({ ...ask, zone, view: next }));
    },
    [ask, listed],
  );
  return { ask: view === ask.view ? ask : { ...ask, view }, change };
}
