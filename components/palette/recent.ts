/** What this browser remembers of one person's way, so that the palette leads back: addresses alone, no contents. */
import { grouped } from "@/lib/event";
import type { EventQuery } from "@/lib/search";
import { filtersOf } from "../filter/words";

export interface Visited {
  address: string;
  says: string;
}

const most = 8;
const keyOf = (person: string) => `vouch.recent.${person}`;

/** Newest first. What a hand or another version wrote there counts for nothing. */
export function readRecent(person: string, storage: Pick<Storage, "getItem"> = localStorage): Visited[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(keyOf(person)) ?? "[]");
    if (!Array.isArray(stored)) return [];
    const known = stored.map((address) => typeof address === "string" && visitOf(address));
    return known.filter((visit) => visit !== false && visit !== undefined).slice(0, most);
  } catch {
    return [];
  }
}

export function remember(
  person: string,
  address: string,
  storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
): void {
  const visit = visitOf(address);
  if (!visit) return;
  const others = readRecent(person, storage).filter((other) => other.address !== visit.address);
  try {
    storage.setItem(keyOf(person), JSON.stringify([visit, ...others].slice(0, most).map((kept) => kept.address)));
  } catch {
    // a browser that keeps nothing: the palette leads on without
  }
}

/** As somebody signs out: who uses this browser next sees nothing of it. */
export function forget(person: string): void {
  try {
    localStorage.removeItem(keyOf(person));
  } catch {}
}

/** An entry or a search, in words; undefined for every other address. */
export function visitOf(address: string): Visited | undefined {
  if (address.length > 1000 || !/^\/(?![/\\])/.test(address)) return undefined;
  const { pathname, searchParams } = new URL(address, "http://vouch.invalid");
  const [, index] = /^\/events\/(\d{1,15})$/.exec(pathname) ?? [];
  if (index) return { address: pathname, says: `Entry ${grouped(index)}` };
  if (pathname !== "/events") return undefined;
  searchParams.delete("cursor");
  searchParams.delete("direction");
  const held = filtersOf(Object.fromEntries(searchParams) as EventQuery);
  if (held.length === 0) return undefined;
  return {
    address: `/events?${searchParams}`,
    says: held.map(({ name, value }) => `${name}: ${value}`).join(", "),
  };
}
