/** Which help belongs to which page: by the longest address that it begins with. */
import type { PlaceAddress } from "../shell/places";
import { account } from "./account";
import { approvals } from "./approvals";
import { coverage } from "./coverage";
import { entry } from "./entry";
import { events } from "./events";
import { exported, exports } from "./exports";
import type { Help } from "./help";
import { home } from "./home";
import { identities } from "./identities";
import { keys } from "./keys";
import { looks } from "./looks";
import { people } from "./people";
import { queries, webhooks } from "./queries";
import { records } from "./records";
import { sources } from "./sources";

/** Every place of the navigation has one. */
const ofPlaces: Record<PlaceAddress, Help> = {
  "/": home,
  "/events": events,
  "/records": records,
  "/queries": queries,
  "/approvals": approvals,
  "/coverage": coverage,
  "/exports": exports,
  "/looks": looks,
  "/sources": sources,
  "/identities": identities,
  "/keys": keys,
  "/people": people,
};

const beneath: Record<string, Help> = {
  "/events/": entry,
  "/account": account,
  "/exports/": exported,
  "/queries/webhooks": webhooks,
};

/** Of an address without a help of its own, that of the place above it; undefined where there is none. */
export function helpOf(path: string): Help | undefined {
  const exact = ofPlaces[path as PlaceAddress];
  if (exact) return exact;
  const [best] = Object.entries({ ...ofPlaces, ...beneath })
    .filter(([address]) => address !== "/" && (path === address || path.startsWith(address.replace(/\/?$/, "/"))))
    .sort(([one], [other]) => other.length - one.length);
  return best?.[1];
}
