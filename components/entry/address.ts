/** The address of an entry: a page of its own, and a panel where it is opened from a list. */
export function entryAddress(index: string): string {
  return `/events/${index}`;
}
