"use client";
import * as Dialog from "radix-ui/dialog";
import { useState } from "react";
import type { Identity } from "@/lib/access";
import { Button, buttonStyle } from "../ui/button";
import { Modal } from "../ui/dialog";
import { FieldError } from "../ui/field";
import { type Acts, useSubmit } from "./form";

/** Asks once more, saying what becomes of what, and removes a name. */
export function RemoveButton({ drop, identity }: { drop: Acts["drop"]; identity: Identity }) {
  const [open, setOpen] = useState(false);
  const { id, name } = identity;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger aria-label={`Remove ${name}`} className={buttonStyle({ size: "small", look: "quiet" })}>
        Remove
      </Dialog.Trigger>
      <Modal
        title={`Remove the name ${name}?`}
        intro="What its logins and applications change from now on has no name again, and is listed here. Entries keep the name with which they were recorded."
      >
        <RemoveForm id={id} drop={drop} done={() => setOpen(false)} />
      </Modal>
    </Dialog.Root>
  );
}

function RemoveForm({ id, drop, done }: { id: string; drop: Acts["drop"]; done: () => void }) {
  const { submit, wrong, busy } = useSubmit(drop, done);
  return (
    <form onSubmit={submit} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      {wrong && <FieldError>{wrong}</FieldError>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" disabled={busy}>
          Remove the name
        </Button>
        <Button onClick={done}>Keep it</Button>
      </div>
    </form>
  );
}
