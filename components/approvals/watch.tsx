"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const seconds = 3;
/** How often the page is made anew for entries that are still on their way. */
const mostTries = 8;

/**
 * Asks whether the page is out of date while it is looked at, and makes it anew when it is: somebody else decided. Where the
 * entries of the last step are not in the ledger yet (`incomplete`), the page is made anew until they are, a few times.
 */
export function Watch({ number, version, incomplete }: { number: number; version: string; incomplete: boolean }) {
  const router = useRouter();
  const [busy, start] = useTransition();
  const making = useRef(busy);
  const tries = useRef({ version, count: 0 });
  useEffect(() => {
    making.current = busy; // a page that is on its way is not asked for again, or none would ever come
  }, [busy]);
  useEffect(() => {
    let over = false;
    const anew = () => start(() => router.refresh());
    const look = async () => {
      if (document.visibilityState !== "visible" || making.current) return;
      const answer = await fetch(`/api/approvals/${number}`, { cache: "no-store" }).catch(() => undefined);
      if (over || !answer?.ok) return; // the next time
      if (answer.status === 204) return clearInterval(timer); // nobody is signed in any more: the next click says so
      const { version: now } = (await answer.json()) as { version?: string };
      if (over || making.current || now === undefined) return;
      if (now !== version) return anew();
      if (tries.current.version !== version) tries.current = { version, count: 0 };
      if (!incomplete || tries.current.count >= mostTries) return;
      tries.current.count++;
      anew();
    };
    const timer = setInterval(look, seconds * 1000);
    const soon = incomplete ? setTimeout(look, 700) : undefined;
    return () => {
      over = true;
      clearInterval(timer);
      clearTimeout(soon);
    };
  }, [number, version, incomplete, router]);
  return null;
}
