/** The reader's choice of a zone, kept in this browser: the server reads the cookie, so that no page flashes another time. */
import { type Zone, zoneCookie } from "./zone";

export function keepZone(zone: Zone): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that Vouch serves
  document.cookie = `${zoneCookie}=${encodeURIComponent(zone)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
