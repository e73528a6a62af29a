"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const seconds = 1.5;

/** Reads the page anew while an export on it is being made and somebody looks. */
export function Watch() {
  const router = useRouter();
  const [busy, start] = useTransition();
  const reading = useRef(busy);
  useEffect(() => {
    reading.current = busy; // a page that is on its way is not asked for again, or none would ever come
  }, [busy]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && !reading.current) start(() => router.refresh());
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
