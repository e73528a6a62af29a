"use client";
import {
  CalendarRange,
  Database,
  Eye,
  FileClock,
  GitPullRequestArrow,
  House,
  IdCard,
  KeyRound,
  ListTree,
  type LucideIcon,
  Menu as MenuIcon,
  UsersRound,
} from "lucide-react";
import { usePathname } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type MouseEvent, type ReactNode, useCallback, useState } from "react";
import { Drawer } from "../ui/drawer";
import { Link } from "../ui/link";
import { Brand } from "./brand";
import type { Place, PlaceAddress, PlaceGroup } from "./places";

const icons: Record<PlaceAddress, LucideIcon> = {
  "/": House,
  "/events": ListTree,
  "/records": FileClock,
  "/approvals": GitPullRequestArrow,
  "/coverage": CalendarRange,
  "/looks": Eye,
  "/sources": Database,
  "/identities": IdCard,
  "/keys": KeyRound,
  "/people": UsersRound,
};

/**
 * The places, and at the foot the state of the ledger and who is signed in, round a page. Wide: a column. From 56 to 72 rem:
 * a rail. Below: a drawer that `OpenNavigation`, anywhere inside, opens.
 */
export function Navigation({ groups, foot, children }: { groups: PlaceGroup[]; foot: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const leave = ({ target }: MouseEvent) => target instanceof Element && target.closest("a") && close();
  const brand = (
    <>
      <Brand />
      <span aria-hidden="true" className="text-[0.9375rem] font-[640] tracking-[-0.01em] md:max-lg:sr-only">
        Vouch
      </span>
    </>
  );
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <nav
        aria-label="Main"
        className="sticky top-0 z-11 flex h-dvh w-rail flex-none flex-col gap-0.5 border-r border-line bg-sunken px-2.5 pt-3.5 pb-3 max-md:hidden md:max-lg:items-center md:max-lg:px-2 lg:w-nav"
      >
        <div className="flex w-full items-center gap-2.5 px-2 pb-3.5 md:max-lg:justify-center md:max-lg:px-0">
          {brand}
        </div>
        <Places groups={groups} />
        <Foot>{foot}</Foot>
      </nav>
      <Drawer
        side="left"
        title="Navigation"
        head={<span className="-ml-0.5 flex items-center gap-2.5">{brand}</span>}
        until="56rem"
        close={close}
      >
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click, too */}
        <nav aria-label="Main" onClick={leave} className="flex flex-1 flex-col gap-0.5 px-2.5 pt-1 pb-3">
          <Places groups={groups} />
          <Foot>{foot}</Foot>
        </nav>
      </Drawer>
      {children}
    </Dialog.Root>
  );
}

/** The button in a page's bar, on narrow screens. */
export function OpenNavigation() {
  return (
    <Dialog.Trigger
      aria-label="Open navigation"
      className="grid size-11 flex-none place-items-center rounded-control hover:bg-hover md:hidden"
    >
      <MenuIcon size={20} />
    </Dialog.Trigger>
  );
}

function Foot({ children }: { children: ReactNode }) {
  return (
    <div className="mt-auto grid w-full grid-cols-1 gap-2.5 px-2.5 pt-3 md:max-lg:justify-items-center md:max-lg:px-0">
      {children}
    </div>
  );
}

function Places({ groups }: { groups: PlaceGroup[] }) {
  const path = usePathname();
  return groups.map(({ name, places }) => (
    <div key={places[0]?.address} className="grid w-full gap-0.5 md:max-lg:justify-items-center">
      {name && <p className="px-2.5 pt-3.5 pb-1 text-micro font-[520] text-ink-3 md:max-lg:sr-only">{name}</p>}
      {places.map((place) => (
        <NavItem key={place.address} place={place} here={isHere(path, place.address)} />
      ))}
    </div>
  ));
}

function NavItem({ place: { address, name }, here }: { place: Place; here: boolean }) {
  const Icon = icons[address];
  return (
    <Link
      href={address}
      aria-label={name}
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
