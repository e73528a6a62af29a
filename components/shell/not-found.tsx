"use client";
import { SearchX } from "lucide-react";
import { usePathname } from "next/navigation";
import { ButtonLink } from "../ui/button";
import { State } from "../ui/state";

/** Nothing stands at this address: what that means there, and the way on. */
export function NotFoundState() {
  const path = usePathname();
  const { title, says, address, leads } = wordsFor(path);
  return (
    <State as="h1" icon={<SearchX />} title={title} actions={<ButtonLink href={address}>{leads}</ButtonLink>}>
      <p>{says}</p>
    </State>
  );
}

function wordsFor(path: string) {
  if (path.startsWith("/events/")) {
    return {
      title: "There is no entry with this number",
      says: "Entries are numbered from 0 without gaps, so this one has not been recorded yet, or the address is not right.",
      address: "/events",
      leads: "Go to Events",
    };
  }
  const place = above.find(({ address }) => path.startsWith(`${address}/`));
  return {
    title: place ? `There is no such ${place.one}` : "There is no such page",
    says: "It may have been removed, or the address was cut off on its way.",
    address: place?.address ?? "/",
    leads: `Go to ${place?.name ?? "Home"}`,
  };
}

const above = [
  { address: "/records", one: "record", name: "Records" },
  { address: "/approvals", one: "request", name: "Approvals" },
  { address: "/sources", one: "source", name: "Sources" },
  { address: "/people", one: "person", name: "People" },
];
