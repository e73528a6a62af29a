"use client";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import type { Bell } from "@/lib/search";

const seconds = 20;

interface Here extends Bell {
  /** Marks what is shown as read, here and on the server. */
  read(): void;
}

const Context = createContext<Here | undefined>(undefined);

/** What the reader should know, kept true while a page is open and looked at: for the bell and the navigation. */
export function NoticesHere({
  bell,
  markRead,
  children,
}: {
  bell: Bell | undefined;
  markRead: (until: string) => Promise<void>;
  children: ReactNode;
}) {
  const [now, setNow] = useState(bell);
  const [given, setGiven] = useState(bell);
  if (bell !== given) {
    setGiven(bell); // the page was made anew
    setNow(bell);
  }
  useEffect(() => {
    let over = false;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch("/api/notices", { cache: "no-store" }).catch(() => undefined);
      if (over || !answer?.ok) return; // the next time
      if (answer.status === 204) return clearInterval(timer); // nobody is signed in any more
      const bell = (await answer.json()) as Bell | { later: true };
      if (!over && "notices" in bell) setNow(bell);
    };
    const timer = setInterval(look, seconds * 1000);
    document.addEventListener("visibilitychange", look);
    return () => {
      over = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  const newest = now?.notices[0]?.createdAt;
  const unread = now?.unread ?? 0;
  const read = useCallback(() => {
    if (newest === undefined || unread === 0) return;
    setNow((bell) => bell && { ...bell, unread: 0 });
    markRead(newest).catch(() => {}); // the next look says whether they are
  }, [newest, unread, markRead]);
  const here = useMemo(() => now && { ...now, read }, [now, read]);
  return <Context value={here}>{children}</Context>;
}

/** Undefined where it could not be read, and outside the frame. */
export function useNotices(): Here | undefined {
  return useContext(Context);
}

/** How many requests wait for the reader, beside the place where they stand; 0 beside every other. */
export function useWaiting(address: string): number {
  const count = useNotices()?.waiting.count ?? 0;
  return address === "/approvals" ? count : 0;
}
