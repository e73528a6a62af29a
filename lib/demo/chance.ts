/** Chance that falls the same way each time: the demo is the same story in every installation. Pure. */

export interface Chance {
  /** From 0 up to 1. */
  (): number;
  /** A whole number of these bounds, both included. */
  between(least: number, most: number): number;
  /** True in so many of 1. */
  happens(share: number): boolean;
  of<T>(these: readonly [T, ...T[]]): T;
}

/** FNV-1a of a text, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A source of chance of its own for each name (mulberry32), so that what is added to one part of the story leaves the others alone. */
export function chance(name: string): Chance {
  let state = seedOf(name);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return Object.assign(next, {
    between,
    happens: (share: number) => next() < share,
    of: <T>(these: readonly [T, ...T[]]) => these[between(0, these.length - 1)] as T,
  });
}
