/** Addresses of the people, with what the list is filtered by. */
import type { RosterQuery } from "@/lib/access";

export function peopleAddress({ text, state }: RosterQuery = {}): string {
  const params = new URLSearchParams({ ...(text && { text }), ...(state && { state }) });
  const search = params.toString();
  return search ? `/people?${search}` : "/people";
}

export function personAddress(id: string): string {
  return `/people/${id}`;
}
