import type { ReactNode } from "react";
import { acts } from "@/app/acts";
import { answer, home, isAhead, ownZone, principal, zone } from "@/app/reader";
import { NoticesHere } from "@/components/notices/here";
import { Entrance } from "@/components/shell/entrance";
import { FaultState } from "@/components/shell/fault";
import { Shell } from "@/components/shell/shell";
import { Fault } from "@/lib/event";
import { readBell } from "@/lib/search";
import { readNotices } from "./notices";

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
  const bell = await answer(() => readBell(reader, acts, state instanceof Fault ? undefined : state), "/");
  return (
    <NoticesHere bell={bell instanceof Fault ? undefined : bell} markRead={readNotices}>
      <Shell
        principal={reader}
        home={state instanceof Fault ? undefined : state}
        zone={await zone()}
        ownZone={await ownZone()}
      >
        {children}
      </Shell>
    </NoticesHere>
  );
}
