"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { lazy, Suspense, useEffect, useRef } from "react";
import { jumpKeys } from "../palette/jump-keys";
import { remember } from "../palette/recent";
import { isTyping } from "../ui/keys";
import { useFrame } from "./here";

const Palette = lazy(() => import("../palette/palette"));
const HelpPanel = lazy(() => import("../help/panel"));
const Tour = lazy(() => import("../tour/tour"));

/** What floats over every page, made when it is first asked for; the keys that ask for it. */
export function FloatingOver() {
  const frame = useFrame();
  useKeys();
  useArrival();
  if (!frame?.open && !frame?.tour.on) return null;
  return (
    <Suspense fallback={null}>
      {frame.open === "palette" && <Palette />}
      {frame.open === "zones" && <Palette zones />}
      {frame.open === "help" && <HelpPanel />}
      {frame.tour.on && frame.demo && <Tour />}
    </Suspense>
  );
}

/** Remembers where somebody was. Apart, since whatever reads the address's query is made only in the browser. */
export function Remembering() {
  const person = useFrame()?.id;
  const path = usePathname();
  const query = useSearchParams().toString();
  useEffect(() => {
    if (person) remember(person, query ? `${path}?${query}` : path);
  }, [person, path, query]);
  return null;
}

/** Ctrl K or ⌘ K and "/" open the palette, "?" the help, "g e" leads to Events. A page that has a use for "/" takes it first. */
function useKeys() {
  const frame = useFrame();
  const jumping = useRef(0);
  useEffect(() => {
    if (!frame) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        frame.show(frame.open === "palette" ? undefined : "palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || isTyping(event.target) || isOverlaid()) return;
      const jumps = Date.now() - jumping.current < 1500;
      jumping.current = event.key === "g" ? Date.now() : 0;
      const address =
        jumps && frame.groups.flatMap(({ places }) => places).find((p) => jumpKeys[p.address] === event.key);
      if (address) frame.go(address.address);
      else if (event.key === "?") frame.show("help");
      else if (event.key === "/") frame.show("palette");
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey); // after what pages listen to on the document
    return () => window.removeEventListener("keydown", onKey);
  }, [frame]);
}

/** On another page the focus goes to what is new there, unless the page has put it into a field itself. */
function useArrival() {
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const main = document.getElementById("main");
    if (!main || main.contains(document.activeElement) || isOverlaid()) return;
    if (document.activeElement?.closest("[data-panel]")) return; // what is new stands beside the page, and has the focus
    main.focus({ preventScroll: true });
  }, [path]);
}

function isOverlaid(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"]') !== null;
}
