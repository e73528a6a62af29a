/** How far somebody has come in the tour, kept in this browser. */

export type Progress = { stop: number } | "done" | undefined;

const keyOf = (person: string) => `vouch.tour.${person}`;

/** Whether the tour is open in this tab, so that it goes on where a page is loaded anew. */
export function isTouring(person: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(person)) === "on";
  } catch {
    return false;
  }
}

export function keepTouring(person: string, on: boolean): void {
  try {
    if (on) sessionStorage.setItem(keyOf(person), "on");
    else sessionStorage.removeItem(keyOf(person));
  } catch {}
}

export function readProgress(person: string, storage: Pick<Storage, "getItem"> = localStorage): Progress {
  try {
    const stored = storage.getItem(keyOf(person));
    if (stored === "done") return "done";
    return stored && /^[0-9]$/.test(stored) ? { stop: Number(stored) } : undefined;
  } catch {
    return undefined;
  }
}

export function keepProgress(
  person: string,
  progress: number | "done",
  storage: Pick<Storage, "setItem"> = localStorage,
): void {
  try {
    storage.setItem(keyOf(person), String(progress));
  } catch {
    // a browser that keeps nothing offers the tour again
  }
}
