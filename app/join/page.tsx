import type { Metadata } from "next";
import { Entrance } from "@/components/shell/entrance";
import { Joining } from "./joining";

export const metadata: Metadata = { title: "Choose a password", referrer: "no-referrer", robots: { index: false } };

/** The secret stands behind the # of the address, which no browser sends: the page reads it and posts it. */
export default function JoinPage() {
  return (
    <>
      <noscript>
        <Entrance title="JavaScript is off">
          <p>This page reads the end of its address itself, so that nobody else does. Allow JavaScript for it.</p>
        </Entrance>
      </noscript>
      <Joining />
    </>
  );
}
