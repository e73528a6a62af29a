import type { ReactNode } from "react";
import { may, type Principal } from "@/lib/access";
import type { Home } from "@/lib/search";
import { LedgerState } from "./ledger";
import { Navigation } from "./navigation";
import { PersonMenu } from "./person";
import { placesOf } from "./places";

/** The frame round every page: places at the left, the page at the right. */
export function Shell({
  principal,
  integrity,
  children,
}: {
  principal: Principal;
  integrity: Home["integrity"] | undefined;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-30 -translate-y-20 rounded-control bg-accent px-3 py-2 text-dense font-[560] text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <Navigation
        groups={placesOf((permission) => may(principal.person.role, permission))}
        foot={
          <>
            <LedgerState integrity={integrity} now={new Date()} />
            <PersonMenu person={principal.person} />
          </>
        }
      >
        <div className="flex min-w-0 flex-1 flex-col">{children}</div>
      </Navigation>
    </div>
  );
}
