"use client";
import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
  useTransition,
} from "react";
import type { Permission, Role } from "@/lib/access";
import { keepZone } from "../event/keep-zone";
import type { Zone } from "../event/zone";
import { ZoneHere } from "../event/zone-here";
import type { PlaceGroup } from "./places";

/** What the frame knows of its reader, for what runs in the browser. What counts is what the gate decides. */
export interface Reader {
  /** Keeps what this browser remembers of one person apart from what it remembers of another. */
  id: string;
  role: Role;
  groups: PlaceGroup[];
  may: Permission[];
  zone: Zone;
  /** The browser's own, as an earlier page said it. */
  ownZone: Zone;
  /** The name of the ledger, where nothing in it happened. */
  demo?: string;
}

export type Floating = "palette" | "zones" | "help";

interface Frame extends Reader {
  /** What floats over the page now. */
  open?: Floating;
  show: (what: Floating | undefined) => void;
  /** For what floats as it closes: gives the focus back to where it was, if that is still there. */
  giveBack: (event: Event) => void;
  go: (address: string) => void;
  /** Another page is on the way. */
  going: boolean;
  tour: { on: boolean; begin: () => void; end: () => void };
  chooseZone: (zone: Zone) => void;
}

const Here = createContext<Frame | undefined>(undefined);

export function ReaderHere({ reader, children }: { reader: Reader; children: ReactNode }) {
  const router = useRouter();
  const [open, setOpen] = useState<Floating>();
  const focused = useRef<Element>(null);
  const show = useCallback((what: Floating | undefined) => {
    if (what) focused.current = opener() ?? focused.current;
    setOpen(what);
  }, []);
  const giveBack = useCallback((event: Event) => {
    event.preventDefault(); // a dialog without a trigger of its own would lose it
    const back = focused.current?.isConnected ? focused.current : document.getElementById("main");
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }, []);
  const [touring, setTouring] = useState(false);
  const [pending, start] = useTransition();
  const go = useCallback((address: string) => start(() => router.push(address)), [router]);
  const chooseZone = useCallback(
    (zone: Zone) => {
      keepZone(zone);
      start(() => router.refresh()); // the page is made anew with other times
    },
    [router],
  );
  const begin = useCallback(() => setTouring(true), []);
  const end = useCallback(() => setTouring(false), []);
  const frame = useMemo(() => {
    const tour = { on: touring, begin, end };
    return { ...reader, open, show, giveBack, go, going: pending, chooseZone, tour };
  }, [reader, open, show, giveBack, go, pending, chooseZone, touring, begin, end]);
  return (
    <Here value={frame}>
      <ZoneHere zone={reader.zone}>
        {children}
        <span hidden data-pending={pending} />
      </ZoneHere>
    </Here>
  );
}

/** Undefined outside the frame: before sign-in, and in the gallery. */
export function useFrame(): Frame | undefined {
  return useContext(Here);
}

/** What has the focus; of a menu, its button, since the menu goes. Nothing where a dialog asks for another. */
function opener(): Element | null {
  const active = document.activeElement;
  const menu = active?.closest("[role=menu]");
  if (menu) return document.getElementById(menu.getAttribute("aria-labelledby") ?? "");
  return active?.closest("[role=dialog]") ? null : active;
}
