"use client";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { Condition, Tree } from "@/lib/search/language";
import { useFrame } from "../../shell/here";

const OpenMenu = lazy(() => import("./open"));

export interface ValueMenuProps {
  /** What is asked for by the value: all of it together, the record's table and its id. */
  value: Condition[];
  /** As people say it: "Dana Lee". */
  says: string;
  /** Other searches that begin here: "Same transaction". */
  same?: { says: string; tree: Tree }[];
  /** What Copy copies, if that is not `says`. */
  copy?: string;
  /** What the button is called; "More with Dana Lee", unless told otherwise. */
  label?: string;
  className: string;
  children: ReactNode;
}

/**
 * The way on from a value: into the search that stands on the page, or, where there is none, into a new one. A page has many values,
 * and a menu and the language of search cost more than a button, so both come when they are asked for.
 */
export function ValueMenu(props: ValueMenuProps) {
  const [wanted, setWanted] = useState(false);
  const frame = useFrame();
  const label = props.label ?? `More with ${props.says}`;
  const button = (
    <button
      type="button"
      aria-haspopup="menu"
      aria-label={label}
      onClick={() => setWanted(true)}
      className={props.className}
    >
      {props.children}
    </button>
  );
  if (frame && !frame.may.includes("events.search")) return null;
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <OpenMenu {...props} label={label} />
    </Suspense>
  );
}
