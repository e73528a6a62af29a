"use client";
/** From one search to another: every editor of the query ends here. */
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect } from "react";
import { type SearchAsk, searchAddress, type Tree, type View } from "@/lib/search/language";
import { useFrame } from "../shell/here";

/** What is searched for instead of what was. */
export type Other = { tree: Tree } | { text: string };

/**
 * Searches for something else, from its first page on. How the list is shown stays, and so does the zone that stands in the address.
 * Each search is recorded, so this follows from nothing but an act of a person.
 */
export function useSearch(view?: View): (other: Other) => void {
  const go = useGo();
  const zone = useSearchParams().get("zone") ?? undefined;
  return useCallback(
    (other: Other) => go(searchAddress({ ...other, zone, view: view ?? searchHere()?.view })),
    [go, zone, view],
  );
}

/** Goes to an address, so that the way back leads here; the old rows step back meanwhile. */
export function useGo(): (address: string) => void {
  const frame = useFrame();
  const { push } = useRouter();
  return frame?.go ?? push;
}

/** The search that stands on the page, for what is not part of it: an entry that is open beside it. */
let here: SearchAsk | undefined;

export function searchHere(): SearchAsk | undefined {
  return here;
}

/** Says that this search stands on the page, as long as it does. */
export function useSearchHere(ask: SearchAsk): void {
  useEffect(() => {
    here = ask;
    return () => {
      if (here === ask) here = undefined;
    };
  }, [ask]);
}
