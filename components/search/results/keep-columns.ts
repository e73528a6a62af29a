/** The columns that this browser chose last, in a cookie, so that the server makes the page with them. */
import { type ColumnName, readColumns } from "../../event/columns";

export const columnsCookie = "vouch.columns";

export function keepColumns(columns: readonly string[]): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that Vouch serves
  document.cookie = `${columnsCookie}=${readColumns(columns).join(".")}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

export function keptColumns(stored: string | undefined): ColumnName[] {
  return readColumns(stored?.slice(0, 500).split(".") ?? []);
}
