import {
  Bookmark,
  CalendarRange,
  Database,
  Download,
  Eye,
  FileClock,
  GitPullRequestArrow,
  House,
  IdCard,
  KeyRound,
  ListTree,
  type LucideIcon,
  UsersRound,
} from "lucide-react";
import type { PlaceAddress } from "./places";

/** One mark for each place: in the navigation, and in the palette. */
export const icons: Record<PlaceAddress, LucideIcon> = {
  "/": House,
  "/events": ListTree,
  "/records": FileClock,
  "/queries": Bookmark,
  "/approvals": GitPullRequestArrow,
  "/coverage": CalendarRange,
  "/exports": Download,
  "/looks": Eye,
  "/sources": Database,
  "/identities": IdCard,
  "/keys": KeyRound,
  "/people": UsersRound,
};
