"use client";
/** What the rows of one list share: its zone, the statements that stand open in it, the search it belongs to. */
import { createContext, useContext } from "react";
import type { SearchAsk } from "@/lib/search/language";
import type { Zone } from "./zone";

export interface ListHere {
  zone: Zone;
  /** Absent where the list is no search, and nothing can be narrowed. */
  ask?: SearchAsk;
  rows?: RowsHere;
}

/** Rows of bulk statements, opened in the list. */
export interface RowsHere {
  /** Of each statement that stands open or is on the way. */
  of(statement: string): { state: "reading" | "open" } | { state: "refused"; says: string } | undefined;
  /** `some`: the search found only some of the rows, and these are shown. */
  toggle(statement: string, some: boolean): void;
}

const Here = createContext<ListHere | undefined>(undefined);

export const ListHereProvider = Here;

export function useListHere(): ListHere {
  return useContext(Here) ?? { zone: "UTC" };
}
