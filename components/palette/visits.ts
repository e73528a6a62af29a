/** Where somebody was lately, in words. */
import { capitalised, grouped } from "@/lib/event";
import { isAll, queryWords, readAsk, searchAddress } from "@/lib/search/language";
import { keptAddress, readKept } from "./recent";

export interface Visited {
  address: string;
  says: string;
}

/** Newest first. What a hand or another version wrote there counts for nothing. */
export function readRecent(person: string, storage?: Pick<Storage, "getItem">): Visited[] {
  const visits = readKept(person, storage).flatMap(
    (address) => (typeof address === "string" && visitOf(address)) || [],
  );
  return visits.filter(({ address }, at) => visits.findIndex((other) => other.address === address) === at);
}

/** An entry or a search, in words; undefined for every other address. */
export function visitOf(address: string): Visited | undefined {
  const kept = keptAddress(address);
  if (!kept) return undefined;
  const { pathname, searchParams } = new URL(kept, "http://vouch.invalid");
  const [, index] = /^\/events\/(\d+)$/.exec(pathname) ?? [];
  if (index) return { address: pathname, says: `Entry ${grouped(index)}` };
  const { tree } = readAsk(Object.fromEntries(searchParams), "UTC");
  if (isAll(tree) && tree.all.length === 0) return undefined;
  const zone = searchParams.get("zone") ?? undefined;
  return { address: searchAddress({ tree, zone }), says: capitalised(queryWords(tree)) };
}
