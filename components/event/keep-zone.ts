/** Zones in this browser's cookies, which the server reads, so that no page flashes another time. */
import { ownZoneCookie, type Zone, zoneCookie } from "./zone";

/** The reader's choice. */
export function keepZone(zone: Zone): void {
  keep(zoneCookie, zone);
}

/** The browser's own zone. */
export function keepOwnZone(zone: Zone): void {
  keep(ownZoneCookie, zone);
}

function keep(name: string, zone: Zone): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that Vouch serves
  document.cookie = `${name}=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
