/** Places of one segment as bits: 8,192 of them, one each. Pure. */
import { segmentSize } from "../../ledger/index.ts";

export type Bits = Uint32Array;

const words = segmentSize / 32;

export const none: Bits = new Uint32Array(words);
export const every: Bits = new Uint32Array(words).fill(0xffffffff);

/** From the places of a posting: two bytes each, big-endian. */
export function bitsOf(places: Uint8Array): Bits {
  const bits = new Uint32Array(words);
  for (let at = 0; at + 1 < places.length; at += 2) {
    const place = ((places[at] as number) << 8) | (places[at + 1] as number);
    bits[place >> 5] = (bits[place >> 5] as number) | (1 << (place & 31));
  }
  return bits;
}

/** The places from `from` on and before `to`. */
export function bitsBetween(from: number, to: number): Bits {
  if (to <= 0 || from >= segmentSize || from >= to) return none;
  if (from <= 0 && to >= segmentSize) return every;
  const bits = new Uint32Array(words);
  for (let place = Math.max(from, 0); place < Math.min(to, segmentSize); place++)
    bits[place >> 5] = (bits[place >> 5] as number) | (1 << (place & 31));
  return bits;
}

export function and(a: Bits, b: Bits): Bits {
  if (a === none || b === none) return none;
  if (a === every) return b;
  if (b === every) return a;
  const bits = new Uint32Array(words);
  for (let at = 0; at < words; at++) bits[at] = (a[at] as number) & (b[at] as number);
  return bits;
}

export function or(a: Bits, b: Bits): Bits {
  if (a === every || b === every) return every;
  if (a === none) return b;
  if (b === none) return a;
  const bits = new Uint32Array(words);
  for (let at = 0; at < words; at++) bits[at] = (a[at] as number) | (b[at] as number);
  return bits;
}

export function not(a: Bits): Bits {
  if (a === none) return every;
  if (a === every) return none;
  const bits = new Uint32Array(words);
  for (let at = 0; at < words; at++) bits[at] = ~(a[at] as number);
  return bits;
}

export function count(bits: Bits): number {
  if (bits === none) return 0;
  if (bits === every) return segmentSize;
  let counted = 0;
  for (let at = 0; at < words; at++) {
    let word = bits[at] as number;
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    counted += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
  }
  return counted;
}

/** The places, ascending. */
export function placesOf(bits: Bits): number[] {
  const places: number[] = [];
  for (let at = 0; at < words; at++) {
    for (let word = bits[at] as number; word !== 0; word &= word - 1)
      places.push(at * 32 + (31 - Math.clz32(word & -word)));
  }
  return places;
}
