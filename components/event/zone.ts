/** In which time zone this browser's reader reads times. What a zone is, lib/event/zone.ts says. Pure; the browser runs it, too. */
import { knownZone, utc, type Zone } from "@/lib/event";

export { knownZone, offsetWords, repeats, utc, type Zone, zoneAt, zoneName, zoneTime } from "@/lib/event";

/** The cookie in which a browser keeps its choice. */
export const zoneCookie = "vouch.zone";
/** The cookie in which a browser says its own zone, so that the server offers it from the start. */
export const ownZoneCookie = "vouch.zone.own";

/** What a cookie says, where it is a zone that is known; else UTC. */
export function readZone(stored: string | undefined): Zone {
  return (stored && knownZone(stored)) || utc;
}
