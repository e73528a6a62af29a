"use client";
import { useEffect, useState } from "react";
import { ago, exactTime } from "./time";
import { useZone } from "./zone-here";

/** "4 minutes ago", kept true while the page stays open; the exact time on hover. */
export function Ago({ time, now }: { time: string; now: string }) {
  const zone = useZone();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const tick = setInterval(() => setAt(new Date().toISOString()), 15_000);
    return () => clearInterval(tick);
  }, []);
  return (
    <time dateTime={time} title={exactTime(time, zone)} suppressHydrationWarning>
      {ago(time, new Date(at))}
    </time>
  );
}
