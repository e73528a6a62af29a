/** Addresses of "who looked": at one record, or what one person looked at. */
import type { LookQuery } from "@/lib/search";

const members = ["person", "type", "id", "from", "to", "cursor"] as const satisfies (keyof LookQuery)[];

export function looksAddress(query: LookQuery = {}): string {
  const params = new URLSearchParams();
  for (const member of members) {
    const value = query[member];
    if (value) params.set(member, value);
  }
  const search = params.toString();
  return search ? `/looks?${search}` : "/looks";
}
