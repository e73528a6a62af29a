/** The places of the navigation, and who is shown the way to them. Only what exists. */
import type { Permission } from "@/lib/access";

const all = [
  { places: [{ address: "/", name: "Home", needs: "home.view" }] },
  {
    name: "Find",
    places: [
      { address: "/events", name: "Events", needs: "events.search" },
      { address: "/records", name: "Records", needs: "record.open" },
      { address: "/queries", name: "Saved searches", needs: "queries.save" },
    ],
  },
  { name: "Decide", places: [{ address: "/approvals", name: "Approvals", needs: "approvals.view" }] },
  {
    name: "Prove",
    places: [
      { address: "/coverage", name: "Coverage", needs: "coverage.view" },
      { address: "/exports", name: "Exports", needs: "exports.view" },
      { address: "/looks", name: "Who looked", needs: "looks.view" },
    ],
  },
  {
    name: "Set up",
    places: [
      { address: "/sources", name: "Sources", needs: "sources.view" },
      { address: "/identities", name: "Identities", needs: "identities.view" },
      { address: "/keys", name: "API keys", needs: "keys.manage" },
      { address: "/people", name: "People", needs: "people.view" },
    ],
  },
] as const satisfies { name?: string; places: { address: string; name: string; needs: Permission }[] }[];

export type PlaceAddress = (typeof all)[number]["places"][number]["address"];

export interface Place {
  address: PlaceAddress;
  name: string;
}

export interface PlaceGroup {
  name?: string;
  places: Place[];
}

/** The places of somebody who has the permissions that `may` says. What counts is what the gate decides. */
export function placesOf(may: (permission: Permission) => boolean): PlaceGroup[] {
  return all
    .map((group) => ({
      name: "name" in group ? group.name : undefined,
      places: group.places.filter(({ needs }) => may(needs)).map(({ address, name }) => ({ address, name })),
    }))
    .filter(({ places }) => places.length > 0);
}
