"use client";
import { Ban, CircleX, Clock, Hourglass, type LucideIcon, Undo2, UserCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { RequestState } from "@/lib/approval";
import { timeLeft } from "./words";

const icons: Record<RequestState, LucideIcon> = {
  waiting: Hourglass,
  approved: UserCheck,
  used: UserCheck,
  refused: Ban,
  withdrawn: Undo2,
  expired: Clock,
  failed: CircleX,
};

const looks: Record<RequestState, string> = {
  waiting: "border-attention-line bg-attention-soft text-attention",
  approved: "border-attention-line bg-attention-soft text-attention",
  used: "border-line bg-sunken text-ink",
  refused: "border-tampered-line bg-tampered-soft text-tampered",
  failed: "border-tampered-line bg-tampered-soft text-tampered",
  withdrawn: "border-line bg-sunken text-ink-2",
  expired: "border-line bg-sunken text-ink-2",
};

export interface Term {
  from: string;
  to: string;
  /** The server's time when the page was made. */
  now: string;
}

/** How a request stands, over everything else; while it is open, with the time left, whose text alone changes. */
export function HeldBanner({ state, says, term }: { state: RequestState; says: string; term?: Term }) {
  const Icon = icons[state];
  return (
    <div
      className={`flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-5 py-2.5 text-body font-[560] max-md:px-4 ${looks[state]}`}
    >
      <Icon size={18} className="flex-none" />
      <p className="prose-wrap min-w-0 flex-1">{says}</p>
      {term && <TimeLeft {...term} />}
    </div>
  );
}

function TimeLeft({ from, to, now }: Term) {
  const router = useRouter();
  const [left, setLeft] = useState(() => Date.parse(to) - Date.parse(now));
  const told = useRef(false);
  useEffect(() => {
    // by the server's clock: the browser's may be wrong, its steps are not
    const begun = performance.now();
    const whole = Date.parse(to) - Date.parse(now);
    const tick = setInterval(() => {
      const rest = whole - (performance.now() - begun);
      setLeft(rest);
      if (rest > 0 || told.current) return;
      told.current = true;
      router.refresh();
    }, 1000);
    return () => clearInterval(tick);
  }, [to, now, router]);
  const share = Math.min(1, Math.max(0, left / Math.max(1, Date.parse(to) - Date.parse(from))));
  return (
    <p className="flex flex-none items-center gap-3">
      <svg aria-hidden="true" viewBox="0 0 100 2" preserveAspectRatio="none" className="h-1 w-36 max-md:hidden">
        <rect width="100" height="2" className="fill-attention-line" />
        <rect width={share * 100} height="2" className="fill-attention" />
      </svg>
      <span className="tabular-nums">{left > 0 ? `${timeLeft(left)} left` : "No time left"}</span>
    </p>
  );
}
