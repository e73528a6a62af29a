"use client";
import { useRouter } from "next/navigation";
import * as Dialog from "radix-ui/dialog";
import { type FormEvent, useState } from "react";
import type { GivenAddress, Where } from "@/lib/capture";
import { countOf } from "@/lib/event";
import type { ListedSource } from "@/lib/search";
import { Button, buttonStyle } from "../ui/button";
import { Check } from "../ui/choice";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import { Note } from "../ui/note";
import { type SourceActs, useAct } from "./acts";
import { AddressFields, emptyAddress } from "./address";

interface RemoveProps {
  source: ListedSource;
  where?: Where;
  remove: SourceActs["remove"];
}

/** Says what will be removed and asks for the owner’s address; what waits is given up only in a second step of its own. */
export function RemoveButton(props: RemoveProps) {
  const [open, setOpen] = useState(false);
  const { name } = props.source;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className={buttonStyle({ look: "danger" })}>Remove</Dialog.Trigger>
      <Modal
        title={`Remove ${name} and everything Vouch put there?`}
        intro="Triggers, outbox and login are removed from the database, and nothing is captured there any more. What was recorded stays in the ledger. Vouch’s own login may not remove them, so the owner’s address is needed."
      >
        <RemoveForm {...props} close={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function RemoveForm({ source, where, remove, close }: RemoveProps & { close: () => void }) {
  const [address, setAddress] = useState<GivenAddress>({ ...emptyAddress, ...where });
  const [discard, setDiscard] = useState(false);
  const router = useRouter();
  const { run, busy, refused, held } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(
      () => remove(source.id, address, discard),
      () => router.push("/sources"),
    );
  };
  const waiting = source.waiting?.rows ?? "0";
  return (
    <form onSubmit={submit} method="post" className="grid gap-4">
      {waiting !== "0" && (
        <Note look="attention">
          {countOf(waiting, "statement")} {waiting === "1" ? "waits" : "wait"} in its outbox.{" "}
          {source.pause
            ? "The source is paused: resume it first, so that they are taken in."
            : "They are taken in first, which may take a moment."}
        </Note>
      )}
      <AddressFields id="remove" address={address} change={setAddress} />
      {refused && <FieldError>{refused}</FieldError>}
      {(held || discard) && (
        <Check checked={discard} onChange={({ target }) => setDiscard(target.checked)}>
          <span className="prose-wrap min-w-0">
            Give up what still waits there: it will never be in the ledger, and that is recorded
          </span>
        </Check>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={busy}>
          {busy ? "Removing" : discard ? "Remove it and give up what waits" : "Remove it"}
        </Button>
        <Button onClick={close}>Keep it</Button>
      </div>
    </form>
  );
}
