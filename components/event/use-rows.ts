"use client";
import { useMemo, useRef, useState } from "react";
import type { OpenedRows } from "./items";
import type { RowsHere } from "./list-here";

/**
 * Reads rows of a statement: those that the search found, where it found only some of them, else all. A search of its own, recorded
 * like any other.
 */
export type OpenRows = (statement: string, some: boolean) => Promise<{ opened: OpenedRows } | { refused: string }>;

type Held = { state: "reading" } | { state: "open"; rows: OpenedRows } | { state: "refused"; says: string };

/** The statements of a list that stand open. What was read once is not read again while the list stands. */
export function useRows(read: OpenRows | undefined): { here?: RowsHere; opened: ReadonlyMap<string, OpenedRows> } {
  const [held, setHeld] = useState<ReadonlyMap<string, Held>>(new Map());
  const kept = useRef(new Map<string, OpenedRows>());
  return useMemo(() => {
    const put = (statement: string, now: Held | undefined) =>
      setHeld((before) => {
        const next = new Map(before);
        if (now) next.set(statement, now);
        else next.delete(statement);
        return next;
      });
    const open = async (statement: string, some: boolean) => {
      const before = kept.current.get(statement);
      if (before) return put(statement, { state: "open", rows: before });
      put(statement, { state: "reading" });
      const answer = await read?.(statement, some).catch(() => ({ refused: "The rows could not be read. Try again." }));
      if (!answer) return put(statement, undefined);
      if ("refused" in answer) return put(statement, { state: "refused", says: answer.refused });
      kept.current.set(statement, answer.opened);
      put(statement, { state: "open", rows: answer.opened });
    };
    const here: RowsHere = {
      of: (statement) => held.get(statement),
      toggle: (statement, some) => {
        const state = held.get(statement)?.state;
        if (state === "open") put(statement, undefined);
        else if (state !== "reading") void open(statement, some);
      },
    };
    const opened = new Map([...held].flatMap(([id, one]) => (one.state === "open" ? [[id, one.rows] as const] : [])));
    return { here: read && here, opened };
  }, [read, held]);
}
