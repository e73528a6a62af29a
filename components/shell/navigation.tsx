"use client";
import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type MouseEvent, type ReactNode, useCallback, useEffect, useState } from "react";
import { useWaiting } from "../notices/here";
import { Drawer } from "../ui/drawer";
import { Link } from "../ui/link";
import { Brand } from "./brand";
import { useFrame } from "./here";
import { icons } from "./icons";
import type { Place, PlaceGroup } from "./places";

/**
 * The places, and at the foot the state of the ledger and who is signed in, round a page. Wide: a column. From 56 to 72 rem:
 * a rail. Below: a drawer that `OpenNavigation`, anywhere inside, opens.
 */
export function Navigation({ groups, foot, children }: { groups: PlaceGroup[]; foot: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const floats = useFrame()?.open !== undefined;
  useEffect(() => {
    if (floats) close(); // what was asked for from the drawer takes its place
  }, [floats, close]);
  const leave = ({ target }: MouseEvent) => target instanceof Element && target.closest("a") && close();
  const brand = (
    <>
      <Brand />
      <span aria-hidden="true" className="text-[0.9375rem] font-[640] tracking-[-0.01em] rail:sr-only">
        Vouch
      </span>
    </>
  );
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <nav
        aria-label="Main"
        className="sticky top-0 z-11 flex h-dvh w-rail flex-none flex-col gap-0.5 border-r border-line bg-sunken px-2.5 pt-3.5 pb-3 max-md:hidden rail:items-center rail:px-2 lg:w-nav rail:w-rail"
      >
        <div className="flex w-full items-center gap-2.5 px-2 pb-3.5 rail:justify-center rail:px-0">{brand}</div>
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
    <div className="mt-auto grid w-full grid-cols-1 gap-2.5 px-2.5 pt-3 rail:justify-items-center rail:px-0">
      {children}
    </div>
  );
}

function Places({ groups }: { groups: PlaceGroup[] }) {
  const path = usePathname();
  return groups.map(({ name, places }) => (
    <div key={places[0]?.address} className="grid w-full gap-0.5 rail:justify-items-center">
      {name && <p className="px-2.5 pt-3.5 pb-1 text-micro font-[520] text-ink-3 rail:sr-only">{name}</p>}
      {places.map((place) => (
        <NavItem key={place.address} place={place} here={isHere(path, place.address)} />
      ))}
    </div>
  ));
}

function NavItem({ place: { address, name }, here }: { place: Place; here: boolean }) {
  const Icon = icons[address];
  const waiting = useWaiting(address);
  return (
    <Link
      href={address}
      aria-label={waiting > 0 ? `${name}, ${waiting} waiting for you` : name}
      aria-current={here ? "page" : undefined}
      className="group/item relative flex h-control items-center gap-2.5 rounded-control px-2.5 text-[0.84375rem] font-[500] text-ink-2 hover:text-ink aria-[current]:bg-surface aria-[current]:font-[600] aria-[current]:text-ink aria-[current]:ring-1 aria-[current]:ring-line max-md:h-control-touch max-md:text-body rail:w-9 rail:justify-center rail:px-0"
    >
      <Icon size={17} />
      <span className="rail:invisible rail:absolute rail:left-full rail:z-20 rail:ml-2 rail:rounded-control rail:bg-ink rail:px-2 rail:py-1 rail:text-meta rail:text-canvas rail:group-hover/item:visible rail:group-focus-visible/item:visible">
        {name}
      </span>
      {waiting > 0 && (
        <span className="ml-auto text-meta font-[560] text-ink-2 tabular-nums rail:absolute rail:top-0 rail:right-0.5 rail:text-micro">
          {waiting}
        </span>
      )}
    </Link>
  );
}

function isHere(path: string | null, address: string): boolean {
  return address === "/" ? path === "/" : path === address || Boolean(path?.startsWith(`${address}/`));
}
