/** The time zone in which a person reads times. */

/** An IANA name, such as `America/New_York`. */
export type Zone = string;

export const utc: Zone = "UTC";

/** The cookie in which a browser keeps its choice. */
export const zoneCookie = "vouch.zone";

/** What a cookie says, where it is a zone that is known; else UTC. */
export function readZone(stored: string | undefined): Zone {
  if (!stored || stored.length > 64) return utc;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: stored }).resolvedOptions().timeZone;
  } catch {
    return utc;
  }
}
