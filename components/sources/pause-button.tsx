"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState } from "react";
import { countOf } from "@/lib/event";
import { Button, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError, TextField } from "../ui/field";
import { type SourceActs, useAct } from "./acts";

/** Asks for the reason, saying what becomes of changes meanwhile. */
export function PauseButton({ id, name, pause }: { id: string; name: string; pause: SourceActs["pause"] }) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const { run, busy, refused } = useAct();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "");
    run(
      () => pause(id, reason),
      () => {
        setOpen(false);
        router.refresh();
      },
    );
  };
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle()}>Pause</Dialog.Trigger>
      <Modal
        title={`Pause ${name}?`}
        intro="Capture goes on: changes wait in the database’s outbox, which grows, and nothing is lost. They are in the ledger once somebody resumes it."
      >
        <form onSubmit={submit} className="grid gap-3">
          <TextField
            name="reason"
            label="Reason"
            required
            maxLength={500}
            autoComplete="off"
            help="It stands in the entry, with your name."
          />
          {refused && <FieldError>{refused}</FieldError>}
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={busy}>
              Pause it
            </Button>
            <Button onClick={() => setOpen(false)}>Go on reading</Button>
          </div>
        </form>
      </Modal>
    </Dialog.Root>
  );
}

/** Nothing is asked: it does no harm, and is recorded. */
export function ResumeButton({
  id,
  name,
  waiting,
  resume,
}: {
  id: string;
  name: string;
  waiting?: string;
  resume: SourceActs["resume"];
}) {
  const router = useRouter();
  const { run, busy, refused } = useAct();
  const act = () =>
    run(
      () => resume(id),
      () => router.refresh(),
    );
  const some = waiting !== undefined && waiting !== "0";
  return (
    <>
      <Button onClick={act} disabled={busy} aria-label={`Resume ${name}`}>
        {busy ? "Resuming" : some ? `Resume and take in ${countOf(waiting, "statement")}` : "Resume"}
      </Button>
      {refused && <FieldError>{refused}</FieldError>}
    </>
  );
}
