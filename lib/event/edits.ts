/**
 * The shortest way from one list to another by removing and adding (Myers 1986, "An O(ND) difference algorithm"), for as many edits
 * as are allowed. Pure. Work grows with the length of the lists and the square of the number of edits, never beyond.
 */

/** One element of either list: at `from` of the first, at `to` of the second, or, where it stayed, at both. */
export interface Place {
  from?: number;
  to?: number;
}

/** Every element of both lists once, in order; nothing where more than `most` elements would have to come or go. */
export function shortestEdits(a: readonly string[], b: readonly string[], most: number): Place[] | undefined {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [left, right] = numbered(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const middle = editsOf(left, right, most);
  if (!middle) return undefined;
  const kept = (at: number, to: number): Place => ({ from: at, to });
  return [
    ...Array.from({ length: start }, (_, i) => kept(i, i)),
    ...middle.map(({ from, to }) => ({
      ...(from !== undefined && { from: from + start }),
      ...(to !== undefined && { to: to + start }),
    })),
    ...Array.from({ length: end }, (_, i) => kept(a.length - end + i, b.length - end + i)),
  ];
}

/** Equal texts as equal numbers, which are quicker to compare. */
function numbered(a: string[], b: string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const of = (text: string) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
  return [Int32Array.from(a, of), Int32Array.from(b, of)];
}

function editsOf(a: Int32Array, b: Int32Array, most: number): Place[] | undefined {
  const limit = Math.min(most, a.length + b.length);
  /** Per number of edits: how far each diagonal reached in `a`. */
  const reached: Int32Array[] = [];
  const furthest = new Int32Array(2 * limit + 3);
  const middle = limit + 1;
  for (let edits = 0; edits <= limit; edits += 1) {
    reached.push(furthest.slice(middle - edits - 1, middle + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = middle + diagonal;
      const added = diagonal === -edits || (diagonal !== edits && (furthest[at - 1] ?? 0) < (furthest[at + 1] ?? 0));
      let x = added ? (furthest[at + 1] ?? 0) : (furthest[at - 1] ?? 0) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return wayBack(reached, a.length, b.length);
    }
  }
  return undefined;
}

function wayBack(reached: Int32Array[], length: number, other: number): Place[] {
  const places: Place[] = [];
  let [x, y] = [length, other];
  for (let edits = reached.length - 1; edits > 0; edits -= 1) {
    const furthest = reached[edits] as Int32Array;
    const middle = edits + 1;
    const diagonal = x - y;
    const [below, above] = [furthest[middle + diagonal - 1] ?? 0, furthest[middle + diagonal + 1] ?? 0];
    const added = diagonal === -edits || (diagonal !== edits && below < above);
    const before = added ? above : below;
    const then = added ? before - (diagonal + 1) : before - (diagonal - 1);
    const [startX, startY] = added ? [before, then + 1] : [before + 1, then];
    while (x > startX && y > startY) places.push({ from: --x, to: --y });
    places.push(added ? { to: --y } : { from: --x });
  }
  while (x > 0 && y > 0) places.push({ from: --x, to: --y });
  return places.reverse();
}
