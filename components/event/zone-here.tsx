"use client";
import { createContext, type ReactNode, useContext } from "react";
import { utc, type Zone } from "./zone";

const Here = createContext<Zone>(utc);

/** The reader's zone for what runs in the browser; what the server makes is handed it as a prop. */
export function ZoneHere({ zone, children }: { zone: Zone; children: ReactNode }) {
  return <Here value={zone}>{children}</Here>;
}

export function useZone(): Zone {
  return useContext(Here);
}
