/** Running a saved search: its own address leads to the search, which the page of events records as any other. */
import { authorise, guard, type Principal, type Web, web } from "../../access/index.ts";
import { freeze, searchAddress } from "../language/index.ts";
import { findSearch, longest, notThere, readView, readZoneName, type StoredSearch, understand } from "./saved.ts";

/** The address that stays the same, whatever becomes of the search. */
export function runAddress(id: string): string {
  return `/queries/${id}`;
}

/**
 * The address of the search as it is now, for whoever opened it; when and by whom is noted. A query with mistakes leads there
 * too: the page marks them. Throws `forbidden`, and `not-found` for another's private search.
 */
export async function runSearch(principal: Principal | undefined, id: string, through: Web = web()): Promise<string> {
  const by = await authorise(principal, "events.search", { target: { type: "query", id } }, through);
  return guard(async () => {
    const search = (await findSearch(through.sql, by, id)) ?? notThere();
    await through.sql`
      update app.queries set last_run_at = ${through.clock()}, last_run_by = ${by.person.id} where id = ${search.id}`;
    return addressOf(search);
  });
}

type Stored = Pick<StoredSearch, "query" | "zone" | "view">;

/** As it is written: rolling times move on, mistakes stay for the page to mark. */
function addressOf(search: Stored): string {
  const text = search.query.slice(0, longest.query + 1);
  return searchAddress({ text, zone: zoneOf(search), view: readView(search.view) });
}

/** With its times fixed as they are now; one with mistakes as it is. */
export function addressNow(search: Stored, now: string): string {
  const { tree, mistakes } = understand(search.query);
  if (mistakes.length > 0) return addressOf(search);
  const zone = zoneOf(search);
  return searchAddress({ tree: freeze(tree, zone, now), zone, view: readView(search.view) });
}

/** A zone that the platform no longer knows is UTC. */
export function zoneOf({ zone }: Pick<StoredSearch, "zone">): string {
  try {
    return readZoneName(zone);
  } catch {
    return "UTC";
  }
}
