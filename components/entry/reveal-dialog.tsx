"use client";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState } from "react";
import { countOf } from "@/lib/event";
import type { Revealed, RevealWish } from "@/lib/search";
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

interface Asking {
  index: string;
  of: string;
  fields: ConcealedField[];
  act: RevealAct;
  done: (answer: Revealed) => void;
}

/** Asks for the reason, and says who will know of it. What was typed stays where it is refused. */
export function RevealDialog({ of, fields, ...asking }: Asking) {
  const values = fields.reduce((sum, field) => sum + field.values, 0);
  const [only] = fields;
  const what = fields.length === 1 && only ? only.label : countOf(String(fields.length), "concealed field");
  return (
    <Modal
      title={
        <>
          Reveal {what} of <bdi>{of}</bdi>
        </>
      }
      intro={`You see ${values === 2 && fields.length === 1 ? "both values, before and after," : "the values"} for 5 minutes. Your name, the time and your reason become an entry.`}
    >
      <RevealForm fields={fields} values={values} {...asking} />
    </Modal>
  );
}

function RevealForm({ index, fields, values, act, done }: Omit<Asking, "of"> & { values: number }) {
  const [refused, setRefused] = useState<string>();
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
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
  );
}
