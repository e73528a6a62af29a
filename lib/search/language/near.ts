/** Which word was meant. Pure. */

/** The nearest of the words, if it is near: one slip in a short word, two in a longer one. */
export function nearest(word: string, among: readonly string[]): string | undefined {
  if (word.length > 40) return undefined;
  const asked = word.toLowerCase();
  const allowed = asked.length < 4 ? 1 : 2;
  let best: { word: string; slips: number } | undefined;
  for (const candidate of among) {
    const slips = slipsBetween(asked, candidate.toLowerCase(), allowed);
    if (slips <= allowed && (best === undefined || slips < best.slips)) best = { word: candidate, slips };
  }
  return best?.word;
}

/** Letters added, left out, changed or swapped with their neighbour; more than `most` is not counted to the end. */
function slipsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [earlier, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (earlier[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [earlier, last] = [last, next];
  }
  return last[b.length] ?? most + 1;
}
