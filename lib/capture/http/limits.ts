/** What one request, one event and one key may bring. Whoever needs more splits it. */
export const limits = {
  /** Bytes of a body, and of what it is once it is unpacked. */
  body: 8 * 1024 * 1024,
  events: 2_000,
  /** Bytes of an event as it is sent, in its canonical form. */
  event: 200 * 1024,
  /** Bytes of an event as it waits in the inbox: drizzle/schema/inbox.ts. */
  stored: 256 * 1024,
  /** Lists and objects within each other. */
  depth: 20,
  fields: { data: 100, change: 500 },
  /** An event may be so much ahead of our clock, and behind it. */
  ahead: { minutes: 5 },
  behind: { days: 40 },
  /** Events of one key, unless its source's settings say otherwise. */
  rate: { sustained: 10_000, burst: 20_000 },
} as const;
