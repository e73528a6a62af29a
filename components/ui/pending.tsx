"use client";
import { useLinkStatus } from "next/link";

/** Inside a link: marks that its page is on the way, so that the old rows can step back. */
export function Pending() {
  const { pending } = useLinkStatus();
  return <span hidden data-pending={pending} />;
}
