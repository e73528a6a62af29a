/** What differs between two lists of items, each of which may stand there more than once. Pure. */

export interface ListDifference {
  /** By place in the list before: whether this item is there no more. */
  gone: boolean[];
  /** By place in the list after: whether this item is new. */
  come: boolean[];
  removed: number;
  added: number;
  /** The items that stayed stand in another order. */
  reordered: boolean;
}

export function differenceOfItems(before: readonly string[], after: readonly string[]): ListDifference {
  const places = new Map<string, number[]>();
  before.forEach((item, at) => {
    const known = places.get(item);
    if (known) known.push(at);
    else places.set(item, [at]);
  });
  for (const queue of places.values()) queue.reverse();
  const from = after.map((item) => places.get(item)?.pop());
  const stayed = new Set(from);
  const gone = before.map((_, at) => !stayed.has(at));
  const come = from.map((at) => at === undefined);
  const order = from.filter((at) => at !== undefined);
  return {
    gone,
    come,
    removed: gone.filter(Boolean).length,
    added: come.filter(Boolean).length,
    reordered: order.some((at, i) => i > 0 && at < (order[i - 1] as number)),
  };
}

/** "1 removed, 2 added", "order changed". */
export function listWords({ removed, added, reordered }: ListDifference): string {
  const said = [removed && `${removed} removed`, added && `${added} added`, reordered && "order changed"];
  return said.filter(Boolean).join(", ");
}
