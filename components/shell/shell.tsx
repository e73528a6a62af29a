import { type ReactNode, Suspense } from "react";
import { may, type Principal, permissionNames } from "@/lib/access";
import type { Home } from "@/lib/search";
import type { Zone } from "../event/zone";
import { DemoLine } from "./demo-line";
import { FloatingOver, Remembering } from "./floating";
import { ReaderHere } from "./here";
import { LedgerState } from "./ledger";
import { Navigation } from "./navigation";
import { PersonMenu } from "./person";
import { placesOf } from "./places";

/** The frame round every page: places at the left, the page at the right. `home`: undefined where it cannot be read. */
export function Shell({
  principal: { person },
  home,
  zone,
  ownZone,
  children,
}: {
  principal: Principal;
  home: Home | undefined;
  zone: Zone;
  /** The browser's own, as far as it is known. */
  ownZone: Zone;
  children: ReactNode;
}) {
  const allowed = permissionNames.filter((permission) => may(person.role, permission));
  const groups = placesOf((permission) => allowed.includes(permission));
  const reader = { id: person.id, role: person.role, groups, may: allowed, zone, ownZone, demo: home?.demo?.name };
  return (
    <ReaderHere reader={reader}>
      <div className={`flex min-h-dvh ${home?.demo ? "lg:[--above:2rem]" : ""}`}>
        <a
          href="#main"
          className="fixed top-2 left-2 z-30 -translate-y-20 rounded-control bg-accent px-3 py-2 text-dense font-[560] text-on-accent focus:translate-y-0"
        >
          Skip to the page
        </a>
        <Navigation
          groups={groups}
          foot={
            <>
              <LedgerState integrity={home?.integrity} now={new Date()} />
              <PersonMenu person={person} />
            </>
          }
        >
          <div className="flex min-w-0 flex-1 flex-col">
            {home?.demo && <DemoLine name={home.demo.name} />}
            {children}
          </div>
        </Navigation>
      </div>
      <FloatingOver />
      <Suspense fallback={null}>
        <Remembering />
      </Suspense>
    </ReaderHere>
  );
}
