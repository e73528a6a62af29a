"use client";
import * as Dialog from "radix-ui/dialog";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { SeenField } from "@/lib/event";
import { countOf } from "@/lib/event";
import type { Revealed } from "@/lib/search";
import { RevealContext, type Reveals } from "../diff/concealed";
import { minuteClock } from "../event/time";
import { type Zone, zoneName } from "../event/zone";
import { Button } from "../ui/button";
import { type ConcealedField, type RevealAct, RevealDialog } from "./reveal-dialog";

/**
 * Concealed values of one entry, revealed for a while. They come when they are asked for with a reason, live in this component
 * alone, and go when the time is over or the page is left.
 */
export function RevealFrame({
  index,
  of,
  concealed,
  zone,
  act,
  children,
}: {
  index: string;
  /** What the entry is about: "Acme Orthopaedics". */
  of: string;
  concealed: ConcealedField[];
  zone: Zone;
  act?: RevealAct;
  children: ReactNode;
}) {
  const { revealed, show, hide } = useForAWhile();
  const [asked, setAsked] = useState<ConcealedField[]>();
  const reveals = useMemo<Reveals>(
    () => ({
      shown: (name) => revealed?.fields.find((field) => field.name === name),
      ...(act && { ask: (name) => setAsked(concealed.filter((field) => field.name === name)) }),
    }),
    [revealed, act, concealed],
  );
  const hidden = concealed.filter(({ name }) => !reveals.shown(name));
  return (
    <RevealContext value={reveals}>
      {children}
      {act && (revealed || hidden.length > 1) && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-5 py-2.5 text-dense max-md:px-4">
          <p role={revealed ? "status" : undefined} className="text-ink-2">
            {revealed
              ? `Revealed values are hidden again at ${minuteClock(revealed.until, zone)}, ${zoneName(zone)}.`
              : `${countOf(String(hidden.length), "concealed field")} hidden.`}
          </p>
          {revealed && (
            <Button size="small" onClick={hide}>
              Hide now
            </Button>
          )}
          {hidden.length > 1 && (
            <Button size="small" look="quiet" onClick={() => setAsked(hidden)}>
              Reveal {countOf(String(hidden.length), "concealed field")}…
            </Button>
          )}
        </div>
      )}
      {act && (
        <Dialog.Root open={asked !== undefined} onOpenChange={(open) => !open && setAsked(undefined)}>
          {asked && (
            <RevealDialog
              {...{ index, of, act, fields: asked }}
              done={(answer) => {
                setAsked(undefined);
                show(answer);
              }}
            />
          )}
        </Dialog.Root>
      )}
    </RevealContext>
  );
}

interface Shown {
  fields: SeenField[];
  until: string;
  /** By this browser's clock. */
  deadline: number;
}

function useForAWhile() {
  const [revealed, setRevealed] = useState<Shown>();
  useEffect(() => {
    if (!revealed) return;
    const hide = () => setRevealed(undefined);
    // asked of the clock, since a machine that sleeps stops its timers
    const look = () => Date.now() >= revealed.deadline && hide();
    const timer = setInterval(look, 1_000);
    addEventListener("pagehide", hide); // or the browser would keep them for the way back
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", hide);
      document.removeEventListener("visibilitychange", look);
    };
  }, [revealed]);
  const show = ({ fields, until, seconds }: Revealed) =>
    setRevealed((before) => ({
      // the earlier ones go with the first of them: their time is not prolonged
      fields: [...(before?.fields.filter(({ name }) => !fields.some((field) => field.name === name)) ?? []), ...fields],
      until: before?.until ?? until,
      deadline: before?.deadline ?? Date.now() + seconds * 1_000,
    }));
  return { revealed, show, hide: () => setRevealed(undefined) };
}
