import type { ReactNode } from "react";
import { answer, home, isAhead, principal } from "@/app/reader";
import { Entrance } from "@/components/shell/entrance";
import { FaultState } from "@/components/shell/fault";
import { Shell } from "@/components/shell/shell";
import { Fault } from "@/lib/event";

export default async function InsideLayout({ children }: { children: ReactNode }) {
  if (await isAhead()) return children;
  const reader = await answer(principal, "/");
  if (reader instanceof Fault) {
    return (
      <Entrance>
        <FaultState fault={reader} />
      </Entrance>
    );
  }
  // The page knows its own address, so it is the page that sends the stranger to sign in.
  if (!reader) return children;
  const state = await home();
  return (
    <Shell principal={reader} integrity={state instanceof Fault ? undefined : state.integrity}>
      {children}
    </Shell>
  );
}
