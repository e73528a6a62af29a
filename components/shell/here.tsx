"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState, useTransition } from "react";
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
  go: (address: string) => void;
  /** Another page is on the way. */
  going: boolean;
  tour: { on: boolean; begin: () => void; end: () => void };
  chooseZone: (zone: Zone) => void;
}

const Here = createContext<Frame | undefined>(undefined);

export function ReaderHere({ reader, children }: { reader: Reader; children: ReactNode }) {
  const router = useRouter();
  const [open, show] = useState<Floating>();
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
    return { ...reader, open, show, go, going: pending, chooseZone, tour };
  }, [reader, open, go, pending, chooseZone, touring, begin, end]);
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
