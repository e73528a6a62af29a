/**
 * What this browser remembers of one person's way, so that the palette leads back: addresses alone, no contents. Every page remembers,
 * and few are read back, so what an address means is said by visits.ts.
 */

const most = 8;
const keyOf = (person: string) => `vouch.recent.${person}`;

/** Addresses, newest first; whatever a hand or another version wrote there, of which nothing is known. */
export function readKept(person: string, storage: Pick<Storage, "getItem"> = localStorage): unknown[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(keyOf(person)) ?? "[]");
    return Array.isArray(stored) ? stored.slice(0, most) : [];
  } catch {
    return [];
  }
}

export function remember(
  person: string,
  address: string,
  storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
): void {
  const kept = keptAddress(address);
  if (!kept) return;
  const others = readKept(person, storage).filter((other) => other !== kept);
  try {
    storage.setItem(keyOf(person), JSON.stringify([kept, ...others].slice(0, most)));
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

/** Of an entry or a search, without the place in the list; undefined for every other address, and for the list of everything. */
export function keptAddress(address: string): string | undefined {
  if (address.length > 1000 || !/^\/(?![/\\])/.test(address)) return undefined;
  const { pathname, searchParams } = new URL(address, "http://vouch.invalid");
  if (/^\/events\/\d{1,15}$/.test(pathname)) return pathname;
  if (pathname !== "/events") return undefined;
  for (const name of ["cursor", "direction", "columns", "group"]) searchParams.delete(name);
  return searchParams.size === 0 ? undefined : `/events?${searchParams}`;
}
