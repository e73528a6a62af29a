/** Searches that are kept, saved as the pages save them. */
import { type GivenSearch, saveSearch } from "../search/index.ts";
import type { Ground } from "./ground.ts";
import { principalOf } from "./people.ts";

const kept: Omit<GivenSearch, "zone">[] = [
  {
    name: "Deletions by AI agents",
    description: "None is expected: each one is explained in the weekly review.",
    query: "kind:agent action:deleted",
    shared: true,
    pinned: true,
    alert: true,
  },
  {
    name: "Changes without a ticket, last 7 days",
    description: "For the change manager, each Monday.",
    query: "ticket:none after:7d",
    shared: true,
    pinned: true,
  },
  {
    name: "Credit limits above 20,000",
    description: "Whoever raised one, and on whose behalf.",
    query: "field:credit_limit credit_limit>20000",
    shared: true,
  },
];

export async function keepSearches({ users, web }: Pick<Ground, "users" | "web">): Promise<void> {
  const by = await principalOf(users.priya, web);
  for (const search of kept) await saveSearch(by, { ...search, zone: "America/New_York" }, web);
}
