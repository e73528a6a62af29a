"use client";
import { House, ListTree, type LucideIcon, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Link } from "../ui/link";
import { Brand } from "./brand";

interface Place {
  address: string;
  name: string;
  icon: LucideIcon;
}
/** Only what exists. */
const groups: { name?: string; places: Place[] }[] = [
  { places: [{ address: "/", name: "Home", icon: House }] },
  { name: "Find", places: [{ address: "/events", name: "Events", icon: ListTree }] },
];

/**
 * The places, and at the foot the state of the ledger and who is signed in. Wide: a column. From 56 to 72 rem: a rail.
 * Below: a drawer that the button in the top bar opens.
 */
export function Navigation({ foot }: { foot: ReactNode }) {
  const path = usePathname();
  useEffect(() => {
    const drawer = document.getElementById("navigation");
    if (path && drawer?.matches(":popover-open")) drawer.hidePopover();
  }, [path]);
  return (
    <nav
      id="navigation"
      popover="auto"
      aria-label="Main"
      className="inset-y-0 right-auto left-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] flex-col gap-0.5 border-0 border-r border-line bg-sunken px-2.5 pt-3.5 pb-3 text-ink backdrop:bg-scrim open:fixed open:flex md:sticky md:top-0 md:flex md:w-rail md:flex-none md:max-lg:items-center md:max-lg:px-2 lg:w-nav"
    >
      <div className="flex w-full items-center gap-2.5 px-2 pb-3.5 text-[0.9375rem] font-[640] tracking-[-0.01em] md:max-lg:justify-center md:max-lg:px-0">
        <Brand />
        <span className="md:max-lg:sr-only">Vouch</span>
        <button
          type="button"
          popoverTarget="navigation"
          popoverTargetAction="hide"
          aria-label="Close navigation"
          className="ml-auto grid size-11 place-items-center rounded-control text-ink-2 hover:bg-hover md:hidden"
        >
          <X size={18} />
        </button>
      </div>
      {groups.map(({ name, places }) => (
        <div key={places[0]?.address} className="grid w-full gap-0.5 md:max-lg:justify-items-center">
          {name && <p className="px-2.5 pt-3.5 pb-1 text-micro font-[520] text-ink-3 md:max-lg:sr-only">{name}</p>}
          {places.map((place) => (
            <NavItem key={place.address} place={place} here={isHere(path, place.address)} />
          ))}
        </div>
      ))}
      <div className="mt-auto grid w-full gap-2.5 px-2.5 pt-3 md:max-lg:justify-items-center md:max-lg:px-0">
        {foot}
      </div>
    </nav>
  );
}

function NavItem({ place: { address, name, icon: Icon }, here }: { place: Place; here: boolean }) {
  return (
    <Link
      href={address}
      aria-current={here ? "page" : undefined}
      className="group/item relative flex h-control items-center gap-2.5 rounded-control px-2.5 text-[0.84375rem] font-[500] text-ink-2 hover:text-ink aria-[current]:bg-surface aria-[current]:font-[600] aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line max-md:h-control-touch max-md:text-body md:max-lg:w-9 md:max-lg:justify-center md:max-lg:px-0"
    >
      <Icon size={17} />
      <span className="md:max-lg:invisible md:max-lg:absolute md:max-lg:left-full md:max-lg:z-20 md:max-lg:ml-2 md:max-lg:rounded-control md:max-lg:bg-ink md:max-lg:px-2 md:max-lg:py-1 md:max-lg:text-meta md:max-lg:text-canvas md:max-lg:group-hover/item:visible md:max-lg:group-focus-visible/item:visible">
        {name}
      </span>
    </Link>
  );
}

function isHere(path: string | null, address: string): boolean {
  return address === "/" ? path === "/" : path === address || Boolean(path?.startsWith(`${address}/`));
}
