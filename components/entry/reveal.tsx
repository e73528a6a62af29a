"use client";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, type ReactNode, useEffect, useMemo, useState } from "react";
import type { SeenField } from "@/lib/event";
import { countOf } from "@/lib/event";
import type { Revealed, RevealWish } from "@/lib/search";
import { RevealContext, type Reveals } from "../diff/concealed";
import { minuteClock } from "../event/time";
import { type Zone, zoneName } from "../event/zone";
import { Button } from "../ui/button";
import { Modal } from "../ui/dialog";
import { describedBy, FieldLabel, FieldNotes, TextField } from "../ui/field";
import { Note } from "../ui/note";

export type RevealAct = (wish: RevealWish) => Promise<{ done: Revealed } | { refused: string }>;

/** A concealed field of the entry, as the dialog names it. */
export interface ConcealedField {
  name: string;
  label: string;
  /** Values that there are to reveal. */
  values: number;
}

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
          <p role="status" className="text-ink-2">
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

function RevealDialog({
  index,
  of,
  fields,
  act,
  done,
}: {
  index: string;
  of: string;
  fields: ConcealedField[];
  act: RevealAct;
  done: (answer: Revealed) => void;
}) {
  const [refused, setRefused] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const values = fields.reduce((sum, field) => sum + field.values, 0);
  const [only] = fields;
  const what = fields.length === 1 && only ? only.label : countOf(String(fields.length), "concealed field");
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [reason, ticket] = [String(given.get("reason") ?? "").trim(), String(given.get("ticket") ?? "").trim()];
    const short = reason.length < 10 ? "Write why, in 10 letters or more." : undefined;
    setWrong(short);
    if (short) return;
    setBusy(true);
    setRefused(undefined);
    const answer = await act({
      index,
      fields: fields.map(({ name }) => name),
      reason,
      ...(ticket && { ticket }),
    }).catch(() => ({
      refused: "Vouch did not answer. Nothing is shown; whether it was recorded is not known. Try again.",
    }));
    setBusy(false);
    if ("done" in answer) done(answer.done);
    else setRefused(answer.refused);
  };
  return (
    <Modal
      title={
        <>
          Reveal {what} of <bdi>{of}</bdi>
        </>
      }
      intro={`You see ${values === 2 && fields.length === 1 ? "both values, before and after," : "the values"} for 5 minutes. Your name, the time and your reason become an entry.`}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <div className="grid gap-1.5">
          <FieldLabel id="reveal-reason">Reason</FieldLabel>
          <textarea
            id="reveal-reason"
            name="reason"
            rows={3}
            maxLength={500}
            dir="auto"
            required
            {...describedBy("reveal-reason", "help", wrong)}
            className="w-full rounded-control border border-control bg-surface px-2.5 py-2 text-body text-ink aria-invalid:border-tampered max-md:text-lead"
          />
          <FieldNotes id="reveal-reason" error={wrong} help="10 to 500 letters." />
        </div>
        <TextField
          name="ticket"
          id="reveal-ticket"
          label="Case or ticket (optional)"
          maxLength={100}
          autoComplete="off"
        />
        {refused && (
          <Note look="attention" alert>
            {refused}
          </Note>
        )}
        <div className="-mx-5 -mb-5 flex justify-end gap-2 border-t border-line px-5 py-3 max-md:-mx-4 max-md:px-4">
          <Dialog.Close asChild>
            <Button look="quiet">Cancel</Button>
          </Dialog.Close>
          <Button type="submit" look="primary" aria-disabled={busy} disabled={busy}>
            Reveal {countOf(String(values), "value")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
