import type { PlaceAddress } from "../shell/places";

/** "g", then one of these, leads to the place. */
export const jumpKeys: Record<PlaceAddress, string> = {
  "/": "h",
  "/events": "e",
  "/queries": "q",
  "/records": "r",
  "/approvals": "a",
  "/coverage": "c",
  "/exports": "x",
  "/looks": "l",
  "/sources": "s",
  "/identities": "i",
  "/keys": "k",
  "/people": "p",
};
